// SPDX-License-Identifier: Apache-2.0
// A run while it goes on: what the engine tells once a second and a console shows.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace clamor {

// A run so far. Rates and percentiles are those the caller took.
struct Progress {
  std::chrono::nanoseconds elapsed{0};  // of the counted part
  std::optional<std::chrono::nanoseconds> planned_time;
  std::optional<std::uint64_t> planned_turns;
  bool warming_up = false;
  bool stopping = false;  // the graceful stop
  int users = 0;
  double turns_per_second = 0;
  std::uint64_t turns = 0;
  std::uint64_t failures = 0;
  std::optional<std::chrono::nanoseconds> p95;  // of the response time
};

}  // namespace clamor
