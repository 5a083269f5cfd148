// SPDX-License-Identifier: Apache-2.0
#include "target/embedded.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <optional>
#include <vector>

namespace clamor {
namespace {

Command WithPorts(Command server, const std::filesystem::path& port_file) {
  const std::vector<std::string> ports{"--port", "0", "--port-file", port_file.string()};
  server.argv.insert(server.argv.end(), ports.begin(), ports.end());
  server.shown += fmt::format(" {}", fmt::join(ports, " "));
  return server;
}

std::optional<std::string> ReadPort(const std::filesystem::path& file, std::uint16_t& port) {
  std::ifstream in(file);
  if (!in) return "it has written no port file";
  if (!(in >> port) || port == 0) return "its port file holds no port";
  return std::nullopt;
}

}  // namespace

EmbeddedServer::EmbeddedServer(const Command& server, const std::filesystem::path& log,
                               Guard& guard, std::chrono::milliseconds limit,
                               const std::stop_token& stop)
    : process_(WithPorts(server, PortFile()), log, guard) {
  WaitUntil(process_, "listened", limit, stop, [this] { return ReadPort(PortFile(), port_); });
}

std::string EmbeddedServer::base_url() const { return fmt::format("http://127.0.0.1:{}", port_); }

}  // namespace clamor
