// SPDX-License-Identifier: Apache-2.0
// What is found in made-up histories: no change, a step, a drift, a bad night, missing nights,
// another machine.
#include "metrics/regression/judge_nights.h"

#include <gmock/gmock.h>

#include <cmath>

#include "metrics/regression/test_history.h"

namespace clamor {
namespace {

using testing::DoubleNear;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

JudgedNights Judged(const History& history, const NightsOptions& options = {}) {
  return JudgeNights(history, history.lines.back().run, options);
}

const JudgedTrend& First(const JudgedNights& judged) { return judged.series.at(0); }

const NightlyValue& FirstBehind(const JudgedTrend& judged) {
  return judged.FirstBehind(judged.change->steps.front());
}

TEST(JudgedNights, AreSteadyWithoutAChange) {
  NightlyHistory nights;
  nights.Add(60, 0.2);
  const JudgedNights judged = Judged(nights.history);
  ASSERT_THAT(judged.series, SizeIs(1));
  EXPECT_EQ(First(judged).verdict, NightsVerdict::kSteady);
  EXPECT_THAT(First(judged).series.nights, SizeIs(40));
  EXPECT_THAT(First(judged).level, DoubleNear(0.2, 0.004));
  EXPECT_THAT(First(judged).noise, Optional(DoubleNear(0.04, 0.01)));
  EXPECT_FALSE(judged.HasAlert());
}

TEST(JudgedNights, AreTooFewAtFirst) {
  NightlyHistory nights;
  nights.Add(5, 0.2);
  nights.Add(6, 0.8);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kTooFew);
  nights.Add(1, 0.8);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kWorse);
}

TEST(JudgedNights, ShowAStepUpWithTheCommitsAroundIt) {
  NightlyHistory nights;
  nights.Add(30, 0.2);
  nights.Add(6, 0.25);
  const JudgedNights judged = Judged(nights.history);
  const JudgedTrend& series = First(judged);
  ASSERT_EQ(series.verdict, NightsVerdict::kWorse);
  EXPECT_TRUE(judged.HasAlert());
  EXPECT_EQ(series.LastBefore(series.change->steps[0]).commit, "000001d00000");
  EXPECT_EQ(series.FirstBehind(series.change->steps[0]).commit, "000001e00000");
  EXPECT_THAT(series.change->before(), DoubleNear(0.2, 0.005));
  EXPECT_THAT(series.change->now, DoubleNear(0.25, 0.005));
  EXPECT_EQ(series.change->LargestP(), 0.005);
  EXPECT_FALSE(series.confirmed);
}

TEST(JudgedNights, TellAnImprovementWithoutAnAlert) {
  NightlyHistory nights;
  nights.Add(30, 0.25);
  nights.Add(6, 0.2);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kBetter);
  EXPECT_FALSE(Judged(nights.history).HasAlert());
}

TEST(JudgedNights, ShowASlowDrift) {
  NightlyHistory nights;
  nights.Add(10, 0.2);
  for (int night = 0; night < 25; ++night) nights.Add(1, 0.2 * std::pow(1.01, night));
  const JudgedNights judged = Judged(nights.history);
  ASSERT_EQ(First(judged).verdict, NightsVerdict::kWorse);
  EXPECT_GT(First(judged).change->steps.size(), 1U);
  EXPECT_GT(First(judged).change->now, 1.15 * First(judged).change->before()) << "the whole of it";
}

TEST(JudgedNights, TakeOneBadNightForNoChange) {
  for (const int before : {20, 38, 39}) {
    NightlyHistory nights;
    nights.Add(before, 0.2);
    nights.Add(1, 0.4);
    nights.Add(39 - before, 0.2);
    EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kSteady) << before;
  }
}

TEST(JudgedNights, DoNotMindMissingOnes) {
  NightlyHistory nights;
  nights.Add(15, 0.2);
  nights.Skip(20);
  nights.Add(5, 0.2);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kSteady);
  nights.Skip(3);
  nights.Add(6, 0.3);
  const JudgedNights judged = Judged(nights.history);
  ASSERT_EQ(First(judged).verdict, NightsVerdict::kWorse);
  EXPECT_EQ(FirstBehind(First(judged)).commit, "000002b00000") << "night 43";
}

TEST(JudgedNights, TakeAnotherMachineForNoChange) {
  NightlyHistory nights;
  nights.Add(30, 0.2);
  nights.machine = "Linux 6.1.0, 2 x CPU, 4 GB";
  nights.Add(11, 0.5);
  const JudgedNights judged = Judged(nights.history);
  EXPECT_EQ(First(judged).verdict, NightsVerdict::kTooFew);
  EXPECT_THAT(judged.notes, SizeIs(1));
  nights.Add(20, 0.5);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kSteady);
}

TEST(JudgedNights, AlertUntilTheLevelIsBack) {
  NightlyHistory nights;
  nights.Add(20, 0.2);
  nights.Add(8, 0.3);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kWorse);
  nights.Add(8, 0.2);
  EXPECT_FALSE(Judged(nights.history).HasAlert());
}

TEST(JudgedNights, GoOnAlertingWhereOnlyAPartCameBack) {
  NightlyHistory nights;
  nights.Add(14, 0.2);
  nights.Add(12, 0.3);
  nights.Add(12, 0.25);
  const JudgedNights judged = Judged(nights.history);
  ASSERT_EQ(First(judged).verdict, NightsVerdict::kWorse);
  EXPECT_EQ(FirstBehind(First(judged)).commit, "000000e00000");
  EXPECT_THAT(First(judged).change->before(), DoubleNear(0.2, 0.005));
  EXPECT_THAT(First(judged).change->now, DoubleNear(0.25, 0.005));
}

TEST(JudgedNights, TakeALevelForTheNewNormalOnceItFillsThem) {
  NightlyHistory nights;
  nights.Add(30, 0.2);
  nights.Add(34, 0.3);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kWorse);
  nights.Add(3, 0.3);
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kSteady);
}

TEST(JudgedNights, AreConfirmedByASecondRunAboveTheOldLevel) {
  NightlyHistory nights;
  nights.Add(30, 0.2);
  nights.Add(6, 0.25);
  nights.LookAgain(0.2);
  EXPECT_EQ(First(Judged(nights.history)).second_look->value, 0.2);
  EXPECT_TRUE(Judged(nights.history).HasAlert());
  EXPECT_FALSE(Judged(nights.history).HasConfirmedAlert());
  nights.Add(1, 0.25);
  nights.LookAgain(0.24);
  EXPECT_TRUE(Judged(nights.history).HasConfirmedAlert());
  nights.Add(1, 0.25);
  EXPECT_TRUE(Judged(nights.history).HasConfirmedAlert()) << "the night after it, too";
}

TEST(JudgedNights, AreNotConfirmedByALookFromBeforeTheChange) {
  NightlyHistory nights;
  nights.Add(29, 0.2);
  nights.LookAgain(0.4);
  nights.Add(7, 0.25);
  const JudgedNights judged = Judged(nights.history);
  EXPECT_TRUE(judged.HasAlert());
  EXPECT_FALSE(First(judged).second_look);
}

TEST(JudgedNights, JudgeErrorRatesByPoints) {
  NightlyHistory nights;
  nights.Add(36, 0.2);
  for (std::size_t i = 0; i < 36; ++i) {
    const double wobble = 0.0001 * static_cast<double>(i % 3);
    nights.history.lines[i].run.tests[0].measures = {
        {"error_rate", Unit::kRatio, (i < 30 ? 0 : 0.004) + wobble, 1000}};
  }
  EXPECT_EQ(First(Judged(nights.history)).verdict, NightsVerdict::kSteady) << "0.4 points";
  for (std::size_t i = 30; i < 36; ++i) {
    nights.history.lines[i].run.tests[0].measures[0].value += 0.002;
  }
  const JudgedNights judged = Judged(nights.history);
  ASSERT_EQ(First(judged).verdict, NightsVerdict::kWorse);
  EXPECT_EQ(First(judged).series.unit, Unit::kRatio);
  EXPECT_THAT(First(judged).noise, testing::Eq(std::nullopt));
}

TEST(JudgedNights, PutTheWorstFirst) {
  NightlyHistory nights;
  nights.Add(36, 0.2);
  for (std::size_t i = 0; i < 36; ++i) {
    NightlyRun& run = nights.history.lines[i].run;
    const double value = run.tests[0].measures[0].value;
    const double late = i < 28 ? value : 2 * value;
    run.tests[0].measures = {{"p50(a)", Unit::kSeconds, value, 9},
                             {"p50(b)", Unit::kSeconds, i < 28 ? value : value / 2, 9},
                             {"p50(c)", Unit::kSeconds, i < 28 ? value : 1.5 * value, 9},
                             {"p50(d)", Unit::kSeconds, late, 9}};
    if (i == 35) run.tests[0].measures.push_back({"p50(e)", Unit::kSeconds, value, 9});
  }
  std::string order;
  for (const JudgedTrend& series : Judged(nights.history).series) {
    order += series.series.measure[4];
  }
  EXPECT_EQ(order, "dcbae");
}

TEST(JudgedNights, TakeASmallerPForMoreSeries) {
  EXPECT_EQ(SignificanceFor(0), 0.005);
  EXPECT_EQ(SignificanceFor(10), 0.005);
  EXPECT_EQ(SignificanceFor(100), 0.0005);
  EXPECT_EQ(SignificanceFor(1'000'000), 0.00005);
  EXPECT_EQ(PermutationsFor(SignificanceFor(1'000'000)), 19'999);
}

TEST(JudgedNights, HaveTheSameFingerprintOnEveryNightAndMachine) {
  NightlyHistory nights;
  nights.Add(13, 0.2);
  EXPECT_EQ(First(Judged(nights.history)).fingerprint, "23b4ab8cc5e21ba5");
}

TEST(JudgedNights, KnowNothingOfAnEmptyHistory) {
  const JudgedNights judged = JudgeNights({}, NightOf(0, 0.2), {});
  EXPECT_THAT(judged.series, IsEmpty());
  EXPECT_FALSE(judged.HasAlert());
}

}  // namespace
}  // namespace clamor
