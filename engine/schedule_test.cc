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
  const Profile profile = SharedIterations(3).Users(2);
  Schedule schedule(profile, 3, nullptr, kStart);
  EXPECT_EQ(schedule.Next(0, 0, kStart)->iteration, 0);
  EXPECT_EQ(schedule.Next(1, 0, kStart)->iteration, 1);
  EXPECT_EQ(schedule.Next(1, 1, kStart + 1s)->iteration, 2);
  EXPECT_FALSE(schedule.Next(0, 1, kStart + 2s));
}

TEST(Schedule, EveryUserHoldsItsOwnIterations) {
  const Profile profile = IterationsPerUser(2).Users(2);
  Schedule schedule(profile, 4, nullptr, kStart);
  std::set<long> iterations;
  for (int user : {0, 1}) {
    for (long done : {0, 1}) iterations.insert(schedule.Next(user, done, kStart)->iteration);
    EXPECT_FALSE(schedule.Next(user, 2, kStart));
  }
  EXPECT_EQ(iterations, (std::set<long>{0, 1, 2, 3}));
}

TEST(Schedule, ConstantUsersGoOnUntilTheTimeIsOver) {
  const Profile profile = ConstantUsers(1).For(10s);
  Schedule schedule(profile, std::nullopt, nullptr, kStart);
  EXPECT_TRUE(schedule.Next(0, 0, kStart));
  EXPECT_TRUE(schedule.Next(0, 1, kStart + 10s - 1ns));
  EXPECT_FALSE(schedule.Next(0, 2, kStart + 10s));
}

TEST(Schedule, RampUpStartsUsersOneAfterTheOther) {
  const Profile profile = SharedIterations(9).Users(3).RampUp(55_per_s);
  Schedule schedule(profile, 9, nullptr, kStart);
  EXPECT_EQ(schedule.PresencesOf(0).front().from, kStart);
  EXPECT_NEAR(Seconds(schedule.PresencesOf(55).front().from - kStart).count(), 1.0, 1e-6);
}

TEST(Schedule, WithoutRampUpAllUsersStartAtOnce) {
  const Profile profile = SharedIterations(9).Users(3);
  Schedule schedule(profile, 9, nullptr, kStart);
  EXPECT_EQ(schedule.PresencesOf(2).front().from, kStart);
}

TEST(Schedule, WarmUpTakesNothingFromTheQueueAndIsNotCounted) {
  const Profile profile = SharedIterations(1).WarmUp(2s);
  Schedule schedule(profile, 1, nullptr, kStart);
  const auto warm = schedule.Next(0, 0, kStart + 1s);
  EXPECT_FALSE(warm->counted);
  const auto first = schedule.Next(0, 0, kStart + 2s);
  EXPECT_TRUE(first->counted);
  EXPECT_EQ(first->iteration, 0);
  EXPECT_FALSE(schedule.Next(0, 1, kStart + 3s));
}

TEST(Schedule, DurationIsCountedFromTheEndOfTheWarmUp) {
  const Profile profile = ConstantUsers(1).For(5s).WarmUp(2s);
  Schedule schedule(profile, std::nullopt, nullptr, kStart);
  EXPECT_EQ(schedule.ends(), kStart + 7s);
}

TEST(Schedule, StopEndsEveryUser) {
  const Profile profile = ConstantUsers(1).For(10s);
  Schedule schedule(profile, std::nullopt, nullptr, kStart);
  schedule.Stop();
  EXPECT_FALSE(schedule.Next(0, 0, kStart));
}

TEST(Schedule, ThreadsNeverShareAnIteration) {
  constexpr long kPlanned = 20'000;
  const Profile profile = SharedIterations(kPlanned);
  Schedule schedule(profile, kPlanned, nullptr, kStart);
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

TEST(Schedule, ARampOfUsersHasEachThereWhileItIsWanted) {
  const Profile profile = RampingUsers(1, {{3, 10s}, {0, 30s}}).WarmUp(5s);
  const Schedule schedule(profile, std::nullopt, nullptr, kStart);
  const auto first = schedule.PresencesOf(0);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].from, kStart);  // the warm-up too
  EXPECT_EQ(first[0].until, kStart + 5s + 30s);
  EXPECT_EQ(schedule.PresencesOf(1)[0].from, kStart + 5s + 5s);
  EXPECT_EQ(schedule.ends(), kStart + 5s + 40s);
}

TEST(Schedule, ACapSpacesTurnsEvenlyWhoeverIsFree) {
  const Profile profile = ConstantUsers(9).For(10s).AtMost(10_per_s);
  Schedule schedule(profile, std::nullopt, nullptr, kStart);
  EXPECT_EQ(schedule.Paced(kStart), kStart);
  EXPECT_EQ(schedule.Paced(kStart), kStart + 100ms);
  EXPECT_EQ(schedule.Paced(kStart + 1s), kStart + 1s);  // what was not used is not made up for
  EXPECT_EQ(schedule.Paced(kStart + 1s), kStart + 1100ms);
}

TEST(Schedule, WithoutACapATurnStartsWhenItIsDue) {
  const Profile profile = ConstantUsers(9).For(10s);
  Schedule schedule(profile, std::nullopt, nullptr, kStart);
  EXPECT_EQ(schedule.Paced(kStart + 3ms), kStart + 3ms);
  EXPECT_EQ(schedule.Paced(kStart + 3ms), kStart + 3ms);
}

TEST(Schedule, ArrivalsAreThoseOfTheProfile) {
  const Profile profile = ConstantRate(10_per_s).For(1s).WarmUp(200ms);
  const Arrivals arrivals(profile, 1);
  const Schedule schedule(profile, arrivals.counted(), &arrivals, kStart);
  EXPECT_FALSE(schedule.Arriving(1)->counted);
  EXPECT_EQ(schedule.Arriving(1)->scheduled, kStart + 100ms);
  EXPECT_TRUE(schedule.Arriving(2)->counted);
  EXPECT_EQ(schedule.Arriving(2)->scheduled, kStart + 200ms);
  EXPECT_FALSE(schedule.Arriving(12));
}

TEST(Schedule, NoMoreUsersTalkThanTheProfileAllows) {
  const Profile profile = ConstantRate(10_per_s).For(1s).MaxUsers(2);
  const Arrivals arrivals(profile, 1);
  Schedule schedule(profile, arrivals.counted(), &arrivals, kStart);
  EXPECT_TRUE(schedule.TakeUser());
  EXPECT_TRUE(schedule.TakeUser());
  EXPECT_FALSE(schedule.TakeUser());
  schedule.FreeUser();
  EXPECT_TRUE(schedule.TakeUser());
}

}  // namespace
}  // namespace clamor
