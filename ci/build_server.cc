// SPDX-License-Identifier: Apache-2.0
#include "ci/build_server.h"

#include <fmt/format.h>

#include "target/endpoint.h"
#include "target/free_port.h"
#include "target/ready.h"

namespace clamor {
namespace {

std::string UrlAt(std::uint16_t port) { return fmt::format("http://127.0.0.1:{}", port); }

Command OnPort(const std::string& line, std::uint16_t port) {
  Command command = ShellCommand(line);
  command.environment.emplace_back("PORT", std::to_string(port));
  return command;
}

}  // namespace

BuildServer::BuildServer(const std::string& command, const std::string& ready_path,
                         const std::filesystem::path& log, Guard& guard)
    : port_(FreePort()), process_(OnPort(command, port_), log, guard), watch_(process_.pid()) {
  const Endpoint endpoint{"127.0.0.1", port_, UrlAt(port_)};
  WaitUntilReady(endpoint, ready_path.empty() ? std::nullopt : std::optional(ready_path), process_);
}

std::string BuildServer::url() const { return UrlAt(port_); }

void BuildServer::Sample(ServerLevels& levels) {
  const auto sample = watch_.Sample(std::chrono::steady_clock::now());
  if (!sample) return;
  levels.cores.push_back(sample->cores);
  levels.resident_bytes.push_back(static_cast<double>(sample->resident_bytes));
}

std::optional<std::string> BuildServer::HowItEnded() {
  if (!process_.HasExited()) return std::nullopt;
  return process_.HowItEnded();
}

}  // namespace clamor
