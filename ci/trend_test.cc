// SPDX-License-Identifier: Apache-2.0
// clamor-trend as pipelines call it, night after night: exit codes, what it prints, what it leaves.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "base/json_text.h"
#include "base/test_shell.h"
#include "metrics/regression/history_line.h"
#include "metrics/regression/test_history.h"
#include "metrics/result_files.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class TrendTest : public testing::Test {
 protected:
  TrendTest() { std::filesystem::create_directories(Results()); }
  ~TrendTest() override { std::filesystem::remove_all(root_); }

  std::filesystem::path Results() const { return root_ / "results"; }
  std::filesystem::path HistoryFile() const { return root_ / "history.ndjson"; }

  // The results of a run in that night, so many hours after its night began: 400 turns of the
  // load test Chat.Basic, each of that response time, by the settings of NightlyHistory.
  void PutRun(int night, std::chrono::nanoseconds response, int hours = 0) {
    const NightlyRun as_kept = NightOf(night, 0);
    const TestSetting& setting = as_kept.tests[0].setting;
    RunData run;
    run.suite = "Chat";
    run.test = "Basic";
    run.started = as_kept.started + std::chrono::hours(hours);
    run.counted = 40s;
    run.wall = 41s;
    run.settings.commit = as_kept.commit;
    run.settings.machine = setting.machine;
    run.settings.profile = setting.profile;
    run.settings.conversations = setting.conversations;
    TrendSeries series{Trend::kResponseTime, {}, Histogram(), Timeline()};
    for (std::uint32_t i = 0; i < 400; ++i) {
      series.histogram.Record(response);
      series.timeline.Add(i / 10, Histogram::IndexOf(response));
    }
    run.trends.push_back(std::move(series));
    run.counters.push_back({Counter::kTurnsSucceeded, {}, 400, {}});
    run.promised.push_back({"p95(response_time) < 1s", "suites/chat.cc", 12});
    WriteResultFile(Results(), run);
  }

  // So many nights of 200 ms, then so many of 250 ms.
  void PutHistory(int before, int after) {
    NightlyHistory nights;
    nights.Add(before, 0.2);
    nights.Add(after, 0.25);
    StoreHistory(HistoryFile(), nights.history);
  }

  ShellOutcome Run(const std::string& arguments, const std::string& environment = "") const {
    return RunShell("env -u GITHUB_STEP_SUMMARY " + environment + " " CLAMOR_TREND " " + arguments);
  }
  ShellOutcome Judge(const std::string& options = "") const {
    return Run(options + " " + HistoryFile().string() + " " + Results().string());
  }

  std::size_t Lines() const { return LoadHistory(HistoryFile()).lines.size(); }
  JsonValue Json() const { return ParseJson(ReadFile(Results() / "trend.json"), "trend.json"); }

  std::filesystem::path root_ =
      std::filesystem::path(testing::TempDir()) / ("trend_" + std::to_string(::getpid()));
};

TEST_F(TrendTest, BeginsAHistory) {
  PutRun(0, 200ms);
  const ShellOutcome outcome = Judge();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("4 series of 1 load test: 4 with too few nights\n"));
  EXPECT_THAT(ReadFile(HistoryFile()),
              AllOf(StartsWith("{\"clamor_history\":1,\"time\":\"2026-01-01T02:17:00.000000Z\""),
                    EndsWith("]}\n")));
  EXPECT_EQ(Lines(), 1U);
}

TEST_F(TrendTest, IsSilentWhileNothingChanges) {
  PutHistory(30, 0);
  PutRun(30, 200ms);
  const ShellOutcome outcome = Judge();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("1 steady"), Not(HasSubstr("slower"))));
  EXPECT_EQ(Lines(), 31U);
}

TEST_F(TrendTest, TellsARiseByExitCode1AndInEveryReport) {
  PutHistory(30, 5);
  PutRun(35, 250ms);
  const ShellOutcome outcome = Judge();
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(
      outcome.output,
      HasSubstr("\n  slower, suspected  Chat.Basic  p95(response_time)  since 2026-01-31 (6 "));
  EXPECT_THAT(ReadFile(Results() / "trend.md"), HasSubstr("000001d00000..000001e00000"));
  EXPECT_THAT(ReadFile(Results() / "report.html"),
              AllOf(HasSubstr("<section id=\"nights\">"), HasSubstr("<section id=\"run-0\">")));
  ASSERT_EQ(Json().Find("alerts")->elements.size(), 1U);
  EXPECT_EQ(Json().Find("alerts")->elements[0].Find("fingerprint")->text, "23b4ab8cc5e21ba5");
}

TEST_F(TrendTest, ConfirmsByASecondRunThatIsNoNight) {
  PutHistory(30, 6);
  PutRun(35, 200ms, 1);
  EXPECT_EQ(Judge("--confirm").exit_code, 0) << "as quick as it was";
  EXPECT_EQ(Json().Find("alerts")->elements.at(0).Find("confirmed")->text, "false");
  PutRun(35, 250ms, 2);
  const ShellOutcome outcome = Judge("--confirm");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("slower, confirmed"));
  EXPECT_EQ(Json().Find("alerts")->elements.at(0).Find("confirmed")->text, "true");
  EXPECT_EQ(Json().Find("alerts")->elements.at(0).Find("nights")->number, 6);
  EXPECT_EQ(Lines(), 38U);
}

TEST_F(TrendTest, ConfirmsNothingByTheNightItself) {
  PutRun(0, 200ms);
  EXPECT_THAT(Judge("--confirm").output, HasSubstr("holds no night that these results could"));
  EXPECT_FALSE(std::filesystem::exists(HistoryFile()));
  EXPECT_EQ(Judge().exit_code, 0);
  const ShellOutcome outcome = Judge("--confirm");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.output,
            "clamor-trend: these results are a night in the history already, expected those of "
            "another run\n");
}

TEST_F(TrendTest, TakesTheSameResultsOnce) {
  PutHistory(30, 5);
  PutRun(35, 250ms);
  const ShellOutcome first = Judge();
  const std::string page = ReadFile(Results() / "report.html");
  const ShellOutcome second = Judge();
  EXPECT_EQ(first.output, second.output);
  EXPECT_EQ(ReadFile(Results() / "report.html"), page);
  EXPECT_EQ(Lines(), 36U);
}

TEST_F(TrendTest, TakesItsOptions) {
  PutHistory(30, 5);
  PutRun(35, 250ms);
  EXPECT_EQ(Judge("--floor 40").exit_code, 0) << "23 % are less";
  EXPECT_EQ(Judge("--nights 12 --seed 3").exit_code, 1);
  EXPECT_EQ(Json().Find("alerts")->elements.at(0).Find("nights")->number, 6);
}

TEST_F(TrendTest, WritesElsewhereWhereAsked) {
  PutRun(0, 200ms);
  const std::filesystem::path out = root_ / "a" / "b";
  EXPECT_EQ(Judge("--out " + out.string()).exit_code, 0);
  for (const char* name : {"trend.md", "trend.json", "report.html"}) {
    EXPECT_TRUE(std::filesystem::exists(out / name)) << name;
    EXPECT_FALSE(std::filesystem::exists(Results() / name)) << name;
  }
}

TEST_F(TrendTest, KeepsTheVerdictsOfSlaFilesInThePage) {
  PutRun(0, 200ms);
  WriteWhole(root_ / "load.sla", "p99(response_time) < 1ms\n");
  EXPECT_EQ(Judge("--sla " + (root_ / "load.sla").string()).exit_code, 0);
  EXPECT_THAT(ReadFile(Results() / "report.html"), HasSubstr("Whole.AllLoadTestsTogether"));
}

TEST_F(TrendTest, AppendsToTheStepSummary) {
  PutRun(0, 200ms);
  WriteWhole(root_ / "step.md", "before\n");
  Run(HistoryFile().string() + " " + Results().string(),
      "GITHUB_STEP_SUMMARY=" + (root_ / "step.md").string());
  EXPECT_THAT(ReadFile(root_ / "step.md"), StartsWith("before\n## Over nights: 4 series"));
}

TEST_F(TrendTest, GoesOnAfterALineThatWasCut) {
  PutHistory(2, 0);
  WriteWhole(HistoryFile(), ReadFile(HistoryFile()) + "{\"clamor_history\":1,\"ti");
  PutRun(2, 200ms);
  const ShellOutcome outcome = Judge();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("history.ndjson:3: the last line was cut while it was "
                                        "written; it is left out\n"));
  EXPECT_EQ(Lines(), 3U);
}

TEST_F(TrendTest, RefusesWhatItCannotReadWithOneLineAndExitCode2) {
  PutRun(0, 200ms);
  const std::string results = Results().string();
  const std::string history = HistoryFile().string();
  const std::string newer = (root_ / "newer.ndjson").string();
  WriteWhole(newer, "{\"clamor_history\":2}\n");
  const auto with = [](const std::string& file, const std::string& folder) {
    return fmt::format("{} {}", file, folder);
  };
  const std::string both = with(history, results);
  for (const auto& [arguments, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "HISTORY"},
           {history, "DIR"},
           {"--frobnicate " + both, "--frobnicate"},
           {"--floor 0 " + both, "--floor"},
           {"--nights 3 " + both, "--nights"},
           {both + "/nowhere", "/nowhere: there is no such folder"},
           {with(history, root_.string()), "no result of a load test"},
           {with(newer, results), "newer.ndjson:1: run: of format version 2, expected 1"},
           {with(results, results), "cannot read " + results},
           {with(root_ / "none" / "h.ndjson", results), "cannot write "}}) {
    EXPECT_EQ(WhyNoRefusal(Run(arguments), "clamor-trend", message), "") << arguments;
  }
  EXPECT_FALSE(std::filesystem::exists(history));
  EXPECT_EQ(ReadFile(newer), "{\"clamor_history\":2}\n");
}

TEST_F(TrendTest, LeavesTheHistoryWhereItMayNotWrite) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  PutRun(0, 200ms);
  const std::filesystem::path folder = root_ / "kept";
  std::filesystem::create_directories(folder);
  WriteWhole(folder / "h.ndjson", HistoryLineOf(NightOf(1, 0.2)) + "\n");
  ::chmod(folder.c_str(), 0500);
  const ShellOutcome outcome = Run((folder / "h.ndjson").string() + " " + Results().string());
  ::chmod(folder.c_str(), 0700);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("cannot write " + (folder / "h.ndjson").string()));
  EXPECT_EQ(ReadFile(folder / "h.ndjson"), HistoryLineOf(NightOf(1, 0.2)) + "\n");
}

TEST_F(TrendTest, ShowsHostileTextOfAHistoryAsText) {
  NightlyHistory nights;
  nights.Add(30, 0.2);
  nights.Add(6, 0.25);
  for (HistoryLine& line : nights.history.lines) {
    line.run.commit += "\x1b[31m <b>@everyone</b>\n::error::x";
    line.text = HistoryLineOf(line.run);
  }
  StoreHistory(HistoryFile(), nights.history);
  PutRun(36, 250ms);
  const ShellOutcome outcome = Judge();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n::error"))));
  const std::string markdown = ReadFile(Results() / "trend.md");
  EXPECT_THAT(markdown, AllOf(HasSubstr("everyone"), Not(HasSubstr("\x1b")),
                              Not(HasSubstr("@everyone")), Not(HasSubstr("<b>"))));
  EXPECT_THAT(ReadFile(Results() / "report.html"),
              AllOf(HasSubstr("everyone"), Not(HasSubstr("<b>")), Not(HasSubstr("\x1b"))));
}

TEST_F(TrendTest, ListsItsOptions) {
  const ShellOutcome outcome = Run("--help");
  EXPECT_EQ(outcome.exit_code, 0);
  for (const char* option : {"HISTORY", "DIR", "--confirm", "--floor", "--nights", "--seed",
                             "--sla", "--out", "Exit code"}) {
    EXPECT_THAT(outcome.output, HasSubstr(option));
  }
}

}  // namespace
}  // namespace clamor
