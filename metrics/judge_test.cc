// SPDX-License-Identifier: Apache-2.0
#include "metrics/judge.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>

#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Verdict Of(const std::string& sla, const RunData& run, const JudgeOptions& options = {}) {
  return Judge({sla, "suite.cc", 12}, run, options);
}

const JudgeOptions kStrict{0.95};

TEST(Judge, SaysValueLimitSamplesAndInterval) {
  const Verdict verdict = Of("p95(response_time) < 150ms", SteadyRun(60));
  EXPECT_EQ(verdict.kind, VerdictKind::kFailed);
  EXPECT_FALSE(verdict.uncertain);
  EXPECT_EQ(verdict.sla, "p95(response_time) < 150ms");
  EXPECT_EQ(verdict.file, "suite.cc");
  EXPECT_EQ(verdict.line, 12);
  EXPECT_EQ(verdict.message,
            "p95(response_time) = 190 ms, limit < 150 ms, 600 samples, 95 % interval 190 ms to 190 "
            "ms");
}

TEST(Judge, TellsTheSameInNumbers) {
  const Evidence evidence = Of("p95(response_time) < 150ms", SteadyRun(60)).evidence;
  EXPECT_NEAR(evidence.value.value(), 0.19, 0.001);
  EXPECT_EQ(evidence.limit, 0.15);
  EXPECT_EQ(evidence.samples, 600U);
  EXPECT_NEAR(evidence.low.value(), 0.19, 0.001);
  EXPECT_NEAR(evidence.high.value(), 0.19, 0.001);
  EXPECT_EQ(evidence.level, 0.95);
  EXPECT_EQ(evidence.remark, "");
}

TEST(Judge, RemarksWhatNumbersDoNotSay) {
  const auto remark = [](const std::string& sla) { return Of(sla, SteadyRun(60)).evidence.remark; };
  EXPECT_EQ(remark("p99.9(response_time) < 1s"), "uncertain: p99.9 needs at least 2,995 samples");
  EXPECT_EQ(remark("p95(tls_handshake) < 1s"), "nothing was measured");
  EXPECT_THAT(remark("p95(response_time) < 150ms over 10s"),
              HasSubstr("worst from 0 s to 10 s, 6 of 6 windows broken"));
}

struct Case {
  std::string sla;
  VerdictKind kind;
  bool uncertain;
  std::string message;  // a part of it
};

TEST(Judge, DecidesByTheValue) {
  const RunData run = SteadyRun(60);
  for (const Case& c : std::vector<Case>{
           {"p95(response_time) < 300ms", VerdictKind::kPassed, false, "limit < 300 ms"},
           {"p50(response_time) > 300ms", VerdictKind::kFailed, false, "limit > 300 ms"},
           {"max(response_time) <= 190ms", VerdictKind::kPassed, false,
            "max(response_time) = 190 ms, limit <= 190 ms, 600 samples"},
           {"max(response_time) < 190ms", VerdictKind::kFailed, false, "= 190 ms, limit < 190 ms"},
           {"p99.9(response_time) < 1s", VerdictKind::kPassed, true,
            "; uncertain: p99.9 needs at least 2,995 samples"},
           {"error_rate < 1%", VerdictKind::kPassed, false,
            "error_rate = 0 %, limit < 1 %, 600 turns, 95 % interval 0 % to"},
           {"error_rate < 0.1%", VerdictKind::kPassed, true, "the interval holds the limit"},
           {"throughput >= 10/s", VerdictKind::kPassed, true, "throughput = 10/s, limit >= 10/s"},
           {"throughput > 5/s", VerdictKind::kPassed, false, "600 turns"},
           {"requests > 1000", VerdictKind::kFailed, false, "requests = 600, limit > 1,000"},
           {"failures(reset) <= 0", VerdictKind::kPassed, false, "failures(reset) = 0, limit <= 0"},
           {"p95(tls_handshake) < 1s", VerdictKind::kFailed, false,
            "p95(tls_handshake): nothing was measured, limit < 1 s"},
           {"completion_tokens > 5", VerdictKind::kFailed, false, "nothing was measured"},
           {"max(server_rss) < 500MB", VerdictKind::kFailed, false,
            "max(server_rss): not measured: the server under test was not launched by the load "
            "test, or is not one that tells this, limit < 500 MB"},
           {"mean(server_cpu) < 80%", VerdictKind::kFailed, false,
            "mean(server_cpu): not measured"},
           {"p95(response_time) / p50(response_time) < 1.1", VerdictKind::kFailed, false,
            "p95(response_time) / p50(response_time) = 1.36, limit < 1.1"},
           {"error_rate{model=a} < 1%", VerdictKind::kFailed, false,
            "kept no series of these tags"},
           {"p95(respons_time) < 1s", VerdictKind::kFailed, false, "column 5: there is no metric"},
       }) {
    const Verdict verdict = Of(c.sla, run);
    EXPECT_EQ(verdict.kind, c.kind) << verdict.message;
    EXPECT_EQ(verdict.uncertain, c.uncertain) << verdict.message;
    EXPECT_THAT(verdict.message, HasSubstr(c.message));
  }
}

TEST(Judge, ShowsEnoughDigitsToTellTheValueFromTheLimit) {
  RunBuilder builder;
  builder.Succeed(0, 500'300us);
  EXPECT_THAT(Of("max(response_time) < 500ms", builder.Run(1)).message,
              StartsWith("max(response_time) = 500.3 ms, limit < 500 ms"));
}

TEST(Judge, IsUncertainWithTooFewSamples) {
  const Verdict verdict = Of("p99(response_time) < 1s", SteadyRun(29));
  EXPECT_EQ(verdict.kind, VerdictKind::kPassed);
  EXPECT_TRUE(verdict.uncertain);
  EXPECT_THAT(verdict.message, HasSubstr("; uncertain: p99 needs at least 299 samples"));
}

TEST(Judge, IsUncertainWhereTheRunWasTooShortForBlocks) {
  const Verdict verdict = Of("p50(response_time) < 1s", SteadyRun(5));
  EXPECT_TRUE(verdict.uncertain);
  EXPECT_THAT(verdict.message, HasSubstr("the run was too short to be cut into blocks of time"));
}

TEST(Judge, PassesStrictlyOnlyWhenTheIntervalLiesWithin) {
  const RunData run = SteadyRun(60);
  EXPECT_EQ(Of("p95(response_time) < 300ms", run, kStrict).kind, VerdictKind::kPassed);
  EXPECT_EQ(Of("error_rate < 1%", run, kStrict).kind, VerdictKind::kPassed);
  const Verdict close = Of("error_rate < 0.1%", run, kStrict);
  EXPECT_EQ(close.kind, VerdictKind::kFailed);
  EXPECT_THAT(close.message, HasSubstr("not shown at the confidence asked for"));
  EXPECT_EQ(Of("p99.9(response_time) < 1s", run, kStrict).kind, VerdictKind::kFailed);
  EXPECT_EQ(Of("failures <= 0", run, kStrict).kind, VerdictKind::kPassed);  // merely counted
}

TEST(Judge, TakesItsLevelFromTheRunsOwnOptions) {
  RunData run;
  EXPECT_FALSE(OptionsOf(run).strict_confidence);
  run.settings.options["confidence"] = "0.9";
  EXPECT_EQ(OptionsOf(run).strict_confidence, 0.9);
}

TEST(Judge, JudgesWhatOnlyWarnsAlike) {
  const Verdict verdict =
      Judge({"p95(response_time) < 150ms", "suite.cc", 12, true}, SteadyRun(60), {});
  EXPECT_TRUE(verdict.warns);
  EXPECT_EQ(verdict.kind, VerdictKind::kFailed);
  EXPECT_FALSE(Of("p95(response_time) < 150ms", SteadyRun(60)).warns);
}

TEST(Judge, JudgesEachWindowAndNamesTheWorst) {
  RunBuilder builder;
  for (int s = 0; s < 60; ++s) builder.Succeed(s, (s / 10 == 3 ? 800 : 100) * 1ms);
  const RunData run = builder.Run(60);
  const Verdict broken = Of("p95(response_time) < 500ms over 10s", run);
  EXPECT_EQ(broken.kind, VerdictKind::kFailed);
  // 800 ms: windows are read from the timeline, whose buckets are 0.8 % wide.
  EXPECT_EQ(broken.message,
            "p95(response_time) over 10s: worst from 30 s to 40 s = 799 ms, limit < 500 ms, 1 of 6 "
            "windows broken; uncertain: p95 needs at least 59 samples in a window, 1 of 1 broken "
            "windows have fewer");
  const Verdict kept = Of("throughput > 0.5/s over 20s", run);
  EXPECT_EQ(kept.kind, VerdictKind::kPassed);
  EXPECT_THAT(kept.message, HasSubstr("0 of 3 windows broken"));
  EXPECT_EQ(Of("p95(tls_handshake) < 1s over 10s", run).message,
            "p95(tls_handshake) over 10s: nothing was measured, limit < 1 s");
}

TEST(Judge, IsUncertainOfWindowsWithTooFewSamples) {
  const RunData run = SteadyRun(60);
  const Verdict few = Of("p95(response_time) < 300ms over 5s", run);
  EXPECT_EQ(few.kind, VerdictKind::kPassed);
  EXPECT_TRUE(few.uncertain);
  EXPECT_THAT(few.message, HasSubstr("; uncertain: p95 needs at least 59 samples in a window, 12 "
                                     "of 12 windows have fewer"));
  EXPECT_FALSE(Of("p95(response_time) < 300ms over 10s", run).uncertain);
  EXPECT_FALSE(Of("max(response_time) < 300ms over 5s", run).uncertain);
  EXPECT_TRUE(Of("p50(response_time) / p99(response_time) < 2 over 10s", run).uncertain);
}

TEST(Judge, IsCertainOfAFailureThatOneWindowSettles) {
  RunBuilder builder;
  for (int i = 0; i < 100; ++i) builder.Succeed(5, 900ms);
  builder.Succeed(15, 900ms);
  const Verdict verdict = Of("p95(response_time) < 500ms over 10s", builder.Run(20));
  EXPECT_EQ(verdict.kind, VerdictKind::kFailed);
  EXPECT_FALSE(verdict.uncertain);
}

TEST(Judge, PassesWindowsStrictlyOnlyWhenTheIntervalOfEachLiesWithin) {
  const RunData run = SteadyRun(60);
  EXPECT_EQ(Of("p50(response_time) < 300ms over 20s", run, kStrict).kind, VerdictKind::kPassed);
  EXPECT_EQ(Of("throughput > 5/s over 20s", run, kStrict).kind, VerdictKind::kPassed);
  EXPECT_EQ(Of("max(response_time) < 300ms over 5s", run, kStrict).kind, VerdictKind::kPassed);
  const Verdict few = Of("p95(response_time) < 300ms over 5s", run, kStrict);
  EXPECT_EQ(few.kind, VerdictKind::kFailed);
  EXPECT_THAT(few.message, HasSubstr("; not shown at the confidence asked for from 0 s to 5 s"));
  EXPECT_EQ(Of("error_rate < 1% over 10s", run, kStrict).kind, VerdictKind::kFailed);
  EXPECT_EQ(Of("error_rate < 5% over 30s", run, kStrict).kind, VerdictKind::kPassed);
}

TEST(HasValue, TellsWhetherThereIsAnythingToJudge) {
  RunBuilder builder(PlanSeries({{{"workflow", "code"}}}, {}, {}));
  const auto has = [&builder](std::string_view sla) {
    return HasValue(ParseSla(sla), builder.Run(10));
  };
  EXPECT_FALSE(has("error_rate < 1%"));
  builder.Fail(1, Failure::kReset);
  EXPECT_TRUE(has("error_rate < 1%"));
  EXPECT_FALSE(has("p95(response_time) < 1s"));
  builder.Succeed(9, 100ms);
  EXPECT_TRUE(has("p95(response_time) < 1s"));
  EXPECT_FALSE(has("p95(response_time){workflow=code} < 1s"));
  EXPECT_FALSE(has("p95(response_time){workflow=chat} < 1s"));
  EXPECT_FALSE(has("p95(response_time) < 1s over 6s"));  // the first six seconds only are whole
  EXPECT_TRUE(has("p95(response_time) < 1s over 5s"));
}

TEST(Judge, IsVoidWhereTheEngineRanOut) {
  RunData run = SteadyRun(60);
  run.generator.void_because = {"out of local ports"};
  const Verdict verdict = Of("p95(response_time) < 1s", run);
  EXPECT_EQ(verdict.kind, VerdictKind::kVoid);
  EXPECT_THAT(verdict.message,
              StartsWith("void, the load generator was the bottleneck: out of local ports; "
                         "p95(response_time) = 190 ms"));
}

RunData RunReadLate(std::chrono::nanoseconds lag) {
  RunBuilder builder;
  for (int i = 0; i < 100; ++i) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.trends.Set(Trend::kTimeToFirstToken, 20ms);
    turn.trends.Set(Trend::kResponseTime, 2s);
    turn.first_token_lag = i < 10 ? lag : 0ns;
    builder.Add(i / 10, turn, {});
  }
  return builder.Run(10);
}

TEST(Judge, IsVoidWhereReadingLateWouldHaveMovedAPercentile) {
  const Verdict verdict = Of("error_rate < 1%", RunReadLate(5ms));
  EXPECT_EQ(verdict.kind, VerdictKind::kVoid);
  EXPECT_THAT(verdict.message,
              HasSubstr("p95 of time_to_first_token is 20 ms by the kernel's stamps, 25 ms by"));
  EXPECT_EQ(Of("error_rate < 1%", RunReadLate(900us)).kind, VerdictKind::kPassed);
}

TEST(Judge, IsVoidWhereTurnsStartedLate) {
  RunBuilder builder;
  for (int i = 0; i < 40; ++i) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.trends.Set(Trend::kStartLag, i < 10 ? 150ms : 0ms);
    builder.Add(0, turn, {});
  }
  const Verdict verdict = Of("error_rate < 1%", builder.Run(10));
  EXPECT_EQ(verdict.kind, VerdictKind::kVoid);
  EXPECT_THAT(verdict.message, HasSubstr("p90 of start_lag is 150 ms, more than 100 ms"));
}

TEST(JudgeRun, SetsVerdictsWarningsAndWhyVoidOnceHoweverOftenItJudges) {
  RunBuilder builder;
  for (int i = 0; i < 20; ++i) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.stamped = i != 0;
    turn.trends.Set(Trend::kTimeToFirstToken, 98ms);
    turn.trends.Set(Trend::kResponseTime, 100ms);
    turn.trends.Set(Trend::kStartLag, 150ms);
    for (int g = 0; g < 10; ++g) turn.gaps.Add(0ns);
    builder.Add(i, turn, {});
  }
  RunData run = builder.Run(20);
  run.promised = {{"error_rate < 1%", "a.cc", 3}};
  run.warnings = {{"someone_elses", "kept"}};
  JudgeRun(run, {});
  JudgeRun(run, {});
  EXPECT_EQ(run.verdicts.size(), 1U);
  EXPECT_EQ(run.generator.void_because.size(), 1U);
  std::vector<std::string> names;
  for (const Warning& warning : run.warnings) names.push_back(warning.name);
  EXPECT_THAT(names, ElementsAre("someone_elses", "buffered_stream", "unstamped_reads"));
  EXPECT_THAT(run.warnings[1].text, HasSubstr("the first token after 98 % of the response time"));
  EXPECT_THAT(run.warnings[2].text, StartsWith("1 of 20 turns had reads without"));
}

TEST(JudgeRun, WarnsOfResponseTimesThatGrow) {
  RunBuilder builder;
  for (int s = 0; s < 120; ++s) {
    for (int i = 0; i < 5; ++i) builder.Succeed(s, (100 + 2 * s + (s * 7 + i * 3) % 11) * 1ms);
  }
  RunData rising = builder.Run(120);
  JudgeRun(rising, {});
  ASSERT_EQ(rising.warnings.size(), 1U);
  EXPECT_EQ(rising.warnings[0].name, "rising_response_time");
  RunData steady = SteadyRun(120);
  JudgeRun(steady, {});
  EXPECT_TRUE(steady.warnings.empty());
}

}  // namespace
}  // namespace clamor
