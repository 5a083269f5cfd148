// SPDX-License-Identifier: Apache-2.0
#include "reporters/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "reporters/figures.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> NamesOf(const std::vector<Section>& sections) {
  std::vector<std::string> names;
  for (const Section& section : sections) names.push_back(section.name);
  return names;
}

TEST(Sections, ShowATagByItselfWhereItHasSeveralValues) {
  // `length` has but one.
  EXPECT_THAT(NamesOf(SectionsOf(ChatRun(), 20)),
              ElementsAre("checks", "scenarios", "by model", "by stream", "by tag"));
  EXPECT_THAT(NamesOf(SectionsOf(PassingRun(), 20)), ElementsAre("by tag"));
  EXPECT_THAT(SectionsOf(RunData(), 20), IsEmpty());
}

TEST(Sections, ShowScenariosOfLoadTestsPutTogetherAsATag) {
  RunData run = ChatRun();
  run.scenarios.clear();
  EXPECT_THAT(NamesOf(SectionsOf(run, 20)),
              ElementsAre("checks", "by model", "by stream", "by scenario", "by tag"));
}

TEST(Sections, TellTurnsFailuresAndTimesOfEachValue) {
  const std::vector<Section> sections = SectionsOf(ChatRun(), 20);
  EXPECT_THAT(sections[2].table.rows[0], ElementsAre("claude-3-opus", "400", "10 (2.5 %)", "1.2 s",
                                                     "1.56 s", "1.59 s", "300 ms", "390 ms"));
  EXPECT_EQ(sections[3].table.rows[1][2], "0");
  EXPECT_EQ(sections[4].table.rows[0][0], "length=short");
}

TEST(Sections, CountTheKindsOfCallsAlsoThoseThatNobodyHeld) {
  RunData run = PassingRun();
  const Tags held{{"kind", "simple_query"}};
  run.slices.insert(run.slices.end(), {{{"kind", "false_alarm"}}, held});
  run.counters.push_back({Counter::kTurnsSucceeded, held, 3, {}});
  DefinedTrend audio;
  audio.metric = "time_to_first_audio";
  audio.histogram.Record(std::chrono::milliseconds(640));
  run.defined_trends.push_back(audio);
  audio.tags = held;
  run.defined_trends.push_back(audio);
  const std::vector<Section> sections = SectionsOf(run, 20);
  ASSERT_EQ(sections.front().name, "by kind");
  EXPECT_THAT(sections.front().table.rows,
              ElementsAre(ElementsAre("false_alarm", "0", "0", "-", "-", "-", "-"),
                          ElementsAre("simple_query", "3", "0", "640 ms", "640 ms", "-", "-")));
}

TEST(Figures, ShowCountersToWhichNothingWasAdded) {
  RunData run = PassingRun();
  run.defined.push_back({"connection_errors", SampleKind::kCounter, Unit::kCount});
  bool shown = false;
  for (const Figure& figure : FiguresOf(RunResult(std::make_shared<const RunData>(run)))) {
    if (figure.name != "connection_errors") continue;
    EXPECT_EQ(figure.value, "0");
    shown = true;
  }
  EXPECT_TRUE(shown);
}

TEST(Sections, LeaveOutRowsBeyondTheMost) {
  const std::vector<Section> sections = SectionsOf(ChatRun(), 1);
  EXPECT_THAT(sections[0].table.rows, SizeIs(1));
  EXPECT_EQ(sections[0].left_out, 3U);
  EXPECT_EQ(sections[1].left_out, 1U);
}

TEST(Sections, GiveEveryRowAsManyCellsAsItsHead) {
  for (const Section& section : SectionsOf(ChatRun(), 20)) {
    for (const TableRow& row : section.table.rows) {
      EXPECT_THAT(row, SizeIs(section.table.head.size())) << section.name;
    }
  }
}

TEST(CheckTable, MarksChecksThatFailedAndThoseNeverAsked) {
  const Table table = CheckTable(ChatRun());
  ASSERT_THAT(table.rows, SizeIs(4));
  EXPECT_THAT(table.rows[0], ElementsAre("ok", "status_200", "content", "996", "996", "100 %"));
  EXPECT_THAT(table.rows[1],
              ElementsAre("FAILED", "json_content_type", "content", "699", "700", "99.9 %"));
  EXPECT_EQ(table.rows[2][2], "time");
  EXPECT_THAT(table.rows[3], ElementsAre("not asked", "never_asked", "content", "0", "0", "-"));
}

TEST(TrendTable, ShowsTrendsOfSuitesInTheirUnit) {
  const Table table = TrendTable(ChatRun());
  EXPECT_THAT(table.rows.back(), ElementsAre("answer_words", "200", "100", "1", "100", "180", "190",
                                             "198", "200", "200"));
}

}  // namespace
}  // namespace clamor
