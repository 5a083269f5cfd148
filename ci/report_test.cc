// SPDX-License-Identifier: Apache-2.0
// clamor-report as pipelines call it: exit codes, what it prints, what it leaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "base/test_shell.h"
#include "metrics/result_files.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ReportTest : public testing::Test {
 protected:
  ReportTest() { std::filesystem::create_directories(Results()); }
  ~ReportTest() override { std::filesystem::remove_all(root_); }

  std::filesystem::path Results() const { return root_ / "results"; }

  // A run of 400 turns of 200 ms.
  void PutRun(const std::string& test) {
    RunData run;
    run.suite = "Assistant";
    run.test = test;
    run.started = std::chrono::system_clock::time_point(1'772'366'400s);
    run.counted = 40s;
    run.wall = 41s;
    TrendSeries series{Trend::kResponseTime, {}, Histogram(), Timeline()};
    for (std::uint32_t i = 0; i < 400; ++i) {
      series.histogram.Record(200ms);
      series.timeline.Add(i / 10, Histogram::IndexOf(200ms));
    }
    run.trends.push_back(std::move(series));
    run.counters.push_back({Counter::kTurnsSucceeded, {}, 400, {}});
    run.promised.push_back({"p95(response_time) < 1s", "suites/assistant.cc", 12});
    WriteResultFile(Results(), run);
  }

  std::string SlaFile(const std::string& text) const {
    WriteWhole(root_ / "load.sla", text);
    return (root_ / "load.sla").string();
  }

  // Runs the program with these arguments, beside the environment given as "NAME=value ".
  ShellOutcome Run(const std::string& arguments, const std::string& environment = "") const {
    return RunShell("env -u GITHUB_STEP_SUMMARY " + environment + " " CLAMOR_REPORT " " +
                    arguments);
  }

  std::filesystem::path root_ =
      std::filesystem::path(testing::TempDir()) / ("report_" + std::to_string(::getpid()));
};

TEST_F(ReportTest, ReportsWhatIsKeptWithExitCode0) {
  PutRun("One");
  PutRun("Two");
  const ShellOutcome outcome =
      Run("--sla " + SlaFile("p99(response_time) < 1s\n") + " " + Results().string());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("3 load tests: 3 PASSED"));
  EXPECT_THAT(outcome.output, HasSubstr("Whole.AllLoadTestsTogether"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("\x1b")));
  EXPECT_THAT(ReadFile(Results() / "junit.xml"), HasSubstr("Whole.AllLoadTestsTogether"));
  EXPECT_THAT(ReadFile(Results() / "summary.md"), StartsWith("## Load tests: ✅ PASSED"));
  EXPECT_THAT(ReadFile(Results() / "benchmark.json"), HasSubstr("/response_time/p95\""));
}

TEST_F(ReportTest, TellsABrokenPromiseByExitCode1) {
  PutRun("One");
  const ShellOutcome outcome =
      Run(Results().string() + " --sla " + SlaFile("p95(response_time) < 100ms\n"));
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("FAILED Whole.AllLoadTestsTogether"));
  EXPECT_THAT(ReadFile(Results() / "junit.xml"), HasSubstr("/load.sla\" line=\"1\""));
}

TEST_F(ReportTest, JudgesTheSectionsOfAnSlaFileApart) {
  PutRun("One");
  PutRun("Two");
  const ShellOutcome outcome =
      Run("--sla " +
          SlaFile("p99(response_time) < 1s\n[Assistant.T*]\np95(response_time) < 100ms\n"
                  "[Chat.*]\ncost < 1\n") +
          " " + Results().string());
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("PASSED Whole.AllLoadTestsTogether"));
  EXPECT_THAT(outcome.output, HasSubstr("FAILED Whole.Assistant.T*"));
  EXPECT_THAT(outcome.output, HasSubstr("\nno result of Chat.*: its 1 SLA was not judged\n"));
  EXPECT_THAT(ReadFile(Results() / "junit.xml"), HasSubstr("\"Whole.Assistant.T*\""));
}

TEST_F(ReportTest, PassesWhereNoSectionIsForWhatRan) {
  PutRun("One");
  const ShellOutcome outcome =
      Run("--sla " + SlaFile("[Chat.*]\nerror_rate < 1%\n") + " " + Results().string());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("its 1 SLA was not judged"));
  EXPECT_THAT(outcome.output, HasSubstr("1 load test: 1 PASSED"));
}

TEST_F(ReportTest, RefusesWhatItCannotReadWithOneLineAndExitCode2) {
  PutRun("One");
  const std::string results = Results().string();
  const std::string bad_sla = SlaFile("error_rate < 1%\np95(respond_time) < 1s\n");
  const std::string bad_section = (root_ / "bad.sla").string();
  WriteWhole(bad_section, "[Chat]\nerror_rate < 1%\n");
  for (const auto& [arguments, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "DIR"},
           {"--frobnicate " + results, "--frobnicate"},
           {results + "/nowhere", "/nowhere: there is no such folder"},
           {root_.string(), "no result of a load test"},
           {"--sla " + bad_sla + " " + results, "load.sla:2:"},
           {"--sla " + bad_section + " " + results, "bad.sla:1:2: expected full names of tests"},
           {"--sla /nowhere.sla " + results, "/nowhere.sla"}}) {
    EXPECT_EQ(WhyNoRefusal(Run(arguments), "clamor-report", message), "") << arguments;
  }
}

TEST_F(ReportTest, NamesTheResultThatIsDamaged) {
  WriteWhole(Results() / "broken.json", "{\"clamor_result\": 1, ");
  const ShellOutcome outcome = Run(Results().string());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("broken.json"));
}

TEST_F(ReportTest, WritesElsewhereWhereAsked) {
  PutRun("One");
  const ShellOutcome outcome =
      Run("--out " + (root_ / "reports").string() + " " + Results().string());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_TRUE(std::filesystem::exists(root_ / "reports" / "junit.xml"));
  EXPECT_FALSE(std::filesystem::exists(Results() / "junit.xml"));
}

TEST_F(ReportTest, AppendsToTheStepSummary) {
  PutRun("One");
  WriteWhole(root_ / "step.md", "before\n");
  Run(Results().string(), "GITHUB_STEP_SUMMARY=" + (root_ / "step.md").string());
  EXPECT_THAT(ReadFile(root_ / "step.md"), StartsWith("before\n## Load tests: ✅ PASSED"));
}

TEST_F(ReportTest, BeginsARunFolderWithoutReporting) {
  PutRun("One");
  const ShellOutcome outcome = Run("--begin " + Results().string());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(outcome.output, "");
  EXPECT_TRUE(std::filesystem::is_empty(Results()));
}

TEST_F(ReportTest, GivesTheSameReportsWhenItRunsAgainOverItsOwn) {
  PutRun("One");
  const ShellOutcome first = Run(Results().string());
  const std::string junit = ReadFile(Results() / "junit.xml");
  const ShellOutcome second = Run(Results().string());
  EXPECT_EQ(first.output, second.output);
  EXPECT_EQ(ReadFile(Results() / "junit.xml"), junit);
}

TEST_F(ReportTest, ListsItsOptions) {
  const ShellOutcome outcome = Run("--help");
  EXPECT_EQ(outcome.exit_code, 0);
  for (const char* option : {"DIR", "--sla", "--out", "--begin", "Exit code"}) {
    EXPECT_THAT(outcome.output, HasSubstr(option));
  }
}

}  // namespace
}  // namespace clamor
