// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/run_charts.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "reporters/sample_runs.h"

namespace clamor::html {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Le;
using testing::Optional;
using testing::SizeIs;

TimeChart Chart(const RunData& run, const std::string& title) {
  for (const TimeChart& chart : ChartsOf(run)) {
    if (chart.title == title) return chart;
  }
  return {};
}

RunData Counted(std::chrono::seconds time, std::vector<std::uint32_t> turns) {
  RunData run;
  run.counted = time;
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 10, std::move(turns)});
  return run;
}

TEST(RunCharts, CountASecondWithoutTurnsAsZero) {
  const TimeChart chart = Chart(Counted(4s, {3, 0, 2}), "Turns per second");
  ASSERT_THAT(chart.lines, SizeIs(1)) << "no turn failed";
  EXPECT_THAT(chart.lines[0].values,
              ElementsAre(Optional(3.0), Optional(0.0), Optional(2.0), Optional(0.0)));
}

TEST(RunCharts, CountWhatASecondThatWasCutShortHeld) {
  RunData run = Counted(2s, {4, 2});
  run.counted = 1500ms;
  const TimeChart chart = Chart(run, "Turns per second");
  EXPECT_EQ(chart.seconds, 1.5);
  EXPECT_THAT(chart.lines[0].values, ElementsAre(Optional(4.0), Optional(4.0)));
}

TEST(RunCharts, TakeLongerStepsInLongRuns) {
  const TimeChart chart =
      Chart(Counted(1800s, std::vector<std::uint32_t>(1800, 6)), "Turns per second");
  EXPECT_EQ(chart.step_seconds, 15U);
  ASSERT_THAT(chart.lines, SizeIs(1));
  EXPECT_THAT(chart.lines[0].values, SizeIs(120));
  EXPECT_THAT(chart.lines[0].values.back(), Optional(6.0)) << "still per second";
}

TEST(RunCharts, ShowPercentilesWithTheLimitsOfTheirSlas) {
  const RunData run = FailingRun();
  const TimeChart chart = Chart(run, "time_to_first_token");
  ASSERT_THAT(chart.limits, SizeIs(1));
  EXPECT_EQ(chart.limits[0].name, "p95(time_to_first_token) < 500ms");
  EXPECT_EQ(chart.limits[0].value, 0.5);
  EXPECT_THAT(Chart(run, "response_time").limits, SizeIs(0));
}

TEST(RunCharts, ShowWhatAnApiMeasuresBeyondTheUsual) {
  RunData run = Counted(2s, {1, 1});
  DefinedTrend audio{"time_to_first_audio", {}, Histogram(), Timeline()};
  audio.histogram.Record(300ms);
  audio.timeline.Add(1, Histogram::IndexOf(300ms));
  DefinedTrend words{"words", {}, audio.histogram, audio.timeline};
  run.defined = {{"time_to_first_audio", SampleKind::kTrend, Unit::kSeconds},
                 {"words", SampleKind::kTrend, Unit::kCount}};
  run.defined_trends = {audio, words};
  run.verdicts.emplace_back();
  run.verdicts.back().sla = "p95(time_to_first_audio) < 2s";
  const TimeChart chart = Chart(run, "time_to_first_audio");
  ASSERT_THAT(chart.lines, SizeIs(3));
  EXPECT_THAT(chart.lines[0].values[1], Optional(testing::DoubleNear(0.3, 0.003)));
  EXPECT_THAT(chart.limits, SizeIs(1));
  EXPECT_THAT(DistributionsOf(run), SizeIs(1)) << "words are no duration";
}

TEST(RunCharts, HaveFewEnoughStepsAndLines) {
  for (const RunResult& run : SampleRuns()) {
    for (const TimeChart& chart : ChartsOf(run.data())) {
      EXPECT_THAT(chart.lines.size(), Le(kMostLines)) << chart.title;
      for (const ChartLine& line : chart.lines) {
        EXPECT_THAT(line.values.size(), Le(121U)) << chart.title;
      }
    }
  }
}

}  // namespace
}  // namespace clamor::html
