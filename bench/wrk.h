// SPDX-License-Identifier: Apache-2.0
// wrk, the HTTP benchmark tool, as a program run beside ours.
#pragma once

#include <optional>
#include <string>

namespace clamor::bench {

struct WrkCount {
  double requests = 0;
  double requests_per_second = 0;
  double cpu_seconds = 0;
};

// One thread. None where wrk is not installed. Throws std::runtime_error when it fails.
std::optional<WrkCount> RunWrk(const std::string& url, int connections, int seconds);

}  // namespace clamor::bench
