// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule.h"

namespace clamor {
namespace {

using Clock = std::chrono::steady_clock;

Clock::duration Whole(Seconds d) { return std::chrono::duration_cast<Clock::duration>(d); }

}  // namespace

Schedule::Schedule(const Profile& profile, std::optional<long> planned, Time start)
    : model_(profile.model),
      per_user_(profile.model == LoadModel::kIterationsPerUser ? profile.iterations : std::nullopt),
      planned_(planned),
      start_(start),
      counted_from_(start + Whole(profile.warm_up)),
      ends_(profile.duration.count() > 0 ? std::optional(counted_from_ + Whole(profile.duration))
                                         : std::nullopt),
      between_users_(profile.ramp_up.per_second > 0 ? 1 / profile.ramp_up.per_second : 0) {}

Schedule::Time Schedule::UserStarts(int user) const {
  return start_ + Whole(between_users_ * user);
}

std::optional<IterationStart> Schedule::Next(int user, long done, Time due) {
  if (stopped() || (ends_ && due >= *ends_)) return std::nullopt;
  if (due < counted_from_) {
    return IterationStart{next_warm_up_.fetch_add(1, std::memory_order_relaxed), due, false};
  }
  if (model_ == LoadModel::kIterationsPerUser) {
    if (done >= per_user_.value_or(1)) return std::nullopt;
    return IterationStart{user * per_user_.value_or(1) + done, due, true};
  }
  const long iteration = next_.fetch_add(1, std::memory_order_relaxed);
  if (planned_ && iteration >= *planned_) return std::nullopt;
  return IterationStart{iteration, due, true};
}

}  // namespace clamor
