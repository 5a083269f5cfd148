// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/nightly_run.h"

#include <gmock/gmock.h>

#include <chrono>
#include <memory>

#include "metrics/iso_time.h"
#include "metrics/regression/history_line.h"
#include "metrics/run_data.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

NightlyRun NightOf(std::vector<RunData> runs) {
  std::vector<RunResult> results;
  results.reserve(runs.size());
  for (RunData& run : runs) {
    results.emplace_back(std::make_shared<const RunData>(std::move(run)));
  }
  return NightlyRunOf(results, false);
}

const NightlyTest& OnlyTestOf(const NightlyRun& night) { return night.tests.at(0); }

std::vector<std::string> MeasuresOf(const NightlyTest& test) {
  std::vector<std::string> names;
  for (const NightlyMeasure& measure : test.measures) names.push_back(measure.name);
  return names;
}

TEST(NightlyRun, HoldsWhatBuildsAreComparedByAndConversations) {
  RunData run = SteadyRun(30);
  run.trends.push_back({Trend::kConversationTime, {}, Histogram(), Timeline()});
  for (int i = 0; i < 50; ++i) run.trends.back().histogram.Record(3s);
  const NightlyRun night = NightOf({run});
  const NightlyTest& test = OnlyTestOf(night);
  EXPECT_EQ(test.test, "Assistant.Drains");
  EXPECT_THAT(test.not_judged, IsEmpty());
  EXPECT_THAT(MeasuresOf(test),
              ElementsAre("error_rate", "p50(time_to_first_token)", "p95(time_to_first_token)",
                          "p99(time_to_first_token)", "p50(inter_event_gap)",
                          "p95(inter_event_gap)", "p99(inter_event_gap)", "p50(response_time)",
                          "p95(response_time)", "p99(response_time)", "p50(conversation_time)"));
  EXPECT_EQ(test.measures[0].unit, Unit::kRatio);
  EXPECT_EQ(test.measures[7].unit, Unit::kSeconds);
  EXPECT_NEAR(test.measures[7].value, 0.14, 0.001);
  EXPECT_EQ(test.measures[7].samples, 300U);
}

TEST(NightlyRun, HoldsAMetricThatIsDefinedTwiceOnce) {
  RunData run = SteadyRun(1);
  run.defined.assign(2, {"time_to_first_audio", SampleKind::kTrend, Unit::kSeconds});
  Histogram histogram;
  for (int i = 0; i < 10; ++i) histogram.Record(300ms);
  run.defined_trends = {{"time_to_first_audio", {}, histogram, Timeline()}};
  const NightlyRun night = NightOf({run});
  EXPECT_THAT(MeasuresOf(OnlyTestOf(night)),
              ElementsAre("error_rate", "p50(time_to_first_token)", "p50(inter_event_gap)",
                          "p50(response_time)", "p50(time_to_first_audio)"));
}

TEST(NightlyRun, KeepsNoNumberThatIsNotBelieved) {
  std::vector<RunData> runs(5, SteadyRun(1));
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].test = std::to_string(i);
  runs[0].errors = {"the target went away"};
  runs[1].generator.void_because = {"out of local ports"};
  runs[2].interrupted = true;
  runs[3].ended_early = "an SLA was broken";
  runs[4].counters.clear();
  std::vector<std::string> reasons;
  for (const NightlyTest& test : NightOf(runs).tests) {
    EXPECT_THAT(test.measures, IsEmpty());
    reasons.push_back(test.not_judged);
  }
  EXPECT_THAT(reasons,
              ElementsAre("an error: the target went away", "void: out of local ports",
                          "interrupted", "ended early: an SLA was broken", "no turn ended"));
}

TEST(NightlyRun, TellsHowEachLoadTestWasPlayed) {
  RunData run = FullRun();
  run.settings.options = {{"users", "55"},       {"out", "results/17"}, {"seed", "4711"},
                          {"rate_scale", "0.5"}, {"turns", "t.ndjson"}, {"verbose", "true"}};
  const NightlyRun night = NightOf({run});
  EXPECT_EQ(night.commit, "abc");
  EXPECT_EQ(night.clamor_version, "0.1.0");
  EXPECT_EQ(IsoTime(night.started), IsoTime(run.started));
  const TestSetting& setting = OnlyTestOf(night).setting;
  EXPECT_EQ(setting.machine, "Linux 6.1, 2 x CPU, 8 GB");
  EXPECT_EQ(setting.duration_scale, 0.1);
  EXPECT_EQ(setting.rate_scale, 0.5);
  EXPECT_EQ(setting.profile, "shared iterations, 55 users");
  EXPECT_EQ(setting.conversations, "2 conversations, stream drawn true=30 false=70");
  EXPECT_EQ(setting.options, (std::map<std::string, std::string>{{"users", "55"}}));
}

TEST(NightlyRun, BeginsWithItsFirstLoadTestAndMergesRepetitions) {
  RunData later = SteadyRun(10);
  later.started += 60s;
  later.repetition = 1;
  RunData other = SteadyRun(10);
  other.test = "Other";
  other.started -= 60s;
  const NightlyRun night = NightOf({SteadyRun(10), later, other});
  EXPECT_EQ(night.started, other.started);
  ASSERT_THAT(night.tests, SizeIs(2));
  EXPECT_EQ(night.tests[0].measures.front().samples, 200U);
  EXPECT_EQ(night.tests[1].test, "Assistant.Other");
}

TEST(NightlyRun, CutsWhatAServerOrAFileSays) {
  RunData run = SteadyRun(1);
  run.test = std::string(1'000'000, 'x');
  run.settings.commit = std::string(1'000'000, 'x');
  run.settings.profile = std::string(1'000'000, 'x');
  run.errors = {std::string(1'000'000, 'x')};
  for (int i = 0; i < 1000; ++i) {
    run.settings.options[std::to_string(i) + std::string(1000, 'o')] = std::string(1000, 'v');
  }
  const NightlyRun night = NightOf({run});
  EXPECT_LT(HistoryLineOf(night).size(), 100'000U);
  EXPECT_THAT(OnlyTestOf(night).not_judged, StartsWith("an error: xxx"));
}

}  // namespace
}  // namespace clamor
