// SPDX-License-Identifier: Apache-2.0
// The one clock that everything is timed by, and when bytes arrived.
#pragma once

#include <chrono>

namespace clamor {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

// When bytes came in. `kernel` is the kernel's receive stamp mapped to the steady clock, never
// later than `read`; where the kernel gave no stamp the two are equal.
struct Arrival {
  Time kernel;
  Time read;
};

}  // namespace clamor
