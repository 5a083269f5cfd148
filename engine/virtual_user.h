// SPDX-License-Identifier: Apache-2.0
// One virtual user: a coroutine that holds conversations one after another for as long as the
// schedule gives it some.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <memory>

#include "engine/plan.h"
#include "engine/schedule.h"
#include "metrics/recorder.h"
#include "metrics/turn_record.h"
#include "net/awaitable.h"
#include "net/net_context.h"
#include "protocols/session.h"

namespace clamor {

// What the users of one worker thread share.
struct UserContext {
  const RunPlan& plan;
  Schedule& schedule;
  NetContext& net;
  Recorder& recorder;
  Activity& activity;
};

class VirtualUser {
 public:
  VirtualUser(int index, UserContext& context);

  // The user's life. Throws GeneratorExhausted; everything else that goes wrong is counted.
  Awaitable<void> Live();

  // Begins no further conversation; a pause between two ends at once.
  void Stop();

  // Ends the turn under way too.
  void Cut();

  // When its last counted turn ended; Time{} when none has.
  Time last_ended() const { return last_ended_; }

 private:
  enum class State { kLiving, kStopping, kCut };
  enum class Pause { kWithinConversation, kBetweenConversations };

  Awaitable<void> WaitUntil(Time due, Pause pause);
  // Returns when the user was free for the next one.
  Awaitable<Time> HoldConversation(const IterationStart& start);
  Awaitable<void> HoldTurn(const DueTurn& due);
  void Count(const DueTurn& due, const std::vector<SliceId>& slices);
  bool Ends(Pause pause) const;

  const int index_;
  UserContext& context_;
  std::unique_ptr<Session> session_;
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>,
                                    boost::asio::io_context::executor_type>
      timer_;
  State state_ = State::kLiving;
  TurnRecord record_;
  Time last_ended_{};
};

}  // namespace clamor
