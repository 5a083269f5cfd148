// SPDX-License-Identifier: Apache-2.0
// The server under test as load tests see it: what it uses, and what becomes of a test whose server
// dies.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/json_text.h"
#include "metrics/run_data.h"
#include "target/embedded.h"
#include "target/free_port.h"
#include "target/guard.h"
#include "target/profile/run_tool.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ServerTest : public SuiteTest {
 protected:
  RunData OnlyRun() const {
    const std::vector<RunResult> results = Results();
    return results.size() == 1 ? results.front().data() : RunData();
  }

  static double PeakOf(const RunData& run, Gauge gauge) {
    const GaugeSeries* const series = run.FindGauge(gauge);
    if (series == nullptr || series->per_second.empty()) return -1;
    return *std::max_element(series->per_second.begin(), series->per_second.end());
  }
};

class ServerOnNodeTest : public ServerTest {
 protected:
  void SetUp() override {
    if (FindTool("node").empty()) GTEST_SKIP() << "node is not installed: apt-get install nodejs";
  }

  // Of a Node server that is launched for the test.
  ShellOutcome RunAgainstNode(const std::string& filter, const std::string& fault = "",
                              const std::string& arguments = "") {
    const int port = FreePort();
    return Run(filter, fmt::format("--clamor_base_url=http://127.0.0.1:{0} "
                                   "--clamor_server='exec node {1} {0} {2}' {3}",
                                   port, CLAMOR_NODE_SERVER, fault, arguments));
  }

  // What is said of the Node server that way.
  std::vector<std::string> DiagnosisOf(const std::string& fault, const std::string& duration) {
    const ShellOutcome outcome =
        RunAgainstNode("Watched.IsHeld", fault, "--clamor_duration=" + duration);
    std::vector<std::string> found;
    for (const Warning& warning : OnlyRun().warnings) {
      if (!warning.name.starts_with("server_")) continue;
      found.push_back(warning.name);
      EXPECT_THAT(outcome.output, HasSubstr(warning.text.substr(0, 60)));
    }
    return found;
  }
};

TEST_F(ServerTest, IsWatchedWhereItIsOurs) {
  const ShellOutcome outcome = Run("Watched.UsesLittle");
  EXPECT_THAT(outcome.output, HasSubstr(" cores busy ("));
  const RunData run = OnlyRun();
  EXPECT_GT(PeakOf(run, Gauge::kServerRss), 1e6);
  EXPECT_GE(PeakOf(run, Gauge::kServerThreads), 1);
  EXPECT_GT(PeakOf(run, Gauge::kServerOpenFiles), 2);
  EXPECT_GE(PeakOf(run, Gauge::kServerCores), PeakOf(run, Gauge::kServerCpu));
  EXPECT_GT(PeakOf(run, Gauge::kServerContextSwitches), 0);
  EXPECT_EQ(PeakOf(run, Gauge::kServerEventLoopDelay), -1) << "it has none";
}

TEST_F(ServerOnNodeTest, TellsWhenNodesEventLoopIsBlocked) {
  const ShellOutcome outcome = RunAgainstNode("Watched.UsesLittle", "block");
  EXPECT_THAT(outcome.output, HasSubstr("server_event_loop_delay: The server's event loop was "
                                        "blocked: it kept a timer waiting for "));
  EXPECT_GT(PeakOf(OnlyRun(), Gauge::kServerEventLoopDelay), 0.15);
}

// A delay may be the machine's: it is told, and here it is nobody's fault.
TEST_F(ServerOnNodeTest, IsNotBlamedWhereItIsHealthy) {
  EXPECT_THAT(DiagnosisOf("", "22s"), Each(EndsWith("_delay")));
}

TEST_F(ServerOnNodeTest, IsBoundByItsCpu) {
  EXPECT_THAT(DiagnosisOf("hog", "5s"), Contains("server_cpu_bound"));
}

TEST_F(ServerOnNodeTest, WaitsForOthers) {
  EXPECT_THAT(DiagnosisOf("slow", "5s"), Contains("server_io_bound"));
}

TEST_F(ServerOnNodeTest, Leaks) {
  EXPECT_THAT(DiagnosisOf("leak", "24s"), Contains("server_memory_growing"));
}

TEST_F(ServerTest, IsNotMeasuredWhereItIsNotOurs) {
  Guard guard;
  const EmbeddedServer server(ProgramCommand({CLAMOR_SERVER_PROGRAM, "--gap", "constant:5ms"}),
                              out() / "log", guard);
  const ShellOutcome outcome = Run("Watched.UsesLittle", "--clamor_base_url=" + server.base_url());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("max(server_rss): not measured: the server under test was not "
                              "launched by the load test"),
                    HasSubstr("server\n    not measured\n")));
}

TEST_F(ServerOnNodeTest, EndsTheTestWhenItDies) {
  const ShellOutcome outcome =
      RunAgainstNode("Watched.IsHeld", "die", "--clamor_auth_token=very-secret");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("the server under test exited with code 3"),
                    HasSubstr("  | fatal: out of luck"), Not(HasSubstr("very-secret")),
                    HasSubstr("ended early: the server under test exited with code 3")));
  const RunData run = OnlyRun();
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed) +
                run.Value(Counter::kTurnsUnfinished),
            run.Value(Counter::kRequests))
      << "every turn is accounted for";
  EXPECT_GT(run.Value(Counter::kTurnsFailed), 0U);
  EXPECT_THAT(Text("junit.xml"), HasSubstr("exited with code 3"));
  EXPECT_THAT(Text("summary.md"), HasSubstr("exited with code 3"));
}

// The one that dies under a profiler is followed by another, which dies as well.
TEST_F(ServerOnNodeTest, CarriesNoProfilerAfterAProfiledRunThatFailed) {
  const ShellOutcome outcome = RunAgainstNode("Watched.IsProfiled:Watched.UsesLittle", "die");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("  | profiled: cpu"));
  EXPECT_THAT(Text("promises_load.server.log"), HasSubstr("profiled: no\n"));
}

TEST_F(ServerTest, CanHaveItsStreamsReportedOneByOne) {
  const ShellOutcome outcome =
      Run("Watched.ReportsItsStreams", "--reports=" + (out() / "stream_reports").string());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  const JsonValue report =
      ParseJson(Text("stream_reports/Watched.ReportsItsStreams.json"), "report");
  EXPECT_THAT(report.Find("individual_metrics")->elements, SizeIs(6));
  EXPECT_EQ(report.Find("results")->Find("successful_connections")->text, "6");
}

}  // namespace
}  // namespace clamor
