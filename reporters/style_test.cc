// SPDX-License-Identifier: Apache-2.0
#include "reporters/style.h"

#include <gtest/gtest.h>

#include "reporters/table.h"

namespace clamor {
namespace {

TEST(Style, PaintsOnlyWhereColourIsWanted) {
  EXPECT_EQ(Paint(Style{false, 80}, Color::kBad, "FAILED"), "FAILED");
  EXPECT_EQ(Paint(Style{true, 80}, Color::kBad, "FAILED"), "\x1b[1;31mFAILED\x1b[0m");
}

TEST(Style, LeavesNoWorkflowCommandInALogLine) {
  EXPECT_EQ(ForLog("::error::x", 100), "\\x3a:error::x");
  EXPECT_EQ(ForLog("   ::stop-commands::x", 100), "   \\x3a:stop-commands::x");
  EXPECT_EQ(ForLog("a ##[error]b ##[group]c", 100), "a ##\\x5berror]b ##\\x5bgroup]c");
  EXPECT_EQ(ForLog("std::string", 100), "std::string");
}

TEST(Style, ShowsEscapesAndLineBreaksRatherThanObeyingThem) {
  EXPECT_EQ(ForLog("a\n\x1b[31mb", 100), "a\\n\\x1b[31mb");
}

TEST(Style, MeasuresCodePointsAndNoColours) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("\xC3\xA4\xE2\x82\xAC"), 2u);
  EXPECT_EQ(DisplayWidth(Paint(Style{true, 80}, Color::kGood, "ok")), 2u);
}

TEST(Table, StandsNamesLeftAndNumbersRight) {
  const Table table{{"metric", "p50"}, {{"a", "1.00 s"}, {"longer name", "2 s"}}, 1};
  EXPECT_EQ(DrawTable(table, "> "),
            "> metric          p50\n"
            "> a            1.00 s\n"
            "> longer name     2 s\n");
}

TEST(Table, LeavesNoBlanksAtTheEndOfALine) {
  const Table table{{}, {{"a", "b"}, {"longer", ""}}, 2};
  EXPECT_EQ(DrawTable(table, ""), "a       b\nlonger\n");
}

}  // namespace
}  // namespace clamor
