// SPDX-License-Identifier: Apache-2.0
#include "metrics/evaluate.h"

#include <gmock/gmock.h>

#include <stdexcept>

#include "metrics/judge.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;

const Tags kStreamed{{"stream", "true"}};

class EvaluateTest : public testing::Test {
 protected:
  EvaluateTest()
      : builder_(
            PlanSeries({kStreamed}, {},
                       {{"goodput(response_time < 200ms)", {{Trend::kResponseTime, 200ms}}}})) {
    for (int i = 1; i <= 100; ++i) builder_.Succeed(i % 20, i * 3ms, i <= 10 ? kStreamed : Tags{});
    for (int i = 0; i < 25; ++i) builder_.Fail(i % 20, i < 5 ? Failure::kReset : Failure::kTimeout);
    run_ = builder_.Run(20);
    run_.gauges.push_back({Gauge::kActiveUsers, {1, 5, 9, 5}});
  }

  double Value(std::string_view text) const { return Evaluate(ParseValue(text), run_); }

  RunBuilder builder_;
  RunData run_;
};

TEST_F(EvaluateTest, ComputesEveryKindOfMeasure) {
  EXPECT_NEAR(Value("p95(response_time)"), 0.285, 0.0003);
  EXPECT_NEAR(Value("p50(response_time)"), 0.150, 0.00015);
  EXPECT_NEAR(Value("mean(response_time)"), 0.1515, 1e-9);
  EXPECT_DOUBLE_EQ(Value("min(response_time)"), 0.003);
  EXPECT_DOUBLE_EQ(Value("max(response_time)"), 0.3);
  EXPECT_DOUBLE_EQ(Value("max(response_time){stream=true}"), 0.03);
  EXPECT_DOUBLE_EQ(Value("error_rate"), 0.2);
  EXPECT_DOUBLE_EQ(Value("success_rate"), 0.8);
  EXPECT_DOUBLE_EQ(Value("error_rate{stream=true}"), 0);
  EXPECT_DOUBLE_EQ(Value("throughput"), 125 / 20.0);
  EXPECT_DOUBLE_EQ(Value("failures"), 25);
  EXPECT_DOUBLE_EQ(Value("failures(reset)"), 5);
  EXPECT_DOUBLE_EQ(Value("failures(tls)"), 0);
  EXPECT_DOUBLE_EQ(Value("requests"), 125);
  EXPECT_DOUBLE_EQ(Value("bytes_received{stream=true}"), 1000);
  EXPECT_DOUBLE_EQ(Value("dropped_iterations"), 0);
  EXPECT_DOUBLE_EQ(Value("goodput(response_time < 200ms)"), 66 / 125.0);
  EXPECT_DOUBLE_EQ(Value("max(active_users)"), 9);
  EXPECT_DOUBLE_EQ(Value("mean(active_users)"), 5);
  EXPECT_DOUBLE_EQ(Value("p50(active_users)"), 5);
  EXPECT_NEAR(Value("max(response_time) / min(response_time)"), 100, 1e-9);
}

TEST_F(EvaluateTest, ComputesSharesAndRatesFromCounters) {
  EXPECT_DOUBLE_EQ(Value("connection_stability"), 1);  // 100 whole, 25 that never began
  EXPECT_DOUBLE_EQ(Value("received_rate"), 100 * 100 / 20.0);
  EXPECT_DOUBLE_EQ(Value("received_rate{stream=true}"), 10 * 100 / 20.0);
  EXPECT_DOUBLE_EQ(Value("sent_rate"), 0);
  EXPECT_THROW(Value("conversation_success_rate"), std::out_of_range);
  run_.counters.push_back({Counter::kConversations, kStreamed, 8, {}});
  run_.counters.push_back({Counter::kConversationsWhole, kStreamed, 6, {}});
  EXPECT_DOUBLE_EQ(Value("conversation_success_rate{stream=true}"), 0.75);
}

TEST_F(EvaluateTest, DividesByAScenariosOwnTime) {
  run_.scenarios = {{"first", "", 1, std::nullopt, 0s, 5s},
                    {"later", "", 1, std::nullopt, 5s, 15s}};
  const Tags later{{"scenario", "later"}};
  run_.slices.push_back(later);
  run_.counters.push_back({Counter::kTurnsSucceeded, later, 30, {}});
  EXPECT_DOUBLE_EQ(Value("throughput{scenario=later}"), 2);
  EXPECT_DOUBLE_EQ(Value("throughput"), 125 / 20.0);
}

TEST_F(EvaluateTest, ThrowsOutOfRangeWhereNothingWasMeasured) {
  EXPECT_THROW(Value("p95(tls_handshake)"), std::out_of_range);
  EXPECT_THROW(Value("failed_response_time"), std::invalid_argument);
  EXPECT_THROW(Value("p95(failed_response_time){stream=true}"), std::out_of_range);
  EXPECT_THROW(Value("completion_tokens"), std::out_of_range);
  EXPECT_THROW(Value("token_rate"), std::out_of_range);
  EXPECT_THROW(Value("max(generator_cpu)"), std::out_of_range);
  EXPECT_THROW(Value("p95(response_time) / p95(tls_handshake)"), std::out_of_range);
  run_ = RunBuilder().Run(20);
  EXPECT_THROW(Value("error_rate"), std::out_of_range);
  EXPECT_THROW(Value("failures(reset)"), std::out_of_range);
  EXPECT_THROW(Value("requests"), std::out_of_range);
}

TEST_F(EvaluateTest, ThrowsInvalidArgumentForSeriesThatWereNotKept) {
  EXPECT_THROW(Value("p95(response_time){stream=false}"), std::invalid_argument);
  EXPECT_THROW(Value("error_rate{model=a}"), std::invalid_argument);
  EXPECT_THROW(Value("goodput(response_time < 1s)"), std::invalid_argument);
  EXPECT_THROW(Value("p95(nothing)"), std::invalid_argument);
}

TEST_F(EvaluateTest, GivesIntervalsAroundTheValue) {
  for (const char* text :
       {"p50(response_time)", "mean(response_time)", "error_rate", "throughput",
        "goodput(response_time < 200ms)", "p50(response_time) / mean(response_time)"}) {
    const auto interval = IntervalOf(ParseValue(text), run_, 0.95);
    ASSERT_TRUE(interval) << text;
    EXPECT_LT(interval->low.value(), Value(text)) << text;
    EXPECT_GT(interval->high.value(), Value(text)) << text;
  }
  for (const char* text :
       {"requests", "failures(reset)", "max(response_time)", "mean(active_users)"}) {
    EXPECT_FALSE(IntervalOf(ParseValue(text), run_, 0.95)) << text;
  }
}

TEST(WindowsOf, GivesEachWholeWindowItsValue) {
  RunBuilder builder;
  for (int s = 0; s < 25; ++s) builder.Succeed(s, (s < 10 ? 100 : 200) * 1ms);
  builder.Fail(3, Failure::kReset);
  const RunData run = builder.Run(25);
  const auto windows = [&run](std::string_view text) {
    std::vector<double> values;
    for (const auto& window : WindowsOf(ParseValue(text), run, 10)) values.push_back(window.value);
    return values;
  };
  const auto p95 = windows("p95(response_time)");
  ASSERT_EQ(p95.size(), 2U);
  EXPECT_NEAR(p95[0], 0.1, 0.001);
  EXPECT_NEAR(p95[1], 0.2, 0.002);
  EXPECT_THAT(windows("error_rate"), testing::ElementsAre(1 / 11.0, 0));
  EXPECT_THAT(windows("throughput"), testing::ElementsAre(1.1, 1));
  EXPECT_THAT(windows("failures"), testing::ElementsAre(1, 0));
  const auto ratio = windows("p95(response_time) / min(response_time)");
  ASSERT_EQ(ratio.size(), 2U);
  EXPECT_NEAR(ratio[1], 1, 1e-9);
}

TEST(WindowsOf, LeavesOutTheTimeInWhichAScenarioDidNotRun) {
  const Tags later{{"scenario", "later"}};
  RunBuilder builder(PlanSeries({later}, {}, {}));
  for (int s = 12; s < 37; ++s) builder.Succeed(s, 100ms, later);
  RunData run = builder.Run(40);
  run.scenarios = {{"later", "", 1, std::nullopt, 12s, 25s}};
  const auto windows = WindowsOf(ParseValue("throughput{scenario=later}"), run, 10);
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].begin, 20U);
  EXPECT_DOUBLE_EQ(windows[0].value, 1);
  // Shorter than a window: the part of it that ran.
  run.scenarios[0].counted = 6s;
  const auto part = WindowsOf(ParseValue("p50(response_time){scenario=later}"), run, 10);
  ASSERT_EQ(part.size(), 1U);
  EXPECT_EQ(part[0].begin, 12U);
  EXPECT_EQ(part[0].end, 18U);
}

TEST(IntervalOf, TakesAScenariosBlocksFromItsOwnTime) {
  const Tags later{{"scenario", "later"}};
  RunBuilder builder(PlanSeries({later}, {}, {}));
  for (int s = 0; s < 100; ++s) {
    for (int i = 0; i < 10; ++i) builder.Succeed(s, (100 + i) * 1ms, s < 80 ? Tags{} : later);
    if (s % 4 == 0) builder.Fail(s, Failure::kReset, s < 80 ? Tags{} : later);
  }
  RunData run = builder.Run(100);
  run.scenarios = {{"later", "", 1, std::nullopt, 80s, 20s}};
  RunBuilder alone;
  for (int s = 0; s < 20; ++s) {
    for (int i = 0; i < 10; ++i) alone.Succeed(s, (100 + i) * 1ms);
    if (s % 4 == 0) alone.Fail(s, Failure::kReset);
  }
  const RunData same = alone.Run(20);
  for (const char* measure : {"p50(response_time)", "error_rate", "throughput"}) {
    const std::string tagged = std::string(measure) + "{scenario=later}";
    const auto within = IntervalOf(ParseValue(tagged), run, 0.95);
    const auto expected = IntervalOf(ParseValue(measure), same, 0.95);
    ASSERT_TRUE(within && expected) << measure;
    EXPECT_EQ(within->low, expected->low) << measure;
    EXPECT_EQ(within->high, expected->high) << measure;
  }
}

TEST(Checks, AreMeasuredAloneAndAllTogether) {
  const Tags stream{{"stream", "true"}};
  const Tags promised{{"stream", "true"}, {"model", "a"}};
  RunBuilder builder(
      WithDefinitions(PlanSeries({stream}, {promised}, {}), {{"status_200"}, {"json"}}, {}));
  for (int i = 0; i < 40; ++i) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.checks_made = 0b11;
    turn.checks_passed = i % 10 == 0 ? 0b01 : 0b11;
    builder.Add(i, turn, i < 10 ? promised : Tags{});
  }
  const RunData run = builder.Run(40);
  const auto value = [&run](std::string_view text) { return Evaluate(ParseValue(text), run); };
  EXPECT_DOUBLE_EQ(value("checks(status_200)"), 1);
  EXPECT_DOUBLE_EQ(value("checks(json)"), 0.9);
  EXPECT_DOUBLE_EQ(value("checks"), 0.95);
  EXPECT_DOUBLE_EQ(value("checks{stream=true}"), 0.95);
  EXPECT_THROW(value("checks(jason)"), std::invalid_argument);
  EXPECT_THROW(value("checks(json){stream=false}"), std::invalid_argument);
  const auto windows = WindowsOf(ParseValue("checks(json)"), run, 10);
  ASSERT_EQ(windows.size(), 4U);
  EXPECT_DOUBLE_EQ(windows[3].value, 0.9);
  // By the second they are kept of tags that were promised.
  EXPECT_TRUE(IntervalOf(ParseValue("checks{model=a,stream=true}"), run, 0.95));
  EXPECT_FALSE(IntervalOf(ParseValue("checks{stream=true}"), run, 0.95));
  EXPECT_THROW(WindowsOf(ParseValue("checks{stream=true}"), run, 10), std::invalid_argument);
}

TEST(WindowsOf, TakesAShortRunForOneWindow) {
  const auto windows = WindowsOf(ParseValue("throughput"), SteadyRun(4), 10);
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].end, 4U);
  EXPECT_DOUBLE_EQ(windows[0].value, 10);
}

TEST(WindowsOf, LeavesOutWindowsWithoutSamplesUnlessTheyAreCounted) {
  RunBuilder builder;
  builder.Succeed(0, 100ms);
  builder.Succeed(29, 100ms);
  const RunData run = builder.Run(30);
  EXPECT_EQ(WindowsOf(ParseValue("p50(response_time)"), run, 10).size(), 2U);
  EXPECT_EQ(WindowsOf(ParseValue("error_rate"), run, 10).size(), 2U);
  EXPECT_EQ(WindowsOf(ParseValue("throughput"), run, 10).size(), 3U);
  EXPECT_TRUE(WindowsOf(ParseValue("p50(tls_handshake)"), run, 10).empty());
}

}  // namespace
}  // namespace clamor
