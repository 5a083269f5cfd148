// SPDX-License-Identifier: Apache-2.0
#include "net/deadline_sweep.h"

#include <gtest/gtest.h>

#include <memory>

namespace clamor {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

class DeadlineSweepTest : public testing::Test {
 protected:
  boost::asio::io_context io_;
  DeadlineSweep sweep_{io_, Limits{.first_byte = 60s, .between_events = 30s}};
  const Time start_{};
  int ended_ = 0;
};

TEST_F(DeadlineSweepTest, EndsEachAfterItsOwnLimitAndSaysWhich) {
  Deadline first([this] { ++ended_; });
  Deadline second([this] { ++ended_; });
  sweep_.Arm(first, Limit::kFirstByte, start_);
  sweep_.Arm(second, Limit::kBetweenEvents, start_ + 1s);
  sweep_.Sweep(start_ + 31s - 1ms);
  EXPECT_EQ(ended_, 0);
  sweep_.Sweep(start_ + 31s);
  EXPECT_EQ(second.fired(), Limit::kBetweenEvents);
  EXPECT_EQ(first.fired(), std::nullopt);
  sweep_.Sweep(start_ + 60s);
  EXPECT_EQ(first.fired(), Limit::kFirstByte);
  EXPECT_EQ(ended_, 2);
}

TEST_F(DeadlineSweepTest, ArmingAnewForgetsWhatWasArmed) {
  Deadline deadline([this] { ++ended_; });
  sweep_.Arm(deadline, Limit::kBetweenEvents, start_);
  sweep_.Arm(deadline, Limit::kBetweenEvents, start_ + 20s);
  sweep_.Sweep(start_ + 49s);
  EXPECT_EQ(ended_, 0);
  sweep_.Sweep(start_ + 50s);
  sweep_.Sweep(start_ + 100s);
  EXPECT_EQ(ended_, 1);
  sweep_.Arm(deadline, Limit::kFirstByte, start_ + 100s);
  EXPECT_EQ(deadline.fired(), std::nullopt);
}

TEST_F(DeadlineSweepTest, EndsTheOneThatIsArmedAsOfAnEarlierTimeFirst) {
  Deadline first([this] { ++ended_; });
  Deadline earlier([this] { ++ended_; });
  sweep_.Arm(first, Limit::kFirstByte, start_ + 50s);
  sweep_.Arm(earlier, Limit::kFirstByte, start_);
  sweep_.Sweep(start_ + 60s);
  EXPECT_EQ(earlier.fired(), Limit::kFirstByte);
  EXPECT_EQ(first.fired(), std::nullopt);
  sweep_.Sweep(start_ + 110s);
  EXPECT_EQ(ended_, 2);
}

TEST_F(DeadlineSweepTest, ForgetsTheDisarmedAndTheDestroyed) {
  Deadline disarmed([this] { ++ended_; });
  auto destroyed = std::make_unique<Deadline>([this] { ++ended_; });
  sweep_.Arm(disarmed, Limit::kTurn, start_);
  sweep_.Arm(*destroyed, Limit::kTurn, start_);
  disarmed.Disarm();
  destroyed.reset();
  sweep_.Sweep(start_ + 1000s);
  EXPECT_EQ(ended_, 0);
}

TEST_F(DeadlineSweepTest, ItsTimerEndsWithTheLastDeadline) {
  Deadline deadline([this] { ++ended_; });
  sweep_.Arm(deadline, Limit::kDrain, Clock::now() - 1s);
  io_.run();  // returns only when no tick is pending any more
  EXPECT_EQ(ended_, 1);
  sweep_.Arm(deadline, Limit::kDrain, Clock::now() - 1s);
  io_.restart();
  io_.run();
  EXPECT_EQ(ended_, 2);
}

}  // namespace
}  // namespace clamor
