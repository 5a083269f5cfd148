// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace clamor {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

const Schedule::Time kStart{1000s};

TEST(Schedule, SharedIterationsAreOneQueueForAllUsers) {
  Schedule schedule(SharedIterations(3).Users(2), 3, kStart);
  EXPECT_EQ(schedule.Next(0, 0, kStart)->iteration, 0);
  EXPECT_EQ(schedule.Next(1, 0, kStart)->iteration, 1);
  EXPECT_EQ(schedule.Next(1, 1, kStart + 1s)->iteration, 2);
  EXPECT_FALSE(schedule.Next(0, 1, kStart + 2s));
}

TEST(Schedule, EveryUserHoldsItsOwnIterations) {
  Schedule schedule(IterationsPerUser(2).Users(2), 4, kStart);
  std::set<long> iterations;
  for (int user : {0, 1}) {
    for (long done : {0, 1}) iterations.insert(schedule.Next(user, done, kStart)->iteration);
    EXPECT_FALSE(schedule.Next(user, 2, kStart));
  }
  EXPECT_EQ(iterations, (std::set<long>{0, 1, 2, 3}));
}

TEST(Schedule, ConstantUsersGoOnUntilTheTimeIsOver) {
  Schedule schedule(ConstantUsers(1).For(10s), std::nullopt, kStart);
  EXPECT_TRUE(schedule.Next(0, 0, kStart));
  EXPECT_TRUE(schedule.Next(0, 1, kStart + 10s - 1ns));
  EXPECT_FALSE(schedule.Next(0, 2, kStart + 10s));
}

TEST(Schedule, RampUpStartsUsersOneAfterTheOther) {
  Schedule schedule(SharedIterations(9).Users(3).RampUp(55_per_s), 9, kStart);
  EXPECT_EQ(schedule.UserStarts(0), kStart);
  EXPECT_NEAR(Seconds(schedule.UserStarts(55) - kStart).count(), 1.0, 1e-6);
}

TEST(Schedule, WithoutRampUpAllUsersStartAtOnce) {
  Schedule schedule(SharedIterations(9).Users(3), 9, kStart);
  EXPECT_EQ(schedule.UserStarts(2), kStart);
}

TEST(Schedule, WarmUpTakesNothingFromTheQueueAndIsNotCounted) {
  Schedule schedule(SharedIterations(1).WarmUp(2s), 1, kStart);
  const auto warm = schedule.Next(0, 0, kStart + 1s);
  EXPECT_FALSE(warm->counted);
  const auto first = schedule.Next(0, 0, kStart + 2s);
  EXPECT_TRUE(first->counted);
  EXPECT_EQ(first->iteration, 0);
  EXPECT_FALSE(schedule.Next(0, 1, kStart + 3s));
}

TEST(Schedule, DurationIsCountedFromTheEndOfTheWarmUp) {
  Schedule schedule(ConstantUsers(1).For(5s).WarmUp(2s), std::nullopt, kStart);
  EXPECT_EQ(schedule.ends(), kStart + 7s);
}

TEST(Schedule, StopEndsEveryUser) {
  Schedule schedule(ConstantUsers(1).For(10s), std::nullopt, kStart);
  schedule.Stop();
  EXPECT_FALSE(schedule.Next(0, 0, kStart));
}

TEST(Schedule, ThreadsNeverShareAnIteration) {
  constexpr long kPlanned = 20'000;
  Schedule schedule(SharedIterations(kPlanned), kPlanned, kStart);
  std::vector<std::vector<long>> taken(4);
  std::vector<std::thread> threads;
  for (auto& mine : taken) {
    threads.emplace_back([&schedule, &mine] {
      while (const auto next = schedule.Next(0, 0, kStart)) mine.push_back(next->iteration);
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<long> all;
  for (const auto& mine : taken) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kPlanned));
  EXPECT_EQ(*all.rbegin(), kPlanned - 1);
}

}  // namespace
}  // namespace clamor
