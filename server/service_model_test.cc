// SPDX-License-Identifier: Apache-2.0
// The service model repeats, and keeps an absolute schedule.
#include "server/service_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace clamor::server {
namespace {

using namespace std::chrono_literals;

std::vector<std::int64_t> DueTimes(Pace pace, int count) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < count; ++i) times.push_back(pace.NextDue().count());
  return times;
}

TEST(Pace, SchedulesEventKAtFirstPlusKGaps) {
  const ServiceModel model{ParseDurations("constant:20ms"), ParseDurations("constant:5ms"),
                           ParseCounts("constant:3")};
  Pace pace(model, 1, 0);
  EXPECT_EQ(pace.events(), 3U);
  EXPECT_EQ(pace.NextDue(), 20ms);
  EXPECT_EQ(pace.NextDue(), 25ms);
  EXPECT_EQ(pace.NextDue(), 30ms);
}

TEST(Pace, TellsWhenTheLastOfSeveralIsDue) {
  const ServiceModel model{ParseDurations("constant:20ms"), ParseDurations("constant:5ms"),
                           ParseCounts("constant:3")};
  EXPECT_EQ(Pace(model, 1, 0).DueOfLast(3), 30ms);
  EXPECT_EQ(Pace(model, 1, 0).DueOfLast(1), 20ms);
  EXPECT_EQ(Pace(model, 1, 0).DueOfLast(0), 0ms);
}

TEST(Pace, GoesOnAtOnceAndThenByItsGaps) {
  const ServiceModel model{ParseDurations("constant:20ms"), ParseDurations("constant:5ms"),
                           ParseCounts("constant:3")};
  Pace pace(model, 1, 0);
  pace.SkipFirstEvent();
  EXPECT_EQ(pace.NextDue(), 0ms);
  EXPECT_EQ(pace.NextDue(), 5ms);
}

TEST(Pace, RepeatsForTheSameSeedAndAnswer) {
  EXPECT_EQ(DueTimes(Pace({}, 9, 4), 50), DueTimes(Pace({}, 9, 4), 50));
  EXPECT_NE(DueTimes(Pace({}, 9, 4), 50), DueTimes(Pace({}, 9, 5), 50));
  EXPECT_NE(DueTimes(Pace({}, 9, 4), 50), DueTimes(Pace({}, 10, 4), 50));
}

TEST(Pace, NeverGoesBackInTime) {
  const auto times = DueTimes(Pace({}, 3, 0), 1000);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
}

TEST(RandomOf, GivesEachPurposeAStreamOfItsOwn) {
  auto pace = RandomOf(1, 2, Purpose::kPace);
  auto text = RandomOf(1, 2, Purpose::kText);
  auto fault = RandomOf(1, 2, Purpose::kFault);
  const auto first = pace.Next();
  const auto second = text.Next();
  const auto third = fault.Next();
  EXPECT_NE(first, second);
  EXPECT_NE(second, third);
  EXPECT_NE(first, third);
}

}  // namespace
}  // namespace clamor::server
