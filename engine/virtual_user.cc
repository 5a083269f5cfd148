// SPDX-License-Identifier: Apache-2.0
#include "engine/virtual_user.h"

#include <boost/asio/redirect_error.hpp>

#include "net/net_error.h"

namespace clamor {
namespace {

// Sessions of the warm-up are numbered apart, so that the counted ones are the same with and
// without one; and so are those of each scenario.
constexpr std::uint64_t kWarmUpSessions = std::uint64_t{1} << 63;
constexpr int kSessionBits = 48;  // of a scenario's own numbers

std::uint64_t SessionNumber(const IterationStart& start, const Part& part) {
  return static_cast<std::uint64_t>(start.iteration) |
         static_cast<std::uint64_t>(part.number) << kSessionBits |
         (start.counted ? 0 : kWarmUpSessions);
}

std::uint64_t TokensOf(const TurnRecord& record) {
  return record.prompt_tokens.value_or(0) + record.completion_tokens.value_or(0);
}

}  // namespace

Clock::duration ThinkTime(const UserContext& context) {
  return std::chrono::duration_cast<Clock::duration>(context.part.plan.profile.think_time);
}

VirtualUser::VirtualUser(int index, UserContext& context)
    : index_(index),
      context_(context),
      session_(
          context.plan.protocol->NewSession(context.net, context.part.plan.play, context.activity)),
      timer_(context.net.io.get_executor()) {}

Awaitable<Time> VirtualUser::Hold(IterationStart start) {
  const ScenarioPlan& plan = context_.part.plan;
  const std::uint32_t variant = plan.VariantOf(start.iteration);
  const Script& script = plan.scripts[variant];
  const auto& slices = plan.slices[variant];
  session_->Begin(SessionNumber(start, context_.part), index_, start.counted);

  record_.EndAt(start.scheduled);
  DueTurn due{&script, 1, start.scheduled, start.prompt_words};
  std::size_t held = 0;
  bool whole = true;
  for (; held < script.turns.size() && (whole || plan.profile.keep_going); ++held) {
    if (held > 0) due.scheduled = context_.part.schedule.Paced(due.scheduled);
    co_await WaitUntil(due.scheduled, Pause::kWithinConversation);
    if (Ends(Pause::kWithinConversation)) co_return record_.freed;
    if (!context_.purse.TakeRequest()) co_return record_.freed;
    due.place = static_cast<int>(held) + 1;
    co_await HoldTurn(due);
    context_.purse.Spend(record_.attempts - 1 + record_.resumptions, TokensOf(record_));
    if (start.counted) Count(due, slices[held]);
    if (record_.outcome == Outcome::kUnfinished) co_return record_.freed;
    whole = whole && record_.outcome == Outcome::kSuccess;
    due.scheduled = record_.freed + ThinkTime(context_);
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
  context_.recorder.AddTurn(record_, slices,
                            {.scenario = context_.part.plan.name,
                             .conversation = due.script->conversation->name,
                             .session = session_->Id(),
                             .trace_id = session_->TraceId(),
                             .place = due.place});
  last_ended_ = std::max(last_ended_, record_.ended);
  if (context_.plan.on_turn) {
    context_.plan.on_turn({record_, *due.script->conversation, context_.part.plan.name,
                           session_->Id(), session_->TraceId(), due.place, index_, due.scheduled});
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

Awaitable<void> VirtualUser::Sleep() {
  boost::system::error_code woken;
  timer_.expires_at(Time::max());
  co_await timer_.async_wait(boost::asio::redirect_error(kAwait, woken));
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
