// SPDX-License-Identifier: Apache-2.0
// What each format says of nights that were judged.
#include <gmock/gmock.h>

#include <pugixml.hpp>
#include <sstream>
#include <string>

#include "base/json_text.h"
#include "base/utf8.h"
#include "metrics/regression/judge_nights.h"
#include "metrics/regression/test_history.h"
#include "reporters/html/html_reporter.h"
#include "reporters/regression/night_chart.h"
#include "reporters/regression/trend_console.h"
#include "reporters/regression/trend_json.h"
#include "reporters/regression/trend_markdown.h"
#include "reporters/regression/trend_section.h"
#include "reporters/regression/trend_text.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

JudgedNights Judged(const NightlyHistory& nights) {
  return JudgeNights(nights.history, nights.history.lines.back().run, {});
}

// Thirty nights of 200 ms, then six of 250 ms.
NightlyHistory Step() {
  NightlyHistory nights;
  nights.Add(30, 0.2);
  nights.Add(6, 0.25);
  return nights;
}

std::string FactNamed(const JudgedTrend& judged, const std::string& name) {
  for (const Figure& fact : FactsOf(judged)) {
    if (fact.name == name) return fact.value;
  }
  return "";
}

TEST(TrendText, TellsAChangeWithAllThatIsKnownOfIt) {
  const JudgedNights nights = Judged(Step());
  const JudgedTrend& judged = nights.series.at(0);
  EXPECT_EQ(WordOf(judged), "slower, suspected");
  EXPECT_EQ(TitleOf(judged), "Chat.Basic: p95(response_time) is 23 % higher since 2026-01-31");
  EXPECT_EQ(FactNamed(judged, "before"), "203 ms, the level of 30 nights up to 2026-01-30");
  EXPECT_EQ(FactNamed(judged, "now"), "250 ms (+23 %), since 2026-01-31 (6 nights)");
  EXPECT_EQ(FactNamed(judged, "commits in between"), "000001d00000..000001e00000");
  EXPECT_EQ(FactNamed(judged, "how sure"),
            "of 200 random orders of these nights, at most one parts as clearly; nights lie by "
            "about 3.4 % around their level");
  EXPECT_EQ(FactNamed(judged, "second run"), "none since then");
  EXPECT_EQ(FactNamed(judged, "machine"), "");
  EXPECT_EQ(TotalsOf(nights), "1 series of 1 load test: 1 worse");
}

TEST(TrendText, TellsWhatChangedBesideTheCode) {
  NightlyHistory nights = Step();
  for (std::size_t i = 30; i < 36; ++i) {
    NightlyRun& run = nights.history.lines[i].run;
    run.clamor_version = "0.2.0";
    run.tests[0].setting.machine = "Linux 6.5.0, 4 x CPU, 16 GB";
    run.commit = nights.history.lines[29].run.commit;
  }
  const JudgedTrend judged = Judged(nights).series.at(0);
  EXPECT_EQ(FactNamed(judged, "commits in between"),
            "none: both nights ran 000001d00000, so look at what surrounds it");
  EXPECT_EQ(FactNamed(judged, "Clamor"), "0.2.0, before it 0.1.0");
  EXPECT_EQ(FactNamed(judged, "machine"),
            "Linux 6.5.0, 4 x CPU, 16 GB, before it Linux 6.1.0, 4 x CPU, 16 GB");
}

TEST(TrendText, TellsTheStepsOfADrift) {
  NightlyHistory nights;
  nights.Add(12, 0.2);
  nights.Add(12, 0.25);
  nights.Add(12, 0.3);
  const JudgedTrend judged = Judged(nights).series.at(0);
  EXPECT_EQ(FactNamed(judged, "now"), "300 ms (+48 %), since 2026-01-13 (24 nights)");
  std::vector<std::string> steps;
  for (const Figure& fact : FactsOf(judged)) {
    if (fact.name == "step" || fact.name == "commits in between") steps.push_back(fact.value);
  }
  EXPECT_THAT(steps, ElementsAre("203 ms to 254 ms on 2026-01-13", "000000b00000..000000c00000",
                                 "254 ms to 300 ms on 2026-01-25", "000001700000..000001800000"));
}

TEST(TrendText, TellsWhetherASecondRunConfirms) {
  NightlyHistory nights = Step();
  nights.LookAgain(0.24);
  EXPECT_EQ(WordOf(Judged(nights).series.at(0)), "slower, confirmed");
  EXPECT_EQ(FactNamed(Judged(nights).series.at(0), "second run"),
            "240 ms on 2026-02-05: confirms it");
  NightlyHistory others = Step();
  others.LookAgain(0.2);
  EXPECT_EQ(FactNamed(Judged(others).series.at(0), "second run"),
            "200 ms on 2026-02-05: does not confirm it");
}

TEST(TrendText, TellsErrorRatesInPoints) {
  NightlyHistory nights = Step();
  for (std::size_t i = 0; i < 36; ++i) {
    nights.history.lines[i].run.tests[0].measures = {
        {"error_rate", Unit::kRatio, (i < 30 ? 0.001 : 0.02) + 0.0001 * static_cast<double>(i % 3),
         1000}};
  }
  EXPECT_EQ(TitleOf(Judged(nights).series.at(0)),
            "Chat.Basic: error_rate is 1.9 points higher since 2026-01-31");
}

TEST(TrendText, TellsAnImprovement) {
  NightlyHistory nights;
  nights.Add(30, 0.25);
  nights.Add(6, 0.2);
  const JudgedTrend judged = Judged(nights).series.at(0);
  EXPECT_EQ(WordOf(judged), "faster");
  EXPECT_EQ(ChangeText(judged), "-21 %");
  EXPECT_THAT(TitleOf(judged), HasSubstr("21 % lower"));
}

TEST(TrendText, RemarksOnWhatCannotBeSeen) {
  NightlyHistory few;
  few.Add(3, 0.2);
  EXPECT_THAT(RemarksOf(Judged(few)),
              ElementsAre("1 series is judged once there are 12 nights alike"));
  EXPECT_EQ(TotalsOf(Judged(few)), "1 series of 1 load test: 1 with too few nights");
  NightlyHistory noisy;
  for (int night = 0; night < 20; ++night) noisy.Add(1, night % 2 == 0 ? 0.2 : 0.3);
  EXPECT_THAT(RemarksOf(Judged(noisy)),
              ElementsAre("1 series varies by 10 % or more from night to night: there a change of "
                          "10 % may be missed"));
  EXPECT_EQ(TotalsOf(JudgedNights{}), "no nights to judge");
}

TEST(TrendText, NamesAFewOfManyLoadTests) {
  JudgedNights nights;
  nights.notes = {{"not judged: void", {"A.1", "A.2", "A.3", "A.4", "A.5"}}};
  EXPECT_THAT(RemarksOf(nights), ElementsAre("A.1, A.2, A.3 and 2 more: not judged: void"));
}

TEST(TrendText, DrawsABarForEachNight) {
  NightSeries series;
  for (const double value : {1.0, 8.0, 4.5}) series.nights.push_back({{}, "", "", "", value, 1});
  EXPECT_EQ(BarsOf(series), "▁█▅");
  series.nights.resize(1);
  EXPECT_EQ(BarsOf(series), "▁");
}

TEST(TrendConsole, ShowsWhatChangedInALine) {
  EXPECT_EQ(
      ConsoleTextOf(Judged(Step()), {}),
      "Over nights: 1 series of 1 load test: 1 worse\n"
      "  slower, suspected  Chat.Basic  p95(response_time)  since 2026-01-31 (6 nights)  203 ms "
      " ->  250 ms  +23 %\n");
  EXPECT_THAT(ConsoleTextOf(Judged(Step()), {.color = true}), HasSubstr("\x1b["));
}

TEST(TrendMarkdown, IsATableThenEachChange) {
  const std::string text = MarkdownOf(Judged(Step()));
  EXPECT_THAT(text, StartsWith("## Over nights: 1 series of 1 load test: 1 worse\n"));
  EXPECT_THAT(text, HasSubstr("\n| slower, suspected | Chat.Basic | p95(response_time) | since "
                              "2026-01-31 (6 nights) | 203 ms | 250 ms | +23 % |\n"));
  EXPECT_THAT(text, HasSubstr("| commits in between | 000001d00000..000001e00000 |\n"));
  EXPECT_THAT(text, HasSubstr("| each night | ▂"));
}

TEST(TrendMarkdown, OfOneChangeBeginsWithItsFingerprint) {
  EXPECT_THAT(MarkdownOf(Judged(Step()).series.at(0)),
              StartsWith("<!-- clamor-trend 23b4ab8cc5e21ba5 -->\n**Chat.Basic: "
                         "p95(response_time) is 23 % higher since 2026-01-31.** No second run "
                         "confirms it so far.\n\n| | |\n"));
}

TEST(TrendJson, ListsAlertsAndImprovements) {
  NightlyHistory nights = Step();
  for (std::size_t i = 0; i < 36; ++i) {
    auto& measures = nights.history.lines[i].run.tests[0].measures;
    measures.push_back({"p50(response_time)", Unit::kSeconds, 1 / measures[0].value, 400});
  }
  nights.LookAgain(0.24);
  const JsonValue json = ParseJson(JsonOf(Judged(nights)), "trend.json");
  EXPECT_EQ(json.Find("clamor_trend")->number, 1);
  EXPECT_EQ(json.Find("time")->text, "2026-02-05T03:17:00.000000Z");
  EXPECT_EQ(json.Find("confirms")->text, "true");
  EXPECT_EQ(json.Find("series")->number, 2);
  EXPECT_EQ(json.Find("largest_p")->number, 0.005);
  ASSERT_THAT(json.Find("alerts")->elements, SizeIs(1));
  ASSERT_THAT(json.Find("improvements")->elements, SizeIs(1));
  EXPECT_EQ(json.Find("alerts_left_out")->number, 0);
  const JsonValue& alert = json.Find("alerts")->elements[0];
  EXPECT_EQ(alert.Find("fingerprint")->text, "23b4ab8cc5e21ba5");
  EXPECT_EQ(alert.Find("title")->text,
            "Chat.Basic: p95(response_time) is 23 % higher since 2026-01-31");
  EXPECT_EQ(alert.Find("test")->text, "Chat.Basic");
  EXPECT_EQ(alert.Find("measure")->text, "p95(response_time)");
  EXPECT_EQ(alert.Find("unit")->text, "s");
  EXPECT_NEAR(alert.Find("before")->number, 0.2, 0.005);
  EXPECT_NEAR(alert.Find("after")->number, 0.25, 0.005);
  EXPECT_EQ(alert.Find("since")->text, "2026-01-31T02:17:00.000000Z");
  EXPECT_EQ(alert.Find("nights")->number, 6);
  const JsonValue& step = alert.Find("steps")->elements.at(0);
  EXPECT_EQ(step.Find("commit_before")->text, "000001d00000");
  EXPECT_EQ(step.Find("commit_since")->text, "000001e00000");
  EXPECT_EQ(step.Find("since")->text, alert.Find("since")->text);
  EXPECT_EQ(alert.Find("p")->number, 0.005);
  EXPECT_EQ(alert.Find("confirmed")->text, "true");
  EXPECT_EQ(alert.Find("second_run")->number, 0.24);
  EXPECT_EQ(alert.Find("markdown")->text, MarkdownOf(Judged(nights).series.at(0)));
}

std::string Page(const JudgedNights& nights) {
  std::ostringstream out;
  HtmlReporter(nights).Write({ResultOf(PassingRun())}, out);
  return out.str();
}

// As HtmlReporter's own tests read it.
pugi::xml_document Parsed(const JudgedNights& nights) {
  pugi::xml_document page;
  const std::string text = Page(nights);
  const auto result = page.load_string(text.c_str());
  EXPECT_TRUE(result) << result.description() << ": " << text.substr(result.offset, 200);
  return page;
}

TEST(TrendSection, HasAChartOfWhatChangedAndATableOfAll) {
  NightlyHistory nights = Step();
  for (std::size_t i = 0; i < 36; ++i) {
    nights.history.lines[i].run.tests[0].measures.push_back(
        {"error_rate", Unit::kRatio, 0.001, 400});
  }
  nights.LookAgain(0.24);
  const auto page = Parsed(Judged(nights));
  EXPECT_TRUE(page.select_node("//a[@href='#nights']"));
  const pugi::xml_node section = page.select_node("//section[@id='nights']").node();
  EXPECT_STREQ(section.child("h2").text().get(),
               "Over nights: 2 series of 1 load test: 1 worse, 1 steady");
  EXPECT_EQ(section.select_nodes(".//figure").size(), 1U);
  EXPECT_EQ(section.select_nodes(".//figure//svg/circle").size(), 36U + 1) << "and the legend's";
  EXPECT_EQ(section.select_nodes(".//figure//tbody/tr").size(), 36U + 1) << "and the second run";
  const auto rows = section.select_nodes(".//table[caption='all series over nights']/tbody/tr");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_STREQ(rows[0].node().first_child().text().get(), "slower, confirmed");
}

TEST(TrendSection, IsNotThereWithoutNights) {
  std::ostringstream out;
  HtmlReporter().Write({ResultOf(PassingRun())}, out);
  EXPECT_THAT(out.str(), Not(HasSubstr("nights")));
}

TEST(TrendSection, ShowsNightsThatWereTooFew) {
  NightlyHistory nights;
  nights.Add(1, 0.2);
  const auto page = Parsed(Judged(nights));
  EXPECT_TRUE(page.select_node("//section[@id='nights']//table"));
  EXPECT_THAT(html::FigureOf(Judged(nights).series.at(0)), HasSubstr("<circle"));
}

// Every text of the history is hostile.
NightlyHistory Hostile() {
  NightlyHistory nights = Step();
  for (std::size_t i = 0; i < 36; ++i) {
    NightlyRun& run = nights.history.lines[i].run;
    run.commit = HostileText() + (i < 30 ? "a" : "b");
    run.clamor_version = HostileText() + (i < 30 ? "a" : "b");
    run.tests[0].test = HostileText();
    run.tests[0].setting.machine = HostileText() + (i < 30 ? "a, 4 x CPU" : "b, 4 x CPU");
    run.tests[0].measures[0].name = "p95(" + HostileText() + ")";
  }
  NightlyRun& first = nights.history.lines[0].run;
  first.tests[0].setting.options = {{HostileText(), HostileText()}};
  nights.newest().tests[0].not_judged = HostileText();
  nights.Add(1, 0.25);
  std::swap(nights.newest().tests, nights.history.lines[35].run.tests);
  return nights;
}

TEST(Trend, ShowsHostileTextAsText) {
  const JudgedNights nights = Judged(Hostile());
  ASSERT_FALSE(nights.series.empty());
  ASSERT_TRUE(nights.series[0].change);
  ASSERT_FALSE(nights.notes.empty());
  const std::string console = ConsoleTextOf(nights, {});
  const std::string markdown = MarkdownOf(nights) + MarkdownOf(nights.series[0]);
  const std::string json = JsonOf(nights);
  const std::string html = html::NightsSection(nights);
  for (const std::string& text : {console, markdown, html}) {
    EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\xff")),
                            Not(HasSubstr("\xE2\x80\xAE"))));
    EXPECT_EQ(FirstInvalidUtf8(text), std::string::npos);
  }
  EXPECT_THAT(console, AllOf(Not(HasSubstr("\n::error")), Not(HasSubstr("##["))));
  EXPECT_THAT(markdown, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("@everyone")),
                              Not(HasSubstr("[link](")), Not(HasSubstr("| pipe"))));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  const JsonValue parsed = ParseJson(json, "trend.json");
  const std::string title = parsed.Find("alerts")->elements.at(0).Find("title")->text;
  EXPECT_THAT(title, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n")), Not(HasSubstr("##["))));
  Parsed(nights);
}

TEST(Trend, BoundsWhatAHistoryHolds) {
  NightlyHistory nights;
  nights.Add(14, 0.2);
  nights.Add(10, 0.25);
  for (HistoryLine& line : nights.history.lines) {
    const NightlyTest test = line.run.tests[0];
    line.run.tests.clear();
    line.run.commit += std::string(10'000, 'c');
    for (int i = 0; i < 70; ++i) {
      line.run.tests.push_back(test);
      line.run.tests.back().test += std::to_string(i) + std::string(10'000, 't');
    }
  }
  const JudgedNights judged = Judged(nights);
  ASSERT_EQ(judged.Count(NightsVerdict::kWorse), 70U);
  EXPECT_LT(ConsoleTextOf(judged, {}).size(), 20'000U);
  EXPECT_THAT(ConsoleTextOf(judged, {}), HasSubstr("and 20 more"));
  EXPECT_LT(MarkdownOf(judged).size(), 60'000U);
  EXPECT_THAT(MarkdownOf(judged), EndsWith("the page report.html holds them.**\n"));
  const JsonValue json = ParseJson(JsonOf(judged), "trend.json");
  EXPECT_THAT(json.Find("alerts")->elements, SizeIs(50));
  EXPECT_EQ(json.Find("alerts_left_out")->number, 20);
  EXPECT_LT(JsonOf(judged).size(), 300'000U);
  EXPECT_LT(html::NightsSection(judged).size(), 8'000'000U);
  EXPECT_THAT(json.Find("improvements")->elements, IsEmpty());
}

}  // namespace
}  // namespace clamor
