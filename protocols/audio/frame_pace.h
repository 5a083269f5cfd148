// SPDX-License-Identifier: Apache-2.0
// When each frame of a caller's speech is due: on a schedule that is fixed when the speech begins,
// so that a late frame delays no other.
#pragma once

#include <chrono>
#include <cstddef>

#include "net/clock.h"

namespace clamor {

class FramePace {
 public:
  // `frame`: how much audio each frame holds; `speed`, above 0: how many times as fast as it is
  // heard the speech is sent.
  FramePace(Time start, Clock::duration frame, double speed)
      : start_(start), step_(std::chrono::duration<double, Clock::period>(frame) / speed) {}

  // Frames count from 0. Of the number after the last one: when the speech ends.
  Time DueOf(std::size_t frame) const {
    return start_ + std::chrono::duration_cast<Clock::duration>(step_ * static_cast<double>(frame));
  }

 private:
  Time start_;
  std::chrono::duration<double, Clock::period> step_;
};

}  // namespace clamor
