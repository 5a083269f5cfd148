// SPDX-License-Identifier: Apache-2.0
// The limit in a time of the test's own.
#include "server/rate_limit.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

using namespace std::chrono_literals;

constexpr RateLimit::Clock::time_point kStart{1h};

int TakenOf(RateLimit& limit, int requests, RateLimit::Clock::time_point now) {
  int taken = 0;
  for (int i = 0; i < requests; ++i) taken += limit.Take(now) == 0ns ? 1 : 0;
  return taken;
}

TEST(RateLimit, TakesASecondsWorthAtOnceAndSaysHowLongTheNextHasToWait) {
  RateLimit limit(10);
  EXPECT_EQ(TakenOf(limit, 10, kStart), 10);
  EXPECT_EQ(limit.Take(kStart), 100ms);
  EXPECT_EQ(limit.Take(kStart + 60ms), 40ms);
  EXPECT_EQ(limit.Take(kStart + 100ms), 0ms);
  EXPECT_EQ(limit.Take(kStart + 100ms), 100ms);
}

TEST(RateLimit, FillsUpToASecondsWorthAndNoFurther) {
  RateLimit limit(4);
  EXPECT_EQ(TakenOf(limit, 9, kStart), 4);
  EXPECT_EQ(TakenOf(limit, 9, kStart + 500ms), 2);
  EXPECT_EQ(TakenOf(limit, 9, kStart + 1h), 4);
}

TEST(RateLimit, TakesExactlyItsRateOfALoadAboveIt) {
  RateLimit limit(50);
  int taken = 0;
  for (auto at = 0ms; at < 60s; at += 1ms) taken += TakenOf(limit, 1, kStart + at);
  EXPECT_EQ(taken, 50 + 59 * 50 + 49);  // the bucket, and what flows in until 59.999 s
}

TEST(RateLimit, BelowOneASecondTakesOneAtATime) {
  RateLimit limit(0.5);
  EXPECT_EQ(TakenOf(limit, 2, kStart), 1);
  EXPECT_EQ(limit.Take(kStart), 2s);
  EXPECT_EQ(TakenOf(limit, 2, kStart + 2s), 1);
}

TEST(RateLimit, OfZeroIsNone) {
  RateLimit limit(0);
  EXPECT_EQ(TakenOf(limit, 1000, kStart), 1000);
}

TEST(RateLimit, SurvivesATimeBeforeTheLast) {
  RateLimit limit(1);
  EXPECT_EQ(TakenOf(limit, 1, kStart), 1);
  EXPECT_EQ(limit.Take(kStart - 1ms), 1001ms);
}

}  // namespace
}  // namespace clamor::server
