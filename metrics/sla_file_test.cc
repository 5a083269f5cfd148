// SPDX-License-Identifier: Apache-2.0
#include "metrics/sla_file.h"

#include <gmock/gmock.h>

#include <string>

namespace clamor {
namespace {

std::string FileErrorOf(std::string_view text) {
  try {
    for (const SlaSection& section : ReadSections(text, "limits.sla")) SlasOf(section);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

bool IsFor(std::string_view tests, std::string_view test) {
  const auto sections =
      ReadSections("[" + std::string(tests) + "]\nerror_rate < 1%\n", "limits.sla");
  return sections.at(0).IsFor(test);
}

TEST(SlaFile, HasOnePerLineAndComments) {
  const auto sections = ReadSections(
      "\xEF\xBB\xBF# promises\r\n"
      "\r\n"
      "p95(response_time)<1s  # slow\r\n"
      "  error_rate{a=\"#1\"} < 1%",
      "limits.sla");
  ASSERT_EQ(sections.size(), 1U);
  const auto slas = SlasOf(sections[0]);
  ASSERT_EQ(slas.size(), 2U);
  EXPECT_EQ(slas[0].sla, "p95(response_time) < 1s");
  EXPECT_EQ(slas[0].file, "limits.sla");
  EXPECT_EQ(slas[0].line, 3);
  EXPECT_EQ(slas[1].sla, "error_rate{a=\"#1\"} < 1%");
  EXPECT_EQ(slas[1].line, 4);
}

TEST(SlaFile, SaysWhereTheFirstMistakeStands) {
  EXPECT_EQ(FileErrorOf("error_rate < 1%\n  p95(response_time) < 5%\n"),
            "limits.sla:2:24: \"5%\" does not fit p95(response_time), expected a duration such as "
            "500ms");
}

TEST(SlaFile, WithoutAnyIsAMistake) {
  EXPECT_THAT(FileErrorOf("# nothing\n"), testing::StartsWith("limits.sla:1:1: there is no SLA"));
  EXPECT_THAT(FileErrorOf("[Chat.*]\n"), testing::StartsWith("limits.sla:1:1: there is no SLA"));
}

TEST(SlaFile, HasSectionsForSomeTests) {
  const auto sections = ReadSections(
      "error_rate < 1%\n"
      "[Chat.*:Voice.Calls]  # those that speak\n"
      "error_rate < 2%\n"
      "error_rate < 3%\n"
      "[Nobody.*]\n"
      " [*] \n"
      "error_rate < 4%\n",
      "limits.sla");
  ASSERT_EQ(sections.size(), 3U);
  EXPECT_EQ(sections[0].tests, "");
  EXPECT_EQ(sections[1].tests, "Chat.*:Voice.Calls");
  EXPECT_EQ(SlasOf(sections[1]).at(1).line, 4);
  EXPECT_EQ(sections[2].tests, "") << "of all tests again";
  EXPECT_TRUE(sections[0].IsFor("Assistant.Talks"));
  EXPECT_FALSE(sections[1].IsFor("Assistant.Talks"));
  EXPECT_TRUE(sections[1].IsFor("Voice.Calls"));
}

TEST(SlaFile, TakesAPatternForTheWholeName) {
  EXPECT_TRUE(IsFor("Chat.*", "Chat.Streams"));
  EXPECT_FALSE(IsFor("Chat.*", "Each/Chat.Streams/a"));
  EXPECT_FALSE(IsFor("Chat.Stream", "Chat.Streams"));
  EXPECT_TRUE(IsFor("*Chat.*/a", "Each/Chat.Streams/a"));
  EXPECT_TRUE(IsFor("Chat.Stream?", "Chat.Streams"));
  EXPECT_FALSE(IsFor("Chat.Streams?", "Chat.Streams"));
  EXPECT_TRUE(IsFor("Chat.*aab**", "Chat.aaab")) << "what a * takes is tried again";
  EXPECT_TRUE(IsFor("Chat.*s", "Chat.Streams"));
  EXPECT_TRUE(IsFor("A.*:*.Streams", "Chat.Streams"));
  EXPECT_FALSE(IsFor("A.*:B.*", "Chat.Streams"));
}

TEST(SlaFile, RefusesPatternsThatNoTestCanMatch) {
  const std::string expected =
      "expected full names of tests, or patterns of them with * and ?, such as [Chat.*:Voice.*]";
  EXPECT_EQ(FileErrorOf("[Chat]\n"), "limits.sla:1:2: " + expected);
  EXPECT_EQ(FileErrorOf("\n  []\n"), "limits.sla:2:4: " + expected);
  EXPECT_EQ(FileErrorOf("[Chat.*:]\n"), "limits.sla:1:9: " + expected);
  EXPECT_EQ(FileErrorOf("[Chat.*-Chat.Slow]\n"), "limits.sla:1:8: " + expected);
  EXPECT_EQ(FileErrorOf("[Chat.*, Voice.*]\n"), "limits.sla:1:8: " + expected);
  EXPECT_EQ(FileErrorOf("[\n"), "limits.sla:1:2: expected ] at the line's end");
  EXPECT_EQ(FileErrorOf("[Chat.*] error_rate < 1%\n"),
            "limits.sla:1:25: expected ] at the line's end");
}

// Another suite's metrics are not known here, and need not be.
TEST(SlaFile, ReadsASlaOnlyWhereItIsForSomeTest) {
  const auto sections = ReadSections("[Chat.*]\ncost < 5\n[Voice.*]\nerror_rate < 1%\n", "l.sla");
  EXPECT_THROW(SlasOf(sections.at(0)), std::runtime_error);
  const std::vector<DefinedMetric> defined{{"cost", SampleKind::kCounter, Unit::kCount}};
  EXPECT_EQ(SlasOf(sections.at(0), defined).at(0).sla, "cost < 5");
  EXPECT_EQ(SlasOf(sections.at(1)).size(), 1U);
}

}  // namespace
}  // namespace clamor
