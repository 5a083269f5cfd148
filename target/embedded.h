// SPDX-License-Identifier: Apache-2.0
// The embedded reference server, launched as a program on a port that the kernel chooses.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "target/guard.h"
#include "target/launch.h"
#include "target/ready.h"
#include "target/temporary_folder.h"

namespace clamor {

class EmbeddedServer {
 public:
  // Launches the command with `--port 0 --port-file FILE` and waits until it has written its port
  // there, which it does whole (by rename) once it listens. FILE stands in a private temporary
  // folder. Throws std::runtime_error as LaunchedServer and WaitUntil do.
  EmbeddedServer(const Command& server, const std::filesystem::path& log, Guard& guard,
                 std::chrono::milliseconds limit = kReadyLimit, const std::stop_token& stop = {});

  std::uint16_t port() const { return port_; }

  // "http://127.0.0.1:PORT"
  std::string base_url() const;

  LaunchedServer& process() { return process_; }

 private:
  std::filesystem::path PortFile() const { return folder_.path() / "port"; }

  TemporaryFolder folder_;
  LaunchedServer process_;
  std::uint16_t port_ = 0;
};

}  // namespace clamor
