// SPDX-License-Identifier: Apache-2.0
#include "metrics/exemplar_table.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

TurnRecord Success(nanoseconds response_time) {
  TurnRecord turn;
  turn.outcome = Outcome::kSuccess;
  turn.trends.Set(Trend::kResponseTime, response_time);
  return turn;
}

std::vector<Exemplar> Of(Trend trend, const ExemplarTable& table) {
  std::vector<Exemplar> found;
  for (Exemplar& exemplar : table.Exemplars()) {
    if (exemplar.trend == trend) found.push_back(std::move(exemplar));
  }
  return found;
}

std::vector<nanoseconds> Values(const std::vector<Exemplar>& exemplars) {
  std::vector<nanoseconds> values(exemplars.size());
  std::transform(exemplars.begin(), exemplars.end(), values.begin(),
                 [](const Exemplar& exemplar) { return exemplar.Value(); });
  return values;
}

std::vector<std::string> Sessions(const std::vector<Exemplar>& exemplars) {
  std::vector<std::string> sessions(exemplars.size());
  std::transform(exemplars.begin(), exemplars.end(), sessions.begin(),
                 [](const Exemplar& exemplar) { return exemplar.session; });
  return sessions;
}

TEST(ExemplarTable, KeepsTheTwoSlowestOfEachSecond) {
  ExemplarTable table;
  for (const int ms : {30, 10, 50, 20, 40}) table.AddTurn(Success(milliseconds(ms)), 0, {});
  table.AddTurn(Success(5ms), 1, {});
  EXPECT_THAT(Values(Of(Trend::kResponseTime, table)), ElementsAre(50ms, 40ms, 5ms));
}

TEST(ExemplarTable, KeepsThemByEachOfTheirDurations) {
  TurnRecord late = Success(100ms);
  late.trends.Set(Trend::kTimeToFirstToken, 90ms);
  late.trends.Set(Trend::kScheduledResponseTime, 120ms);
  late.trends.Set(Trend::kStartLag, 20ms);  // the generator's own
  TurnRecord halting = Success(80ms);
  halting.gaps.Add(70ms);
  TurnRecord failed;
  failed.outcome = Outcome::kFailed;
  failed.failure = Failure::kTimeout;
  failed.trends.Set(Trend::kFailedResponseTime, 60s);
  ExemplarTable table;
  table.AddTurn(late, 3, {.session = "late"});
  table.AddTurn(halting, 3, {.session = "halting"});
  table.AddTurn(failed, 3, {.session = "failed"});
  EXPECT_THAT(Sessions(Of(Trend::kTimeToFirstToken, table)), ElementsAre("late"));
  EXPECT_THAT(Sessions(Of(Trend::kScheduledResponseTime, table)), ElementsAre("late"));
  EXPECT_THAT(Sessions(Of(Trend::kResponseTime, table)), ElementsAre("late", "halting"));
  EXPECT_THAT(Sessions(Of(Trend::kLongestStall, table)), ElementsAre("halting"));
  EXPECT_THAT(Values(Of(Trend::kLongestStall, table)), ElementsAre(70ms));
  EXPECT_THAT(Sessions(Of(Trend::kFailedResponseTime, table)), ElementsAre("failed"));
  EXPECT_EQ(Of(Trend::kFailedResponseTime, table)[0].failure, Failure::kTimeout);
  EXPECT_FALSE(Of(Trend::kResponseTime, table)[0].failure);
  EXPECT_THAT(table.Exemplars(), SizeIs(6));
}

TEST(ExemplarTable, KeepsWhatTellsTheTurnApart) {
  TurnRecord turn = Success(100ms);
  turn.gaps.Add(20ms);
  turn.gaps.Add(30ms);
  turn.content_events = 3;
  ExemplarTable table;
  table.AddTurn(turn, 7,
                {.scenario = "basic",
                 .conversation = "hello",
                 .session = "s-1",
                 .trace_id = "0af7",
                 .place = 4});
  const Exemplar kept = Of(Trend::kResponseTime, table).at(0);
  EXPECT_EQ(kept.second, 7U);
  EXPECT_EQ(kept.scenario, "basic");
  EXPECT_EQ(kept.conversation, "hello");
  EXPECT_EQ(kept.session, "s-1");
  EXPECT_EQ(kept.trace_id, "0af7");
  EXPECT_EQ(kept.place, 4);
  EXPECT_EQ(kept.content_events, 3U);
  EXPECT_EQ(kept.durations.Get(Trend::kLongestStall), 30ms);
  EXPECT_EQ(kept.gap_events, 1U);
  ASSERT_THAT(kept.gaps, SizeIs(2));
  EXPECT_NEAR(static_cast<double>(kept.gaps[0].count()), 20e6, 20e3);
  EXPECT_NEAR(static_cast<double>(kept.gaps[1].count()), 30e6, 30e3);
}

TEST(ExemplarTable, LeavesNothingOfATurnThatGaveWay) {
  TurnRecord halting = Success(10ms);
  halting.gaps.Add(5ms);
  ExemplarTable table;
  for (int i = 0; i < 2; ++i) {
    table.AddTurn(halting, 0, {.scenario = "basic", .session = "long", .trace_id = "0af7"});
  }
  for (int i = 0; i < 2; ++i) table.AddTurn(Success(20ms), 0, {.session = "s"});
  for (const Exemplar& kept : Of(Trend::kResponseTime, table)) {
    EXPECT_EQ(kept.session, "s");
    EXPECT_EQ(kept.scenario + kept.trace_id, "");
    EXPECT_THAT(kept.gaps, IsEmpty());
    EXPECT_FALSE(kept.durations.Get(Trend::kLongestStall));
  }
}

TEST(ExemplarTable, TellsOfAWholeLongAnswerInFewGaps) {
  constexpr int kGaps = 150;
  TurnRecord turn = Success(10s);
  for (int i = 0; i < kGaps; ++i) turn.gaps.Add(i == 140 ? 1s : 10ms);
  ExemplarTable table;
  table.AddTurn(turn, 0, {});
  const Exemplar kept = Of(Trend::kResponseTime, table).at(0);
  EXPECT_EQ(kept.gap_events, 3U);
  ASSERT_THAT(kept.gaps, SizeIs(50));
  EXPECT_NEAR(static_cast<double>(kept.gaps[0].count()), 30e6, 30e3);
  EXPECT_NEAR(static_cast<double>(kept.gaps[46].count()), 1.02e9, 1.02e6) << "the stall";
}

TEST(ExemplarTable, CutsLongTextsBetweenCharacters) {
  std::string name(Exemplar::kNameBytes - 1, 'x');
  ExemplarTable table;
  table.AddTurn(Success(1ms), 0, {.conversation = name + "\xC3\xA4", .session = name + "yz"});
  EXPECT_EQ(table.Exemplars().at(0).conversation, name);
  EXPECT_EQ(table.Exemplars().at(0).session, name + "y");
}

TEST(ExemplarTable, DoublesItsWindowsAsTheRunGoesOn) {
  ExemplarTable table;
  for (std::uint32_t s = 0; s < ExemplarTable::kMostWindows; ++s) {
    table.AddTurn(Success(milliseconds(s + 1)), s, {});
  }
  EXPECT_THAT(table.Exemplars(), SizeIs(ExemplarTable::kMostWindows));
  for (const milliseconds twice : {500ms, 600ms}) table.AddTurn(Success(twice), 0, {});
  table.AddTurn(Success(1ms), ExemplarTable::kMostWindows, {});
  const auto kept = Of(Trend::kResponseTime, table);
  // Of seconds 0 and 1 the two slowest, which are both of second 0; of the last window one.
  EXPECT_THAT(kept, SizeIs(ExemplarTable::kMostWindows + 1));
  EXPECT_THAT(Values({kept[0], kept[1], kept[2], kept[3]}), ElementsAre(600ms, 500ms, 3ms, 4ms));
  EXPECT_EQ(kept[3].second, 3U) << "a second stays what it was";
}

TEST(ExemplarTable, KeepsTheSlowestOfAnHourWithinItsBound) {
  Random random(1);
  ExemplarTable table;
  std::map<std::uint32_t, std::vector<nanoseconds>> all;  // by windows of 64 s
  for (std::uint32_t s = 0; s < 3600; ++s) {
    for (int i = 0; i < 10; ++i) {
      const nanoseconds value(random.Next() % 1'000'000'000);
      table.AddTurn(Success(value), s, {});
      all[s / 64].push_back(value);
    }
  }
  std::map<std::uint32_t, std::vector<nanoseconds>> kept;
  for (const Exemplar& exemplar : table.Exemplars()) {
    kept[exemplar.second / 64].push_back(exemplar.Value());
  }
  ASSERT_THAT(kept, SizeIs(Le(ExemplarTable::kMostWindows)));
  ASSERT_EQ(kept.size(), all.size());
  for (auto& [window, values] : all) {
    std::sort(values.rbegin(), values.rend());
    values.resize(ExemplarTable::kPerWindow);
    EXPECT_THAT(kept[window], testing::UnorderedElementsAreArray(values)) << window;
  }
}

TEST(ExemplarTable, TakesATurnThatComesLate) {
  ExemplarTable table;
  table.AddTurn(Success(10ms), 1000, {});
  table.AddTurn(Success(20ms), 3, {});
  EXPECT_THAT(Values(table.Exemplars()), ElementsAre(20ms, 10ms));
}

TEST(ExemplarTable, IsBoundedWhateverTheSecondIs) {
  ExemplarTable table;
  table.AddTurn(Success(10ms), 0, {});
  table.AddTurn(Success(20ms), 0xFFFF'FFFF, {});
  table.AddTurn(Success(30ms), 5, {});
  EXPECT_THAT(Values(table.Exemplars()), ElementsAre(10ms, 30ms, 20ms));
}

TEST(ExemplarTable, IsTheSameMergedAsAddedToOne) {
  Random random(2);
  ExemplarTable one;
  ExemplarTable a;
  ExemplarTable b;
  for (int i = 0; i < 5000; ++i) {
    const bool first = random.Next() % 3 == 0;
    // The second of the two tables has seen less of the run, and has narrower windows.
    const auto second = static_cast<std::uint32_t>(random.Next() % (first ? 900 : 100));
    const TurnRecord turn = Success(nanoseconds(random.Next() % 1'000'000'000));
    const std::string session = std::to_string(i);
    one.AddTurn(turn, second, {.session = session});
    (first ? a : b).AddTurn(turn, second, {.session = session});
  }
  ExemplarTable b_first = b;
  b_first.Merge(a);
  a.Merge(b);
  EXPECT_EQ(Sessions(a.Exemplars()), Sessions(one.Exemplars()));
  EXPECT_EQ(Sessions(b_first.Exemplars()), Sessions(one.Exemplars()));
  EXPECT_EQ(Values(a.Exemplars()), Values(one.Exemplars()));
}

TEST(ExemplarTable, TakesBackWhatItGave) {
  Random random(3);
  ExemplarTable table;
  for (std::uint32_t s = 0; s < 500; ++s) {
    table.AddTurn(Success(nanoseconds(random.Next() % 1'000'000'000)), s, {});
  }
  ExemplarTable again;
  for (const Exemplar& exemplar : table.Exemplars()) again.Add(exemplar);
  EXPECT_EQ(Values(again.Exemplars()), Values(table.Exemplars()));
}

TEST(ExemplarTable, TakesNoneWithoutTheDurationThatItStandsFor) {
  ExemplarTable table;
  Exemplar exemplar;
  exemplar.durations.Set(Trend::kTimeToFirstToken, 1s);
  exemplar.trend = Trend::kResponseTime;
  table.Add(exemplar);
  EXPECT_THAT(table.Exemplars(), IsEmpty());
}

}  // namespace
}  // namespace clamor
