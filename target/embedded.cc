// SPDX-License-Identifier: Apache-2.0
#include "target/embedded.h"

#include <fmt/format.h>

#include <fstream>
#include <optional>

namespace clamor {
namespace {

Command WithPortFile(const std::filesystem::path& program, const std::filesystem::path& port_file,
                     const std::vector<std::string>& arguments) {
  std::vector<std::string> argv{program.string(), "--port", "0", "--port-file", port_file.string()};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return ProgramCommand(std::move(argv));
}

std::optional<std::string> ReadPort(const std::filesystem::path& file, std::uint16_t& port) {
  std::ifstream in(file);
  if (!in) return "it has written no port file";
  if (!(in >> port) || port == 0) return "its port file holds no port";
  return std::nullopt;
}

}  // namespace

EmbeddedServer::EmbeddedServer(const std::filesystem::path& program,
                               const std::vector<std::string>& arguments,
                               const std::filesystem::path& log, Guard& guard,
                               std::chrono::milliseconds limit, const std::stop_token& stop)
    : process_(WithPortFile(program, PortFile(), arguments), log, guard) {
  WaitUntil(process_, "listened", limit, stop, [this] { return ReadPort(PortFile(), port_); });
}

std::string EmbeddedServer::base_url() const { return fmt::format("http://127.0.0.1:{}", port_); }

}  // namespace clamor
