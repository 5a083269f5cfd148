// SPDX-License-Identifier: Apache-2.0
#include "engine/virtual_user.h"

#include <boost/asio/redirect_error.hpp>

#include "net/net_error.h"

namespace clamor {
namespace {

// Sessions of the warm-up are numbered apart, so that the counted ones are the same with and
// without one.
constexpr std::uint64_t kWarmUpSessions = std::uint64_t{1} << 63;

Clock::duration ThinkTime(const RunPlan& plan) {
  return std::chrono::duration_cast<Clock::duration>(plan.profile.think_time);
}

}  // namespace

VirtualUser::VirtualUser(int index, UserContext& context)
    : index_(index),
      context_(context),
      session_(context.plan.protocol->NewSession(context.net, context.plan.play, context.activity)),
      timer_(context.net.io.get_executor()) {}

Awaitable<void> VirtualUser::Live() {
  Time due = context_.schedule.UserStarts(index_);
  co_await WaitUntil(due, Pause::kBetweenConversations);
  const Counted active(context_.activity.users);
  long done = 0;
  while (!Ends(Pause::kBetweenConversations)) {
    const auto start = context_.schedule.Next(index_, done, due);
    if (!start) break;
    done += start->counted ? 1 : 0;
    due = co_await HoldConversation(*start) + ThinkTime(context_.plan);
    co_await WaitUntil(due, Pause::kBetweenConversations);
  }
}

Awaitable<Time> VirtualUser::HoldConversation(const IterationStart& start) {
  const auto number = static_cast<std::uint64_t>(start.iteration);
  const std::uint32_t variant = context_.plan.VariantOf(start.iteration);
  const Script& script = context_.plan.scripts[variant];
  const auto& slices = context_.plan.slices[variant];
  session_->Begin(start.counted ? number : number | kWarmUpSessions, index_, start.counted);

  record_.EndAt(start.scheduled);
  DueTurn due{&script, 1, start.scheduled};
  std::size_t held = 0;
  bool whole = true;
  for (; held < script.turns.size() && (whole || context_.plan.profile.keep_going); ++held) {
    co_await WaitUntil(due.scheduled, Pause::kWithinConversation);
    if (Ends(Pause::kWithinConversation)) co_return record_.freed;
    due.place = static_cast<int>(held) + 1;
    co_await HoldTurn(due);
    if (start.counted) Count(due, slices[held]);
    if (record_.outcome == Outcome::kUnfinished) co_return record_.freed;
    whole = whole && record_.outcome == Outcome::kSuccess;
    due.scheduled = record_.freed + ThinkTime(context_.plan);
  }
  if (start.counted) {
    context_.recorder.AddConversation(whole, record_.ended - start.scheduled,
                                      script.turns.size() - held, record_.ended, slices.front());
  }
  co_return record_.freed;
}

Awaitable<void> VirtualUser::HoldTurn(const DueTurn& due) {
  record_.Clear();
  try {
    co_await session_->Hold(due, record_);
  } catch (const clamor::Cut&) {
    record_.Clear();  // unfinished
    record_.EndAt(Clock::now());
  }
}

void VirtualUser::Count(const DueTurn& due, const std::vector<SliceId>& slices) {
  context_.recorder.AddTurn(record_, slices);
  last_ended_ = std::max(last_ended_, record_.ended);
  if (context_.plan.on_turn) {
    context_.plan.on_turn({record_, *due.script->conversation, session_->Id(), session_->TraceId(),
                           due.place, index_, due.scheduled});
  }
}

bool VirtualUser::Ends(Pause pause) const {
  return state_ == State::kCut ||
         (state_ == State::kStopping && pause == Pause::kBetweenConversations);
}

Awaitable<void> VirtualUser::WaitUntil(Time due, Pause pause) {
  while (!Ends(pause) && Clock::now() < due) {
    boost::system::error_code woken;
    timer_.expires_at(due);
    co_await timer_.async_wait(boost::asio::redirect_error(kAwait, woken));
  }
}

void VirtualUser::Stop() {
  if (state_ == State::kLiving) state_ = State::kStopping;
  timer_.cancel();
}

void VirtualUser::Cut() {
  state_ = State::kCut;
  timer_.cancel();
  session_->Cut();
}

}  // namespace clamor
