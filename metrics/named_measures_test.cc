// SPDX-License-Identifier: Apache-2.0
#include "metrics/named_measures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/test_runs.h"

namespace clamor {
namespace {

using testing::SizeIs;

TEST(NamedMeasures, OfANumberHaveItsValueAndUnit) {
  const auto values = ValuesOf({"share", "success_rate"}, SteadyRun(3));
  ASSERT_THAT(values, SizeIs(1));
  EXPECT_EQ(values[0].value, 1.0);
  EXPECT_EQ(values[0].unit, Unit::kRatio);
}

TEST(NamedMeasures, OfADistributionHaveItsMeanAndPercentiles) {
  const NamedMeasure latency{"latency", "*(response_time)"};
  ASSERT_TRUE(latency.IsDistribution());
  const auto values = ValuesOf(latency, SteadyRun(3));
  ASSERT_THAT(values, SizeIs(4));
  EXPECT_EQ(values[0].function, "mean");
  EXPECT_NEAR(values[0].value.value_or(0), 0.145, 1e-6);
  EXPECT_EQ(values[2].function, "p95");
  EXPECT_NEAR(values[2].value.value_or(0), 0.19, 1e-3);
  EXPECT_EQ(values[2].unit, Unit::kSeconds);
}

TEST(NamedMeasures, OfATagThatNeverOccurredHaveNoValue) {
  EXPECT_FALSE(ValuesOf({"a", "success_rate{model=nobody}"}, SteadyRun(3))[0].value);
  EXPECT_FALSE(ValuesOf({"b", "*(response_time){model=nobody}"}, SteadyRun(3))[0].value);
}

TEST(NamedMeasures, OfNothingThatIsMeasuredAreAnError) {
  EXPECT_THROW(ParseNamed({"a", "success"}, {}), SlaError);
  EXPECT_THROW(ParseNamed({"b", "*(response_tim)"}, {}), SlaError);
  EXPECT_NO_THROW(ParseNamed({"c", "p95(a) / p50(a)"}, {{"a", SampleKind::kTrend, Unit::kCount}}));
}

}  // namespace
}  // namespace clamor
