// SPDX-License-Identifier: Apache-2.0
#include "engine/open_users.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>

namespace clamor {

OpenUsers::OpenUsers(UserContext& context, int index, int threads)
    : context_(context), index_(index), threads_(threads), timer_(context.net.io.get_executor()) {
  for (int user = index; user < context.part.plan.profile.ready_users; user += threads) MakeUser();
}

void OpenUsers::Start(const Spawn& spawn) {
  spawn_ = spawn;
  spawn_(Welcome());
}

Awaitable<void> OpenUsers::Welcome() {
  for (long n = index_;; n += threads_) {
    const auto start = context_.part.schedule.Arriving(n);
    if (!start) co_return;
    while (!stopped_ && Clock::now() < start->scheduled) {
      boost::system::error_code woken;
      timer_.expires_at(start->scheduled);
      co_await timer_.async_wait(boost::asio::redirect_error(kAwait, woken));
    }
    if (Clock::now() < start->scheduled) co_return;
    Begin(*start);
  }
}

void OpenUsers::Begin(const IterationStart& start) {
  if (!context_.part.schedule.TakeUser()) {
    const ScenarioPlan& plan = context_.part.plan;
    const auto& slices = plan.slices[plan.VariantOf(start.iteration)].front();
    if (start.counted) context_.recorder.AddDroppedIteration(start.scheduled, slices);
    return;
  }
  if (idle_.empty()) MakeUser();
  VirtualUser& user = *idle_.back();
  idle_.pop_back();
  spawn_(Hold(user, start));
}

Awaitable<void> OpenUsers::Hold(VirtualUser& user, IterationStart start) {
  const Counted active(context_.activity.users);
  co_await user.Hold(start);
  idle_.push_back(&user);
  context_.part.schedule.FreeUser();
}

void OpenUsers::MakeUser() {
  const int number = context_.part.schedule.NumberUser();
  users_.push_back(std::make_unique<VirtualUser>(number, context_));
  idle_.push_back(users_.back().get());
}

void OpenUsers::Stop() {
  stopped_ = true;
  timer_.cancel();
}

void OpenUsers::Cut() {
  Stop();
  for (const auto& user : users_) user->Cut();
}

void OpenUsers::HangUp() {
  for (const auto& user : users_) user->HangUp();
}

Time OpenUsers::last_ended() const {
  Time last{};
  for (const auto& user : users_) last = std::max(last, user->last_ended());
  return last;
}

}  // namespace clamor
