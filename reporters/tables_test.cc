// SPDX-License-Identifier: Apache-2.0
#include "reporters/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

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
