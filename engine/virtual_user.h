// SPDX-License-Identifier: Apache-2.0
// One virtual user: holds conversations, one at a time.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <memory>

#include "engine/part.h"
#include "engine/spending.h"
#include "metrics/recorder.h"
#include "metrics/turn_record.h"
#include "net/awaitable.h"
#include "net/net_context.h"
#include "protocols/session.h"

namespace clamor {

using WakeTimer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>,
                                                    boost::asio::io_context::executor_type>;

// What the users of one scenario on one worker thread share.
struct UserContext {
  const RunPlan& plan;
  Part& part;
  Purse& purse;
  NetContext& net;
  Recorder& recorder;
  Activity& activity;
};

class VirtualUser {
 public:
  // The users of a scenario count from 0.
  VirtualUser(int index, UserContext& context);

  // Holds the conversation of that iteration and returns when the user was free for the next one.
  // Throws GeneratorExhausted; everything else that goes wrong is counted.
  Awaitable<Time> Hold(IterationStart start);

  // A pause between two conversations; ends early when the user is stopped.
  Awaitable<void> WaitUntil(Time due) { return WaitUntil(due, Pause::kBetweenConversations); }

  // A pause that somebody ends by Wake(), or a stop.
  Awaitable<void> Sleep();
  void Wake() { timer_.cancel(); }

  // Begins no further conversation; a pause between two ends at once.
  void Stop();

  // Ends the turn under way too.
  void Cut();

  // Closes its connection: it holds no conversation any more.
  void HangUp() { session_->HangUp(); }

  bool stopping() const { return Ends(Pause::kBetweenConversations); }
  int index() const { return index_; }

  // When its last counted turn ended; Time{} when none has.
  Time last_ended() const { return last_ended_; }

 private:
  enum class State { kLiving, kStopping, kCut };
  enum class Pause { kWithinConversation, kBetweenConversations };

  Awaitable<void> WaitUntil(Time due, Pause pause);
  Awaitable<void> HoldTurn(const DueTurn& due);
  void Count(const DueTurn& due, const std::vector<SliceId>& slices);
  bool Ends(Pause pause) const;

  const int index_;
  UserContext& context_;
  std::unique_ptr<Session> session_;
  WakeTimer timer_;
  State state_ = State::kLiving;
  TurnRecord record_;
  Time last_ended_{};
};

// A user's pause between two turns and between two conversations.
Clock::duration ThinkTime(const UserContext& context);

}  // namespace clamor
