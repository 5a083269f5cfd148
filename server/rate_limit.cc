// SPDX-License-Identifier: Apache-2.0
// The token bucket.
#include "server/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace clamor::server {
namespace {

std::chrono::nanoseconds Interval(double per_second) {
  return std::chrono::nanoseconds(per_second > 0 ? std::llround(1e9 / per_second) : 0);
}

}  // namespace

RateLimit::RateLimit(double per_second)
    : interval_(Interval(per_second)),
      slack_(interval_ * std::max(0LL, std::llround(std::floor(per_second)) - 1)) {}

std::chrono::nanoseconds RateLimit::Take(Clock::time_point now) {
  if (interval_ == std::chrono::nanoseconds::zero()) return {};
  const std::lock_guard lock(mutex_);
  const auto full_at = std::max(full_at_, now);
  const auto wait = full_at - slack_ - now;
  if (wait > std::chrono::nanoseconds::zero()) return wait;
  full_at_ = full_at + interval_;
  return {};
}

}  // namespace clamor::server
