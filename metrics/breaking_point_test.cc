// SPDX-License-Identifier: Apache-2.0
#include "metrics/breaking_point.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "metrics/judge.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;

// A minute of ten turns a second, slow from `slow_from` on.
RunData SlowFrom(int slow_from) {
  RunBuilder builder(PlanSeries({{{"stream", "true"}}}, {}, {}));
  for (int s = 0; s < 60; ++s) {
    for (int i = 0; i < 10; ++i) builder.Succeed(s, s < slow_from ? 100ms : 900ms);
  }
  return builder.Run(60);
}

void Promise(RunData& run, const std::vector<std::string>& slas) {
  for (const std::string& sla : slas) run.promised.push_back({sla, "a.cc", 1});
}

// Arrivals from 1/s to 60/s, one more each second.
void Ramp(RunData& run) {
  std::vector<double> rates;
  for (int s = 0; s < 60; ++s) rates.push_back(s + 1);
  run.gauges.push_back({Gauge::kArrivalRate, rates});
}

void Steady(RunData& run) {
  run.gauges.push_back({Gauge::kArrivalRate, std::vector<double>(60, 20)});
}

TEST(BreakingPoint, IsTheRateAtWhichAPromiseBreaksFirst) {
  RunData run = SlowFrom(35);
  Ramp(run);
  Promise(run, {"error_rate < 1%", "p95(response_time) < 500ms", "max(response_time) < 800ms"});
  const auto point = FindBreakingPoint(run);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->window, 10U);
  EXPECT_EQ(point->sla, "p95(response_time) < 500ms");
  EXPECT_EQ(point->second, 30U);
  EXPECT_DOUBLE_EQ(point->rate, 35.5);
  EXPECT_EQ(point->held, 25.5);
}

TEST(BreakingPoint, OfARampThatBrokeNothingIsAboveItsHighestRate) {
  RunData run = SlowFrom(60);
  Ramp(run);
  Promise(run, {"p95(response_time) < 500ms"});
  const auto point = FindBreakingPoint(run);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->sla, "");
  EXPECT_EQ(point->held, 55.5);
}

TEST(BreakingPoint, OfASteadyRateIsToldWhereSomethingBroke) {
  RunData run = SlowFrom(60);
  Steady(run);
  Promise(run, {"p95(response_time) < 500ms"});
  EXPECT_FALSE(FindBreakingPoint(run));
  run = SlowFrom(0);
  Steady(run);
  Promise(run, {"p95(response_time) < 500ms"});
  const auto point = FindBreakingPoint(run);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->second, 0U);
  EXPECT_EQ(point->held, std::nullopt);
}

TEST(BreakingPoint, IsNoneOfAClosedProfileOrWithoutPromises) {
  RunData run = SlowFrom(35);
  Promise(run, {"p95(response_time) < 500ms"});
  EXPECT_FALSE(FindBreakingPoint(run));
  run.promised.clear();
  Ramp(run);
  EXPECT_FALSE(FindBreakingPoint(run));
}

TEST(BreakingPoint, IsNotFoundByWhatIsMeantForTheWholeRun) {
  RunData run = SlowFrom(35);
  Ramp(run);
  Promise(run, {"requests > 500", "throughput > 50/s", "failures < 1", "failures(reset) < 1"});
  run.promised.push_back({"p95(response_time) < 500ms", "a.cc", 1, true});
  EXPECT_FALSE(FindBreakingPoint(run));
  Promise(run, {"throughput > 50/s over 10s"});
  EXPECT_EQ(FindBreakingPoint(run)->sla, "throughput > 50/s over 10s");
}

TEST(BreakingPoint, IsSoughtInWindowsThatShrinkWithTheRun) {
  RunData run = SlowFrom(35);
  run.settings.duration_scale = 0.1;
  Ramp(run);
  Promise(run, {"p95(response_time) < 500ms"});
  const auto point = FindBreakingPoint(run);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->window, 1U);
  EXPECT_EQ(point->second, 35U);
  EXPECT_EQ(point->held, 35);
}

TEST(BreakingPoint, LeavesPromisesThatNobodyCanJudgeToTheirVerdicts) {
  RunData run = SlowFrom(35);
  Ramp(run);
  Promise(run, {"p95(nonsense) < 1s", "error_rate{model=a} < 1%", "p95(response_time) < 500ms"});
  JudgeRun(run, {});
  ASSERT_TRUE(run.breaking_point);
  EXPECT_EQ(run.breaking_point->sla, "p95(response_time) < 500ms");
}

}  // namespace
}  // namespace clamor
