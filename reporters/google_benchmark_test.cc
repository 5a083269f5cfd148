// SPDX-License-Identifier: Apache-2.0
#include "reporters/google_benchmark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <sstream>

#include "base/json_text.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

std::string Written(const Reporter& reporter, const std::vector<RunResult>& runs) {
  std::ostringstream out;
  reporter.Write(runs, out);
  return out.str();
}

JsonValue Parsed(const Reporter& reporter, const std::vector<RunResult>& runs) {
  return ParseJson(Written(reporter, runs), reporter.FileName());
}

JsonValue ByRun(const std::vector<RunResult>& runs) {
  return Parsed(GoogleBenchmarkReporter(), runs);
}

JsonValue ByBlock(const std::vector<RunResult>& runs) {
  return Parsed(GoogleBenchmarkBlocksReporter(), runs);
}

const std::vector<JsonValue>& Rows(const JsonValue& file) {
  return file.Find("benchmarks")->elements;
}

std::vector<std::string> KeysOf(const JsonValue& object) {
  std::vector<std::string> keys;
  for (const JsonMember& member : object.members) keys.push_back(member.key);
  return keys;
}

std::vector<std::string> LeftOut(const JsonValue& file) {
  const JsonValue* lines = file.Find("context")->Find("left_out");
  std::vector<std::string> texts(lines->elements.size());
  std::transform(lines->elements.begin(), lines->elements.end(), texts.begin(),
                 [](const JsonValue& line) { return line.text; });
  return texts;
}

std::vector<std::string> Texts(const JsonValue& file, std::string_view key) {
  std::vector<std::string> texts;
  for (const JsonValue& row : Rows(file)) texts.push_back(row.Find(key)->text);
  return texts;
}

std::vector<std::string> NamesOf(const JsonValue& file) { return Texts(file, "name"); }

std::vector<double> Numbers(const JsonValue& file, const std::string& name, std::string_view key) {
  std::vector<double> numbers;
  for (const JsonValue& row : Rows(file)) {
    if (row.Find("name")->text == name) numbers.push_back(row.Find(key)->number);
  }
  return numbers;
}

bool Differ(std::vector<std::string> names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

RunData ChatTest(const std::string& test) {
  RunData run;
  run.suite = "Chat";
  run.test = test;
  run.started = std::chrono::system_clock::time_point(1'772'366'400s);
  run.settings.users = 55;
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 1000, {}});
  return run;
}

// So many response times in each second, of 1 ms in the first, 2 ms in the second, and so on.
RunData Timed(const std::string& test, const std::vector<int>& samples_of_seconds) {
  RunData run = ChatTest(test);
  TrendSeries series{Trend::kResponseTime, {}, Histogram(), Timeline()};
  for (std::size_t s = 0; s < samples_of_seconds.size(); ++s) {
    const auto time = (s + 1) * 1ms;
    for (int i = 0; i < samples_of_seconds[s]; ++i) {
      series.histogram.Record(time);
      series.timeline.Add(static_cast<std::uint32_t>(s), Histogram::IndexOf(time));
    }
  }
  run.trends.push_back(std::move(series));
  return run;
}

RunData Timed(const std::string& test, int seconds, int samples_of_each) {
  return Timed(test, std::vector<int>(static_cast<std::size_t>(seconds), samples_of_each));
}

// n samples of 1 to n ms.
Histogram Rising(int n) {
  Histogram histogram;
  for (int i = 1; i <= n; ++i) histogram.Record(i * 1ms);
  return histogram;
}

// As Google Benchmark 1.7.1 writes the rows of repetitions.
constexpr std::array kRowKeys{"name",
                              "family_index",
                              "per_family_instance_index",
                              "run_name",
                              "run_type",
                              "repetitions",
                              "repetition_index",
                              "threads",
                              "iterations",
                              "real_time",
                              "cpu_time",
                              "time_unit"};

TEST(GoogleBenchmark, HasTheRowsMembersInGoogleBenchmarksOrder) {
  std::vector<std::string> scaled(kRowKeys.begin(), kRowKeys.end());
  scaled.emplace_back("label");
  const JsonValue by_run = ByRun({ResultOf(PassingRun())});
  for (const JsonValue& row : Rows(by_run)) {
    EXPECT_EQ(KeysOf(row), scaled);
    EXPECT_EQ(row.Find("label")->text, "durations x 0.1");
  }
  const JsonValue by_block = ByBlock({ResultOf(Timed("BasicLoad", 10, 60))});
  for (const JsonValue& row : Rows(by_block)) {
    EXPECT_THAT(KeysOf(row), testing::ElementsAreArray(kRowKeys));
  }
}

TEST(GoogleBenchmark, WritesAnObjectAMemberPerLineAsGoogleBenchmarkDoes) {
  EXPECT_THAT(Written(GoogleBenchmarkReporter(), {ResultOf(Timed("BasicLoad", 1, 5))}),
              StartsWith("{\n"
                         "  \"context\": {\n"
                         "    \"date\": \"2026-03-01T12:00:00Z\",\n"
                         "    \"caches\": [],\n"
                         "    \"left_out\": []\n"
                         "  },\n"
                         "  \"benchmarks\": [\n"
                         "    {\n"
                         "      \"name\": \"Chat.BasicLoad/response_time/p50\",\n"
                         "      \"family_index\": 0,\n"));
}

TEST(GoogleBenchmark, GivesEachMetricAndPercentileOfARunOneRow) {
  const JsonValue file = ByRun({ResultOf(Timed("BasicLoad", 100, 10))});
  EXPECT_THAT(NamesOf(file),
              ElementsAre("Chat.BasicLoad/response_time/p50", "Chat.BasicLoad/response_time/p95",
                          "Chat.BasicLoad/response_time/p99"));
  EXPECT_EQ(Texts(file, "run_name"), NamesOf(file));
  EXPECT_THAT(Texts(file, "time_unit"), Each("ns"));
  EXPECT_NEAR(Numbers(file, "Chat.BasicLoad/response_time/p95", "real_time")[0], 95e6, 95e6 / 1000);
  for (const JsonValue& row : Rows(file)) {
    EXPECT_EQ(row.Find("real_time")->number, row.Find("cpu_time")->number);
    EXPECT_THAT(row.Find("real_time")->text, HasSubstr("."));
    EXPECT_EQ(row.Find("iterations")->number, 1000);
    EXPECT_EQ(row.Find("threads")->number, 55);
    EXPECT_EQ(row.Find("repetitions")->number, 1);
    EXPECT_EQ(row.Find("repetition_index")->number, 0);
  }
}

TEST(GoogleBenchmark, CountsFamiliesByLoadTestAndTheirInstancesByMetricAndPercentile) {
  const JsonValue file =
      ByRun({ResultOf(Timed("BasicLoad", 1, 60)), ResultOf(Timed("Spike", 1, 60))});
  EXPECT_THAT(Texts(file, "family_index"), ElementsAre("0", "0", "1", "1"));
  EXPECT_THAT(Texts(file, "per_family_instance_index"), ElementsAre("0", "1", "0", "1"));
}

TEST(GoogleBenchmark, HasNoRowThatWouldBeChartedWithoutBeingAMeasurement) {
  for (const JsonValue& file : {ByRun(SampleRuns()), ByBlock(SampleRuns())}) {
    for (const JsonValue& row : Rows(file)) {
      EXPECT_EQ(row.Find("run_type")->text, "iteration");
      EXPECT_THAT(KeysOf(row), Not(Contains("error_occurred")));
      EXPECT_THAT(KeysOf(row), Not(Contains("aggregate_name")));
    }
  }
}

TEST(GoogleBenchmark, HasCachesAsBencherWants) {
  for (const JsonValue& file : {ByRun(SampleRuns()), ByBlock({})}) {
    const JsonValue* caches = file.Find("context")->Find("caches");
    ASSERT_NE(caches, nullptr);
    EXPECT_TRUE(caches->Is(JsonValue::Kind::kArray));
  }
}

TEST(GoogleBenchmark, LeavesOutPercentilesThatTheSamplesDoNotSupport) {
  const auto percentiles = [](int samples) {
    return NamesOf(ByRun({ResultOf(Timed("A", 1, samples))}));
  };
  EXPECT_THAT(percentiles(4), IsEmpty());
  EXPECT_THAT(percentiles(5), SizeIs(1));
  EXPECT_THAT(percentiles(58), ElementsAre("Chat.A/response_time/p50"));
  EXPECT_THAT(percentiles(298),
              ElementsAre("Chat.A/response_time/p50", "Chat.A/response_time/p95"));
  EXPECT_THAT(percentiles(299), Contains("Chat.A/response_time/p99"));
}

TEST(GoogleBenchmark, HoldsDurationsOfTheServerAlone) {
  RunData run = ChatTest("A");
  run.trends = {{Trend::kTimeToFirstToken, {}, Rising(9), Timeline()},
                {Trend::kTimeToFirstToken, {{"model", "gpt-4"}}, Rising(9), Timeline()},
                {Trend::kFailedResponseTime, {}, Rising(9), Timeline()},
                {Trend::kStartLag, {}, Rising(9), Timeline()},
                {Trend::kGeneratorLag, {}, Rising(9), Timeline()}};
  run.defined = {{"interruption_stop", SampleKind::kTrend, Unit::kSeconds},
                 {"answer_words", SampleKind::kTrend, Unit::kCount}};
  run.defined_trends = {{"interruption_stop", {}, Rising(9), Timeline()},
                        {"interruption_stop", {{"kind", "x"}}, Rising(9), Timeline()},
                        {"answer_words", {}, Rising(9), Timeline()},
                        {"never_defined", {}, Rising(9), Timeline()}};
  EXPECT_THAT(NamesOf(ByRun({ResultOf(run)})),
              ElementsAre("Chat.A/time_to_first_token/p50", "Chat.A/interruption_stop/p50"));
}

TEST(GoogleBenchmark, NamesParametersRepetitionsAndShardsThatStandApart) {
  RunData repeated = Timed("Each/small_talk", 1, 5);
  repeated.repetition = 1;
  RunData shard = Timed("Each/small_talk", 1, 5);
  shard.shard = 0;
  RunData other_shard = shard;
  other_shard.shard = 1;
  EXPECT_THAT(NamesOf(ByRun({ResultOf(Timed("Each/small_talk", 1, 5)), ResultOf(repeated)})),
              ElementsAre("Chat.Each/small_talk/response_time/p50",
                          "Chat.Each/small_talk/repetition:2/response_time/p50"));
  EXPECT_THAT(NamesOf(ByRun({ResultOf(shard)})),
              ElementsAre("Chat.Each/small_talk/response_time/p50"));
  EXPECT_THAT(NamesOf(ByRun({ResultOf(shard), ResultOf(other_shard)})),
              ElementsAre("Chat.Each/small_talk/shard:0/response_time/p50",
                          "Chat.Each/small_talk/shard:1/response_time/p50"));
}

TEST(GoogleBenchmark, HasNoTwoRowsOfOneName) {
  EXPECT_TRUE(Differ(NamesOf(ByRun(SampleRuns()))));
  std::vector<RunResult> alike;
  for (const char* test : {"a b", "a_b", "a_b", "a_b/namesake:2"}) {
    alike.push_back(ResultOf(Timed(test, 1, 60)));
  }
  const std::vector<std::string> names = NamesOf(ByRun(alike));
  EXPECT_THAT(names, SizeIs(8));
  EXPECT_TRUE(Differ(names));
}

TEST(GoogleBenchmark, TakesAMetricOnceThatAResultHoldsTwice) {
  RunData run = Timed("A", 1, 5);
  run.trends.push_back(run.trends.front());
  EXPECT_THAT(NamesOf(ByRun({ResultOf(run)})), SizeIs(1));
}

TEST(GoogleBenchmark, KeepsHostileNamesHarmlessAndShort) {
  RunData run = Timed(HostileText() + std::string(5000, 'x'), 10, 60);
  run.suite = "\"`|<b>\n::error::";
  run.defined = {{HostileText() + std::string(5000, 'y'), SampleKind::kTrend, Unit::kSeconds}};
  run.defined_trends = {{run.defined[0].name, {}, Rising(9), Timeline()}};
  for (const JsonValue& file : {ByRun({ResultOf(run)}), ByBlock({ResultOf(run)})}) {
    EXPECT_THAT(Rows(file), Not(IsEmpty()));
    for (const std::string& name : NamesOf(file)) {
      EXPECT_THAT(name, StartsWith("____b____error__._script_alert_1__"));
      EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_./-"),
                std::string::npos);
      EXPECT_LE(name.size(), 1024U);  // the longest that Bencher takes
    }
  }
}

TEST(GoogleBenchmark, NamesWhatItLeavesOutAndWhy) {
  RunData early = PassingRun();
  early.ended_early = "its time limit was reached";
  RunData few = ChatTest("Few");
  const JsonValue file = ByRun({ResultOf(VoidRun()), ResultOf(InterruptedRun()), ResultOf(early),
                                ResultOf(RunWithoutTurns()), ResultOf(few)});
  EXPECT_THAT(Rows(file), IsEmpty());
  EXPECT_THAT(
      LeftOut(file),
      ElementsAre(StartsWith("Assistant.AsksTooMuchOfThisMachine: void: the load generator was "
                             "busy 99 % of the time"),
                  "Assistant.TalksForTwoMinutes: interrupted",
                  "Assistant.DrainsTheQueueWhileEveryoneTalks: ended early: its time limit was "
                  "reached",
                  "Assistant.FindsNobodyAtHome: no turn ended",
                  "Chat.Few: no metric has samples enough for a percentile"));
}

TEST(GoogleBenchmark, KeepsTheNumbersOfABrokenPromise) {
  const JsonValue file = ByRun({ResultOf(FailingRun())});
  EXPECT_THAT(NamesOf(file),
              Contains("Each/Assistant.HoldsEachConversation/refusal/response_time/p95"));
  EXPECT_THAT(LeftOut(file), IsEmpty());
}

TEST(GoogleBenchmark, ShowsHostileReasonsInOneHarmlessLine) {
  RunData run = ChatTest("A");
  run.ended_early = HostileText() + std::string(5000, 'x');
  const std::vector<std::string> left_out = LeftOut(ByRun({ResultOf(run)}));
  ASSERT_THAT(left_out, SizeIs(1));
  EXPECT_LE(left_out[0].size(), 400U);
  EXPECT_THAT(left_out[0], HasSubstr("\\x1b[31mred"));
  EXPECT_THAT(left_out[0], Not(HasSubstr("\n")));
}

TEST(GoogleBenchmark, IsAWholeDocumentWithoutAnyRun) {
  for (const JsonValue& file : {ByRun({}), ByBlock({})}) {
    EXPECT_THAT(KeysOf(file), ElementsAre("context", "benchmarks"));
    EXPECT_THAT(KeysOf(*file.Find("context")), ElementsAre("caches", "left_out"));
    EXPECT_THAT(Rows(file), IsEmpty());
  }
}

TEST(GoogleBenchmarkBlocks, HaveTheBlocksOfARunAsRepetitions) {
  const JsonValue file = ByBlock({ResultOf(Timed("BasicLoad", 10, 60))});
  EXPECT_THAT(NamesOf(file), SizeIs(20));  // p50 and p95; 60 samples support no p99
  const std::string p95 = "Chat.BasicLoad/response_time/p95";
  EXPECT_THAT(Numbers(file, p95, "repetition_index"), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(Numbers(file, p95, "repetitions"), Each(10));
  EXPECT_THAT(Numbers(file, p95, "iterations"), Each(60));
  const std::vector<double> times = Numbers(file, p95, "real_time");
  ASSERT_THAT(times, SizeIs(10));
  for (int i = 0; i < 10; ++i) {
    const double expected = (i + 1) * 1e6;
    EXPECT_NEAR(times[static_cast<std::size_t>(i)], expected, expected * 0.008);
  }
}

TEST(GoogleBenchmarkBlocks, AreNoneOfARunTooShortForThem) {
  const JsonValue file = ByBlock({ResultOf(Timed("BasicLoad", 9, 1000))});
  EXPECT_THAT(Rows(file), IsEmpty());
  EXPECT_THAT(LeftOut(file), ElementsAre("Chat.BasicLoad: no metric has at least nine blocks of "
                                         "time with samples enough for a percentile"));
}

TEST(GoogleBenchmarkBlocks, AreNineAtLeastWithSamplesEnoughEach) {
  std::vector<int> samples(10, 300);
  samples[3] = 58;
  const auto repetitions = [](const std::vector<int>& samples_of_seconds, const char* percentile) {
    return Numbers(ByBlock({ResultOf(Timed("A", samples_of_seconds))}),
                   std::string("Chat.A/response_time/") + percentile, "repetitions");
  };
  EXPECT_THAT(repetitions(samples, "p50"), AllOf(SizeIs(10), Each(10)));
  EXPECT_THAT(repetitions(samples, "p95"), AllOf(SizeIs(9), Each(9)));
  EXPECT_THAT(repetitions(samples, "p99"), AllOf(SizeIs(9), Each(9)));
  samples[7] = 0;
  EXPECT_THAT(repetitions(samples, "p50"), AllOf(SizeIs(9), Each(9)));
  EXPECT_THAT(repetitions(samples, "p95"), IsEmpty());
}

TEST(GoogleBenchmarkBlocks, OfARepeatedLoadTestAreRepetitionsOfTheSameBenchmarks) {
  RunData repeated = Timed("BasicLoad", 10, 60);
  repeated.repetition = 1;
  RunData interrupted = repeated;
  interrupted.repetition = 2;
  interrupted.interrupted = true;
  const JsonValue file =
      ByBlock({ResultOf(Timed("BasicLoad", 10, 60)), ResultOf(repeated), ResultOf(interrupted)});
  const std::string p50 = "Chat.BasicLoad/response_time/p50";
  EXPECT_THAT(Numbers(file, p50, "repetitions"), AllOf(SizeIs(20), Each(20)));
  EXPECT_EQ(Numbers(file, p50, "repetition_index").back(), 19);
  EXPECT_THAT(LeftOut(file), ElementsAre("Chat.BasicLoad (repetition 3): interrupted"));
}

TEST(GoogleBenchmarkBlocks, OfShardsThatWereNotPutTogetherStayApart) {
  RunData shard = Timed("A", 10, 20);
  shard.shard = 0;
  RunData other = shard;
  other.shard = 1;
  const JsonValue file = ByBlock({ResultOf(shard), ResultOf(other)});
  EXPECT_THAT(Numbers(file, "Chat.A/shard:0/response_time/p50", "repetitions"), Each(10));
  EXPECT_THAT(Numbers(file, "Chat.A/shard:1/response_time/p50", "repetitions"), SizeIs(10));
}

}  // namespace
}  // namespace clamor
