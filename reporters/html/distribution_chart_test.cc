// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/distribution_chart.h"

#include <gmock/gmock.h>

#include <pugixml.hpp>

namespace clamor::html {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Histogram Of(const std::vector<std::chrono::nanoseconds>& values) {
  Histogram histogram;
  for (const auto value : values) histogram.Record(value);
  return histogram;
}

std::uint64_t Samples(const Distribution& distribution) {
  std::uint64_t samples = 0;
  for (const Bar& bar : distribution.bars) samples += bar.count;
  return samples;
}

TEST(DistributionChart, CountsEverySampleInItsBar) {
  const Distribution distribution = DistributionOf("x", Of({100ms, 100ms, 150ms, 200ms}));
  EXPECT_FALSE(distribution.by_ratio);
  EXPECT_EQ(Samples(distribution), 4U);
  EXPECT_EQ(distribution.bars.front().count, 2U);
  EXPECT_EQ(distribution.bars.back().count, 1U);
  EXPECT_NEAR(distribution.bars.front().low.count(), 0.1, 1e-9);
  EXPECT_NEAR(distribution.bars.back().high.count(), 0.2, 1e-9);
}

TEST(DistributionChart, GrowsByRatioWhereATailIsLong) {
  const Distribution distribution = DistributionOf("x", Of({1ms, 10ms, 10s}));
  EXPECT_TRUE(distribution.by_ratio);
  EXPECT_EQ(Samples(distribution), 3U);
  const Bar& first = distribution.bars.front();
  const Bar& last = distribution.bars.back();
  EXPECT_NEAR(first.high / first.low, last.high / last.low, 1e-6);
}

TEST(DistributionChart, OfOneValueIsOneBar) {
  const std::string figure = FigureOf(DistributionOf("x", Of({250ms, 250ms, 250ms})));
  EXPECT_THAT(figure, Not(HasSubstr("nan")));
  EXPECT_THAT(figure, HasSubstr("3 (100 %)</title>"));
  EXPECT_THAT(FigureOf(DistributionOf("x", Of({0ns, 1h, 2h}))), Not(HasSubstr("nan")));
}

TEST(DistributionChart, SaysTheSameToAllReaders) {
  Distribution distribution = DistributionOf("response_time", Of({100ms, 200ms}));
  distribution.limits = {{"p95(response_time) < 150ms", 0.15}, {"far away", 5}};
  const std::string figure = FigureOf(distribution);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(figure.c_str())) << figure;
  EXPECT_STREQ(document.select_node("//svg").node().attribute("aria-label").value(),
               "response_time: 2 samples from 100 ms to 200 ms");
  EXPECT_EQ(document.select_nodes("//tbody/tr").size(), 2U);
  EXPECT_EQ(document.select_nodes("//rect").size(), 2U);
  EXPECT_THAT(figure, HasSubstr(">p95(response_time) &lt; 150ms</text>"));
  EXPECT_THAT(figure, Not(HasSubstr("far away")));
}

}  // namespace
}  // namespace clamor::html
