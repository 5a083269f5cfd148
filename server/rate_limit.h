// SPDX-License-Identifier: Apache-2.0
// How many requests a second the server takes: a token bucket that holds one second's worth. Used
// by every thread.
#pragma once

#include <chrono>
#include <mutex>

namespace clamor::server {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  // Requests per second; 0 is no limit. A bucket holds at least one request.
  explicit RateLimit(double per_second);

  // Takes a request that came at that time and returns 0; or how long it would have had to wait,
  // having taken nothing.
  std::chrono::nanoseconds Take(Clock::time_point now);

 private:
  const std::chrono::nanoseconds interval_;  // between two requests at the limit; 0 is no limit
  const std::chrono::nanoseconds slack_;     // how far a full bucket runs ahead of the interval
  std::mutex mutex_;
  // When the bucket is full again: the generic cell rate algorithm (ITU-T I.371) keeps this in
  // place of a count, so that nothing is rounded away however often it is asked.
  Clock::time_point full_at_ = Clock::time_point::min();
};

}  // namespace clamor::server
