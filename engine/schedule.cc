// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule.h"

#include <algorithm>

#include "engine/user_spells.h"

namespace clamor {
namespace {

using Clock = std::chrono::steady_clock;

Clock::duration Whole(Seconds d) { return std::chrono::duration_cast<Clock::duration>(d); }

Seconds GapOf(Rate rate) { return Seconds(rate.per_second > 0 ? 1 / rate.per_second : 0); }

}  // namespace

Seconds LengthOf(const Profile& profile, const Arrivals* arrivals) {
  if (arrivals != nullptr) return arrivals->length();
  if (profile.model != LoadModel::kRampingUsers) return profile.duration;
  Seconds length{0};
  for (const UserStage& stage : profile.user_stages) length += stage.over;
  return length;
}

Schedule::Schedule(const Profile& profile, std::optional<long> planned, const Arrivals* arrivals,
                   Time start)
    : profile_(profile),
      planned_(planned),
      arrivals_(arrivals),
      start_(start),
      counted_from_(start + Whole(profile.warm_up)),
      ends_(LengthOf(profile, arrivals).count() > 0
                ? std::optional(counted_from_ + Whole(LengthOf(profile, arrivals)))
                : std::nullopt),
      between_turns_(Whole(GapOf(profile.at_most))),
      next_turn_(start.time_since_epoch().count()) {}

std::vector<Schedule::Presence> Schedule::PresencesOf(int user) const {
  if (profile_.model != LoadModel::kRampingUsers) {
    return {{start_ + Whole(GapOf(profile_.ramp_up) * user), Time::max()}};
  }
  std::vector<Presence> presences;
  for (const Spell& spell : SpellsOf(user, profile_.users, profile_.user_stages)) {
    // Who is there at the begin is there for the warm-up too.
    const Time from = spell.from.count() > 0 ? counted_from_ + Whole(spell.from) : start_;
    presences.push_back({from, counted_from_ + Whole(spell.until)});
  }
  return presences;
}

std::optional<IterationStart> Schedule::Next(int user, long done, Time due) {
  if (stopped() || (ends_ && due >= *ends_)) return std::nullopt;
  if (due < counted_from_) {
    return IterationStart{next_warm_up_.fetch_add(1, std::memory_order_relaxed), due, false};
  }
  if (profile_.model == LoadModel::kIterationsPerUser) {
    const long per_user = profile_.iterations.value_or(1);
    if (done >= per_user) return std::nullopt;
    return IterationStart{user * per_user + done, due, true};
  }
  const long iteration = next_.fetch_add(1, std::memory_order_relaxed);
  if (planned_ && iteration >= *planned_) return std::nullopt;
  return IterationStart{iteration, due, true};
}

Schedule::Time Schedule::Paced(Time due) {
  if (between_turns_ == Time::duration(0)) return due;
  const Time::rep wanted = due.time_since_epoch().count();
  Time::rep next = next_turn_.load(std::memory_order_relaxed);
  Time::rep given = 0;
  do {
    given = std::max(next, wanted);
  } while (!next_turn_.compare_exchange_weak(next, given + between_turns_.count(),
                                             std::memory_order_relaxed));
  return Time(Time::duration(given));
}

std::optional<IterationStart> Schedule::Arriving(long n) const {
  const auto arrival = arrivals_->At(n);
  if (!arrival) return std::nullopt;
  return IterationStart{arrival->iteration, counted_from_ + arrival->at, arrival->counted,
                        arrival->prompt_words};
}

bool Schedule::TakeUser() {
  int busy = busy_.load(std::memory_order_relaxed);
  do {
    if (busy >= profile_.PeakUsers()) return false;
  } while (!busy_.compare_exchange_weak(busy, busy + 1, std::memory_order_relaxed));
  return true;
}

}  // namespace clamor
