// SPDX-License-Identifier: Apache-2.0
#include "reporters/highlights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "reporters/sample_runs.h"

namespace clamor {
namespace {

std::string Of(const RunData& run, const std::string& name) {
  for (const Figure& highlight : HighlightsOf(run)) {
    if (highlight.name == name) return highlight.value;
  }
  return "none";
}

std::string Broke(const BreakingPoint& point) {
  RunData run;
  run.breaking_point = point;
  return Of(run, "breaking point");
}

TEST(Highlights, AreNoneOfARunThatHasNone) {
  EXPECT_THAT(HighlightsOf(RunData()), testing::IsEmpty());
}

TEST(Highlights, TellTheHealthAndWhy) {
  RunData run;
  run.health = Health{};
  EXPECT_EQ(Of(run, "health"), "healthy");
  run.health = Health{Grade::kCritical, {"this", "that"}};
  EXPECT_EQ(Of(run, "health"), "critical: this; that");
}

TEST(Highlights, TellWhereThePromisesBroke) {
  EXPECT_EQ(Broke({10, 47, "p95(response_time) < 2s", 200, 60}),
            "windows of 10 s kept every promise up to 47/s arrivals; p95(response_time) < 2s broke "
            "first, at 200 s into the run (60/s)");
  EXPECT_EQ(Broke({10, 100, "", 0, 0}),
            "windows of 10 s kept every promise up to 100/s arrivals, the highest rate there was");
  EXPECT_EQ(Broke({1, std::nullopt, "error_rate < 1%", 0, 200}),
            "none of the windows of 1 s kept every promise; error_rate < 1% broke first, at 0 s "
            "into the run (200/s)");
}

TEST(Highlights, TellThatArrivalsWereDropped) {
  EXPECT_THAT(Of(ChatRun(), "dropped iterations"),
              testing::StartsWith("17 arrivals found no free user"));
}

}  // namespace
}  // namespace clamor
