// SPDX-License-Identifier: Apache-2.0
#include "engine/profile_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace clamor {

std::optional<std::string> WhatIsWrongWith(const Profile& profile) {
  if (profile.users < 1) return fmt::format("Users({}): expected at least 1", profile.users);
  if (profile.iterations && *profile.iterations < 1) {
    return fmt::format("{} iterations: expected at least 1", *profile.iterations);
  }
  if (profile.ramp_up.per_second < 0) {
    return fmt::format("RampUp({:g}/s): expected a rate above 0", profile.ramp_up.per_second);
  }
  const auto negative = [](Seconds d) { return d.count() < 0 || !std::isfinite(d.count()); };
  if (negative(profile.duration)) return "For(): expected a duration above 0";
  if (negative(profile.think_time)) return "ThinkTime(): expected a duration of at least 0";
  if (negative(profile.warm_up)) return "WarmUp(): expected a duration of at least 0";
  if (negative(profile.graceful_stop)) return "GracefulStop(): expected a duration of at least 0";
  if (profile.retries < 0) {
    return fmt::format("Retry({}, ...): expected at least 0 times", profile.retries);
  }
  if (negative(profile.retry_backoff)) {
    return "Retry(times, backoff): expected a backoff of at least 0";
  }
  if (profile.model == LoadModel::kConstantUsers && profile.duration.count() == 0) {
    return "ConstantUsers(n) has no end: expected .For(duration)";
  }
  return std::nullopt;
}

long ScaledIterations(long n, double duration_scale) {
  return std::max(1L, std::lround(static_cast<double>(n) * duration_scale));
}

Profile Scaled(Profile profile, double duration_scale, double rate_scale) {
  if (profile.iterations) {
    profile.iterations = ScaledIterations(*profile.iterations, duration_scale);
  }
  profile.duration *= duration_scale;
  profile.warm_up *= duration_scale;
  profile.ramp_up.per_second *= rate_scale;
  return profile;
}

}  // namespace clamor
