// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/html_reporter.h"

#include <gmock/gmock.h>

#include <chrono>
#include <pugixml.hpp>
#include <sstream>

#include "base/utf8.h"
#include "metrics/run_data.h"
#include "reporters/sample_runs.h"
#include "reporters/tables.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

std::string Written(const std::vector<RunResult>& runs) {
  std::ostringstream out;
  HtmlReporter().Write(runs, out);
  return out.str();
}

// The page is written so that XML's readers take it too: every element is closed.
pugi::xml_document Parsed(const std::vector<RunResult>& runs) {
  pugi::xml_document page;
  const std::string text = Written(runs);
  const auto result = page.load_string(text.c_str());
  EXPECT_TRUE(result) << result.description() << ": " << text.substr(result.offset, 200);
  return page;
}

std::vector<std::vector<std::string>> RowsOf(const pugi::xml_node& table) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : table.select_nodes(".//tbody/tr")) {
    std::vector<std::string> cells;
    for (const auto& cell : row.node().children()) {
      std::ostringstream text;
      for (const auto& part : cell.select_nodes(".//text()")) text << part.node().value();
      cells.push_back(text.str());
    }
    rows.push_back(cells);
  }
  return rows;
}

pugi::xml_node TableNamed(const pugi::xml_document& page, const std::string& caption) {
  return page.select_node(("//table[caption='" + caption + "']").c_str()).node();
}

TEST(Html, BeginsWithHowItCameOutAndEachSla) {
  const auto page = Parsed(SampleRuns());
  EXPECT_STREQ(page.select_node("//h1/strong").node().text().get(), "✖ FAILED");
  const auto rows = RowsOf(TableNamed(page, "SLAs"));
  ASSERT_GT(rows.size(), 3U);
  EXPECT_EQ(rows.front()[0], "✖ FAILED");
  const std::string test = "Each/Assistant.HoldsEachConversation/refusal";
  EXPECT_THAT(rows, Contains(ElementsAre("▲ UNCERTAIN", test, "p95(time_to_first_token) < 500ms",
                                         "462 ms", "7.6 % below", "90", "430 ms to 510 ms",
                                         "uncertain: the interval holds the limit")));
  EXPECT_THAT(rows, Contains(ElementsAre("✖ FAILED", test, "error_rate < 1%", "", "", "", "",
                                         "error_rate = 10 %, limit < 1 %, 100 turns")))
      << "a result of before there were such numbers";
}

TEST(Html, LeadsToEachLoadTest) {
  const auto page = Parsed(SampleRuns());
  const auto links = page.select_nodes("//nav//a");
  EXPECT_EQ(links.size(), SampleRuns().size());
  for (const auto& link : links) {
    const std::string target = std::string(link.node().attribute("href").value()).substr(1);
    EXPECT_TRUE(page.select_node(("//section[@id='" + target + "']").c_str())) << target;
  }
}

TEST(Html, HoldsTheNumbersOfTheTable) {
  const RunData run = PassingRun();
  const auto page = Parsed({ResultOf(run)});
  EXPECT_EQ(RowsOf(TableNamed(page, "metrics")), TrendTable(run).rows);
}

TEST(Html, CarriesHostileTextAsText) {
  const std::string text = Written({ResultOf(FailingRun())});
  for (const char* acting : {"<script>alert", "\x1b", "\xff", "\xE2\x80\xAE", "onerror="}) {
    EXPECT_THAT(text, Not(HasSubstr(acting)));
  }
  EXPECT_EQ(FirstInvalidUtf8(text), std::string::npos);
  Parsed({ResultOf(FailingRun())});
}

TEST(Html, BoundsWhatAServerSent) {
  RunData run = FailingRun();
  run.failures[0].examples[0].message = std::string(1 << 20, 'x');
  EXPECT_LT(Written({ResultOf(run)}).size(), 200'000U);
}

TEST(Html, FetchesNothing) {
  const std::string text = Written(SampleRuns());
  EXPECT_THAT(text, HasSubstr("content=\"default-src 'none';"));
  for (const char* fetched : {"src=", "<link", "url(", "@import", "unsafe-inline"}) {
    EXPECT_THAT(text, Not(HasSubstr(fetched)));
  }
}

TEST(Html, TellsHowToRepeatTheRun) {
  const auto page = Parsed({ResultOf(PassingRun())});
  std::vector<std::string> names;
  for (const auto& name : page.select_nodes("//details[summary='How to repeat it']//dt")) {
    names.emplace_back(name.node().text().get());
  }
  EXPECT_THAT(names, IsSupersetOf({"target", "profile", "seed", "test", "commit"}));
}

TEST(Html, SaysThatNothingWasPlayed) {
  EXPECT_THAT(Written({}), HasSubstr("No load test has left a result."));
  EXPECT_THAT(Written({ResultOf(RunWithoutTurns())}), HasSubstr("✖ FAILED"));
}

TEST(Html, ShowsARunOfOneSecond) {
  RunData run;
  run.suite = "Short";
  run.test = "ThreeTurns";
  run.counted = 800ms;
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 3, {3}});
  const auto page = Parsed({ResultOf(run)});
  EXPECT_EQ(page.select_nodes("//figure//path[@class='dots']").size(), 1U);
}

TEST(Html, IsSmall) { EXPECT_LT(Written(SampleRuns()).size(), std::size_t{400} << 10); }

}  // namespace
}  // namespace clamor
