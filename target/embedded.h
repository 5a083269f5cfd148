// SPDX-License-Identifier: Apache-2.0
// The embedded reference server, launched as a program on a port that the kernel chooses.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "target/launch.h"
#include "target/ready.h"

namespace clamor {

class EmbeddedServer {
 public:
  // Launches `program --port 0 --port-file FILE arguments...` and waits until it has written its
  // port there, which it does whole (by rename) once it listens. FILE stands in a private temporary
  // folder that is gone when this returns. Throws std::runtime_error as LaunchedServer and
  // WaitUntil do.
  EmbeddedServer(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 const std::filesystem::path& log, Guard& guard,
                 std::chrono::milliseconds limit = kReadyLimit, const std::stop_token& stop = {});

  // "http://127.0.0.1:PORT"
  std::string base_url() const;

  std::uint16_t port() const { return port_; }

  LaunchedServer& process() { return process_; }

 private:
  class PortFile;
  EmbeddedServer(const Command& command, const PortFile& port_file,
                 const std::filesystem::path& log, Guard& guard, std::chrono::milliseconds limit,
                 const std::stop_token& stop);

  LaunchedServer process_;
  std::uint16_t port_ = 0;
};

}  // namespace clamor
