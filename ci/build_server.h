// SPDX-License-Identifier: Apache-2.0
// One of the two builds of the server under test: launched on a free port and watched.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "metrics/run_data.h"
#include "target/guard.h"
#include "target/launch.h"
#include "target/server_watch.h"

namespace clamor {

// What the server did while a block was played, a sample each second.
struct ServerLevels {
  std::vector<double> cores;
  std::vector<double> resident_bytes;
};

class BuildServer {
 public:
  // Launches the shell's line with the variable PORT and waits until it accepts or, with a path,
  // answers that with 2xx. Throws std::runtime_error with the end of its log where it does not.
  BuildServer(const std::string& command, const std::string& ready_path,
              const std::filesystem::path& log, Guard& guard);

  std::string url() const;

  // What it did since the last call, added to the levels; the first call only begins the time.
  void Sample(ServerLevels& levels);

  // How it ended; nothing while it runs. What it logged may hold tokens, and stays in its log.
  std::optional<std::string> HowItEnded();

 private:
  std::uint16_t port_;
  LaunchedServer process_;
  ServerWatch watch_;
};

}  // namespace clamor
