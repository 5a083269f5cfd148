// SPDX-License-Identifier: Apache-2.0
#include "engine/closed_users.h"

#include <algorithm>

namespace clamor {

ClosedUsers::ClosedUsers(UserContext& context, int index, int threads) : context_(context) {
  const Profile& profile = context.part.plan.profile;
  if (profile.model == LoadModel::kBatches) {
    // A batch waits for all of itself: its users are on one thread, so that nothing is shared.
    if (index != 0) return;
    threads = 1;
    gate_.emplace(profile.batch);
  }
  for (int user = index; user < profile.PeakUsers(); user += threads) {
    users_.push_back(std::make_unique<VirtualUser>(user, context));
  }
}

void ClosedUsers::Start(const Spawn& spawn) {
  for (const auto& user : users_) spawn(Live(*user));
}

Awaitable<void> ClosedUsers::Live(VirtualUser& user) {
  long done = 0;
  Time due{};
  for (const auto& presence : context_.part.schedule.PresencesOf(user.index())) {
    co_await user.WaitUntil(presence.from);
    if (user.stopping()) co_return;
    const Counted active(context_.activity.users);
    due = co_await HoldUntil(presence.until, user, std::max(due, presence.from), done);
  }
  user.HangUp();
}

Awaitable<Time> ClosedUsers::HoldUntil(Time until, VirtualUser& user, Time due, long& done) {
  Schedule& schedule = context_.part.schedule;
  while (due < until) {
    due = schedule.Paced(due);
    co_await user.WaitUntil(due);
    if (user.stopping()) break;
    auto start = schedule.Next(user.index(), done, due);
    if (!start) break;
    done += start->counted ? 1 : 0;
    const bool in_batch = gate_ && start->counted;
    if (in_batch) co_await WaitForBatch(user, *start);
    if (user.stopping()) break;
    due = co_await user.Hold(*start) + ThinkTime(context_);
    if (in_batch) EndInBatch();
    co_await user.WaitUntil(due);
  }
  co_return due;
}

Awaitable<void> ClosedUsers::WaitForBatch(VirtualUser& user, IterationStart& start) {
  while (!gate_->IsOpenFor(start.iteration) && !user.stopping()) co_await user.Sleep();
  start.scheduled = std::max(start.scheduled, gate_->opened_at());
}

void ClosedUsers::EndInBatch() {
  if (!gate_->End(Clock::now())) return;
  for (const auto& user : users_) user->Wake();
}

void ClosedUsers::Stop() {
  for (const auto& user : users_) user->Stop();
}

void ClosedUsers::Cut() {
  for (const auto& user : users_) user->Cut();
}

void ClosedUsers::HangUp() {
  for (const auto& user : users_) user->HangUp();
}

Time ClosedUsers::last_ended() const {
  Time last{};
  for (const auto& user : users_) last = std::max(last, user->last_ended());
  return last;
}

}  // namespace clamor
