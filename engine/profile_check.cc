// SPDX-License-Identifier: Apache-2.0
#include "engine/profile_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace clamor {
namespace {

using Mistake = std::optional<std::string>;

bool IsNegative(Seconds d) { return d.count() < 0 || !std::isfinite(d.count()); }
bool IsNegative(Rate r) { return r.per_second < 0 || !std::isfinite(r.per_second); }

Mistake WrongTimes(const Profile& profile) {
  if (IsNegative(profile.duration)) return "For(): expected a duration above 0";
  if (IsNegative(profile.think_time)) return "ThinkTime(): expected a duration of at least 0";
  if (IsNegative(profile.warm_up)) return "WarmUp(): expected a duration of at least 0";
  if (IsNegative(profile.graceful_stop)) return "GracefulStop(): expected a duration of at least 0";
  if (profile.retries < 0) {
    return fmt::format("Retry({}): expected at least 0 retries", profile.retries);
  }
  if (IsNegative(profile.retry_backoff)) return "Retry(): expected a backoff of at least 0";
  if (profile.drop_after.value_or(1) < 1) {
    return fmt::format("DropAfter({}): expected at least 1 event", *profile.drop_after);
  }
  return std::nullopt;
}

template <class Stages>
Mistake WrongStages(const char* name, const Stages& stages) {
  if (stages.empty()) return fmt::format("{}: expected at least one stage", name);
  Seconds length{0};
  for (const auto& stage : stages) {
    if (IsNegative(stage.over)) {
      return fmt::format("{}: a stage of {:g} s, expected at least 0", name, stage.over.count());
    }
    length += stage.over;
  }
  if (length.count() == 0) return fmt::format("{}: expected a stage that takes time", name);
  return std::nullopt;
}

Mistake WrongUserRamp(const Profile& profile) {
  int peak = profile.users;
  if (peak < 0) return fmt::format("RampingUsers({}): expected at least 0 users", peak);
  for (const UserStage& stage : profile.user_stages) {
    if (stage.to < 0) {
      return fmt::format("RampingUsers(): a stage to {} users, expected at least 0", stage.to);
    }
    peak = std::max(peak, stage.to);
  }
  if (auto wrong = WrongStages("RampingUsers()", profile.user_stages)) return wrong;
  if (peak == 0) return "RampingUsers() never has a user: expected a stage to at least 1";
  return std::nullopt;
}

Mistake WrongClosed(const Profile& profile) {
  if (profile.model == LoadModel::kRampingUsers) {
    if (auto wrong = WrongUserRamp(profile)) return wrong;
  } else if (profile.users < 1) {
    return fmt::format("Users({}): expected at least 1", profile.users);
  }
  if (profile.iterations && *profile.iterations < 1) {
    return fmt::format("{} iterations: expected at least 1", *profile.iterations);
  }
  if (profile.model == LoadModel::kBatches && profile.batch < 1) {
    return fmt::format("Batches({}): expected at least 1", profile.batch);
  }
  if (IsNegative(profile.ramp_up)) {
    return fmt::format("RampUp({:g}/s): expected a rate above 0", profile.ramp_up.per_second);
  }
  if (IsNegative(profile.at_most)) {
    return fmt::format("AtMost({:g}/s): expected a rate above 0", profile.at_most.per_second);
  }
  if (profile.model == LoadModel::kConstantUsers && profile.duration.count() == 0) {
    return "ConstantUsers(n) has no end: expected .For(duration)";
  }
  return std::nullopt;
}

Mistake WrongRateRamp(const Profile& profile) {
  double peak = profile.rate.per_second;
  if (IsNegative(profile.rate)) {
    return fmt::format("RampingRate({:g}/s): expected a rate of at least 0", peak);
  }
  for (const Stage& stage : profile.stages) {
    if (IsNegative(stage.to)) {
      return fmt::format("RampingRate(): a stage to {:g}/s, expected at least 0",
                         stage.to.per_second);
    }
    peak = std::max(peak, stage.to.per_second);
  }
  if (auto wrong = WrongStages("RampingRate()", profile.stages)) return wrong;
  if (peak == 0) return "RampingRate() never has an arrival: expected a stage to more than 0/s";
  return std::nullopt;
}

Mistake WrongRate(const char* name, const Profile& profile) {
  if (IsNegative(profile.rate) || profile.rate.per_second == 0) {
    return fmt::format("{}({:g}/s): expected a rate above 0", name, profile.rate.per_second);
  }
  if (profile.duration.count() == 0) {
    return fmt::format("{}(rate) has no end: expected .For(duration)", name);
  }
  return std::nullopt;
}

Mistake WrongOpen(const Profile& profile) {
  if (profile.ready_users < 0) {
    return fmt::format("ReadyUsers({}): expected at least 0", profile.ready_users);
  }
  if (profile.max_users && *profile.max_users < 1) {
    return fmt::format("MaxUsers({}): expected at least 1", *profile.max_users);
  }
  if (profile.ready_users > profile.PeakUsers()) {
    return fmt::format("ReadyUsers({}): expected at most MaxUsers({})", profile.ready_users,
                       profile.PeakUsers());
  }
  switch (profile.model) {
    case LoadModel::kConstantRate:
      return WrongRate("ConstantRate", profile);
    case LoadModel::kPoissonRate:
      return WrongRate("PoissonRate", profile);
    case LoadModel::kRampingRate:
      return WrongRateRamp(profile);
    default:
      if (profile.warm_up.count() > 0) {
        return "Trace(): nothing is known of the time before a trace, expected no WarmUp()";
      }
      return std::nullopt;
  }
}

}  // namespace

Mistake WhatIsWrongWith(const Profile& profile) {
  if (auto wrong = WrongTimes(profile)) return wrong;
  return profile.IsOpen() ? WrongOpen(profile) : WrongClosed(profile);
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
  for (UserStage& stage : profile.user_stages) stage.over *= duration_scale;
  for (Stage& stage : profile.stages) {
    stage.over *= duration_scale;
    stage.to.per_second *= rate_scale;
  }
  profile.rate.per_second *= rate_scale;
  profile.at_most.per_second *= rate_scale;
  profile.ramp_up.per_second *= rate_scale;
  return profile;
}

}  // namespace clamor
