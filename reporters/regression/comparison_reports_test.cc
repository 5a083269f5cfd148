// SPDX-License-Identifier: Apache-2.0
// What people and programs are told of a comparison: change_words.h and each format.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <pugixml.hpp>
#include <string>

#include "reporters/regression/change_words.h"
#include "reporters/regression/comparison_annotations.h"
#include "reporters/regression/comparison_console.h"
#include "reporters/regression/comparison_junit.h"
#include "reporters/regression/comparison_markdown.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

MeasureChange ChangeBy(double ratio, Change change,
                       const std::string& measure = "p95(response_time)") {
  MeasureChange made;
  made.test = "Chat.BasicLoad";
  made.measure = measure;
  made.change = change;
  made.base = 0.2;
  made.head = 0.2 * ratio;
  made.base_samples = made.head_samples = 4000;
  made.estimate = ratio;
  made.low = ratio * 0.95;
  made.high = ratio * 1.05;
  made.has_interval = true;
  made.same_within = 0.04;
  made.detectable = 0.12;
  made.pairs = 24;
  return made;
}

MeasureChange MoreFailures() {
  MeasureChange made = ChangeBy(1, Change::kWorse, "error_rate");
  made.unit = Unit::kRatio;
  made.base = 0.01;
  made.head = 0.034;
  made.estimate = 0.024;
  made.low = 0.01;
  made.high = 0.04;
  return made;
}

BuildComparison Comparison() {
  BuildComparison comparison;
  comparison.base.commit = "abc1234";
  comparison.head.commit = "def5678";
  comparison.pairs = 24;
  comparison.planned_pairs = 40;
  comparison.alpha = 0.05;
  comparison.floor = 0.05;
  comparison.lost = {{3, "head: the generator was busy"}};
  comparison.changes = {ChangeBy(1.01, Change::kSame, "p50(response_time)"),
                        ChangeBy(1.5, Change::kCannotTell, "p99(response_time)"),
                        ChangeBy(0.8, Change::kBetter, "p50(time_to_first_token)"),
                        ChangeBy(1.12, Change::kWorse, "p95(time_to_first_token)"),
                        ChangeBy(1.31, Change::kWorse),
                        MoreFailures()};
  comparison.not_compared = {{"Chat.BasicLoad", "p99(inter_event_gap)", kOnlyBase}};
  comparison.cautions = {"Chat.BasicLoad: the profile differs"};
  return comparison;
}

std::vector<std::string> MeasuresOf(const std::vector<const MeasureChange*>& changes) {
  std::vector<std::string> names;
  for (const MeasureChange* change : changes) names.push_back(change->measure);
  return names;
}

TEST(ChangeWords, PutTheWorstFirst) {
  const BuildComparison comparison = Comparison();
  EXPECT_THAT(MeasuresOf(WorstFirst(comparison)),
              ElementsAre("error_rate", "p95(response_time)", "p95(time_to_first_token)",
                          "p99(response_time)", "p50(time_to_first_token)", "p50(response_time)"));
}

TEST(ChangeWords, SayHowMuch) {
  EXPECT_EQ(HowMuch(ChangeBy(1.12, Change::kWorse)), "+12 % (+6.4 % to +18 %)");
  EXPECT_EQ(HowMuch(MoreFailures()), "+2.4 points (+1.0 points to +4.0 points)");
  EXPECT_EQ(VerdictOf(ChangeBy(1.12, Change::kWorse)), "slower");
  EXPECT_EQ(VerdictOf(ChangeBy(0.8, Change::kBetter)), "faster");
  EXPECT_EQ(VerdictOf(MoreFailures()), "more failures");
  EXPECT_EQ(VerdictOf(ChangeBy(1, Change::kSame)), "same within 4.0 %");
  EXPECT_EQ(VerdictOf(ChangeBy(1, Change::kCannotTell)), "cannot tell");
  MeasureChange memory = ChangeBy(1.4, Change::kWorse, "mean(server_rss)");
  memory.unit = Unit::kBytes;
  EXPECT_EQ(VerdictOf(memory), "more");
}

TEST(ChangeWords, SumUp) {
  BuildComparison comparison = Comparison();
  EXPECT_EQ(HeadlineOf(comparison), "3 of 6 measures are worse, 1 better, of 1 it cannot tell");
  EXPECT_THAT(HowTaken(comparison), HasSubstr("24 pairs of blocks of at most 40, 1 more thrown"));
  EXPECT_THAT(WhatCouldNotBeSeen(comparison), HasSubstr("would have had to be 12 %"));
  std::erase_if(comparison.changes, [](const auto& c) { return c.change == Change::kWorse; });
  EXPECT_THAT(HeadlineOf(comparison), StartsWith("nothing is slower"));
  comparison.changes.clear();
  EXPECT_EQ(HeadlineOf(comparison), "nothing could be compared");
  EXPECT_EQ(WhatCouldNotBeSeen(comparison), "");
}

TEST(ComparisonMarkdown, ShowsTheVerdictOpenAndFoldsTheRest) {
  const std::string text = ComparisonMarkdown(Comparison());
  EXPECT_THAT(text, StartsWith("## Load comparison: ❌ 3 of 6 measures are worse"));
  const std::string open = text.substr(0, text.find("<details>"));
  EXPECT_THAT(open, HasSubstr("| slower | Chat.BasicLoad |"));
  EXPECT_THAT(open, HasSubstr("+31 %"));
  EXPECT_THAT(open, Not(HasSubstr("same within")));
  EXPECT_THAT(open, HasSubstr("> Chat.BasicLoad: the profile differs"));
  EXPECT_THAT(text, HasSubstr("<summary>All 6 measures</summary>"));
  EXPECT_THAT(text, HasSubstr("<summary>Not compared (1)</summary>"));
  EXPECT_THAT(text, HasSubstr("pair 3: head: the generator was busy"));
}

BuildComparison Hostile(std::size_t measures) {
  BuildComparison comparison = Comparison();
  const std::string text = HostileText();
  comparison.changes.clear();
  for (std::size_t i = 0; i < measures; ++i) {
    MeasureChange change = ChangeBy(1.5, Change::kWorse, text + std::to_string(i));
    change.test = text + "</details>\n@everyone #1 ![x](http://evil)\n::error::x";
    change.remark = text;
    comparison.changes.push_back(change);
  }
  comparison.base.commit = text;
  comparison.cautions = {text};
  comparison.lost = {{1, text}};
  comparison.not_compared = {{text, text, text}, {text, "", text}};
  return comparison;
}

std::size_t CountIn(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(ComparisonMarkdown, LetsNothingOutOfItsCells) {
  const std::string text = ComparisonMarkdown(Hostile(3));
  EXPECT_EQ(CountIn(text, "<details>"), 3u);
  EXPECT_EQ(CountIn(text, "</details>"), 3u);
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("@everyone")));
  EXPECT_THAT(text, Not(HasSubstr("](http")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(ComparisonMarkdown, FitsACommentAndSaysWhatDidNot) {
  const std::string text = ComparisonMarkdown(Hostile(500));
  EXPECT_LE(text.size(), 59'000u);
  EXPECT_THAT(text, HasSubstr("lines more did not fit here"));
}

TEST(ComparisonAnnotations, AreTenAtMost) {
  const std::string lines = ComparisonAnnotations(Hostile(25));
  EXPECT_EQ(CountIn(lines, "\n"), 10u);
  EXPECT_EQ(CountIn(lines, "::error title="), 10u);
  EXPECT_THAT(lines, HasSubstr("16 more measures are worse"));
  EXPECT_EQ(CountIn("\n" + lines, "\n::"), 10u) << "no other command gets into the log";
}

TEST(ComparisonAnnotations, SpeakOnlyOfWhatIsWorse) {
  const std::string lines = ComparisonAnnotations(Comparison());
  EXPECT_EQ(CountIn(lines, "\n"), 3u);
  EXPECT_THAT(lines, StartsWith("::error title=Chat.BasicLoad%3A more failures::error_rate"));
}

TEST(ComparisonJunit, FailsWhatIsWorseAndSkipsWhatItCannotTell) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(ComparisonJunit(Comparison()).c_str()));
  const pugi::xml_node suite = document.select_node("//testsuite[@name='Chat.BasicLoad']").node();
  EXPECT_EQ(suite.attribute("tests").as_int(), 7);
  EXPECT_EQ(suite.attribute("failures").as_int(), 3);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 2);
  EXPECT_EQ(suite.parent().attribute("failures").as_int(), 3);
  EXPECT_EQ(document.select_nodes("//failure").size(), 3u);
  EXPECT_THAT(document.select_node("//failure").node().attribute("message").value(),
              HasSubstr("slower: 200 ms in base, 224 ms in head, +12 %"));
}

TEST(ComparisonJunit, IsXmlWhateverIsInIt) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(ComparisonJunit(Hostile(3)).c_str()));
  EXPECT_EQ(document.select_nodes("//failure").size(), 3u);
}

TEST(Comparison, OfAServerThatEndedIsNoGoodOneInAnyFormat) {
  BuildComparison comparison = Comparison();
  std::erase_if(comparison.changes, [](const auto& c) { return c.change == Change::kWorse; });
  comparison.server_ended = "head's server killed by signal 11 (SIGSEGV)";
  EXPECT_THAT(ComparisonMarkdown(comparison), StartsWith("## Load comparison: ❌ head"));
  EXPECT_THAT(ComparisonText(comparison, {}), StartsWith("head's server killed"));
  EXPECT_THAT(ComparisonAnnotations(comparison), HasSubstr("::head's server killed"));
  EXPECT_THAT(ComparisonJunit(comparison), HasSubstr("<failure message=\"head's server killed"));
}

TEST(ComparisonText, ShowsEverythingWithoutControlCharacters) {
  const std::string text = ComparisonText(Comparison(), {});
  EXPECT_THAT(text, StartsWith("3 of 6 measures are worse"));
  EXPECT_THAT(text, HasSubstr("thrown away: pair 3"));
  EXPECT_THAT(text, HasSubstr("not compared: Chat.BasicLoad p99(inter_event_gap): only base"));
  EXPECT_THAT(ComparisonText(Hostile(3), {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT("\n" + ComparisonText(Hostile(3), {}), Not(HasSubstr("\n::")));
}

}  // namespace
}  // namespace clamor
