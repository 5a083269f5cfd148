// SPDX-License-Identifier: Apache-2.0
// The program's face: options, targets, output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "metrics/test_schema.h"
#include "target/free_port.h"
#include "target/guard.h"
#include "target/launch.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class Program : public SuiteTest {};

// The texts under a key, of every line of JSON.
std::multiset<std::string> ValuesOf(const std::string& lines, const std::string& key) {
  const std::string before = '"' + key + "\":\"";
  std::multiset<std::string> values;
  for (std::size_t at = lines.find(before); at != std::string::npos; at = lines.find(before, at)) {
    at += before.size();
    values.insert(lines.substr(at, lines.find('"', at) - at));
  }
  return values;
}

TEST_F(Program, RefusesAnUnknownOptionBeforeAnything) {
  const ShellOutcome outcome = Run("Promises.AreKept", "--clamor_user=3");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.output, "--clamor_user: no such option, did you mean --clamor_users?\n");
}

TEST_F(Program, RefusesALeftoverArgument) {
  EXPECT_EQ(Run("Promises.AreKept", "nonsense").exit_code, 2);
}

TEST_F(Program, ListsItsTestsWithoutTouchingAnything) {
  const ShellOutcome outcome = Run("*", "--gtest_list_tests");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("  AreKept\n"), HasSubstr("without_invocations")));
  EXPECT_TRUE(std::filesystem::is_empty(out()));
}

TEST_F(Program, HelpsWithItsOptionsAndGoogleTests) {
  const ShellOutcome outcome = Run("*", "--help");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("--clamor_users"), HasSubstr("--gtest_filter")));
}

TEST_F(Program, RepeatsARunFromItsSeed) {
  const auto sessions = [this](const std::string& seed) {
    Run("Promises.AreKept",
        "--clamor_seed=" + seed + " --clamor_turns=" + (out() / "turns.ndjson").string());
    return ValuesOf(Text("turns.ndjson"), "session");
  };
  const std::multiset<std::string> first = sessions("42");
  EXPECT_THAT(first, SizeIs(12));
  EXPECT_EQ(first, sessions("42"));
  EXPECT_NE(first, sessions("43"));
}

TEST_F(Program, SaysThatItIsScaled) {
  const ShellOutcome outcome = Run("Long.LaterTest", "--clamor_duration_scale=0.5");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("0.5"));
  EXPECT_EQ(Results().front().turns(), 6);
}

TEST_F(Program, IsOneLineAboutADeadTarget) {
  const ShellOutcome outcome = Run("Promises.AreKept", "--clamor_base_url=http://127.0.0.1:1");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("refused"));
  EXPECT_THAT(outcome.output, HasSubstr("http://127.0.0.1:1"));
}

TEST_F(Program, LaunchesTheCommandOfAServer) {
  const std::string port = std::to_string(FreePort());
  const std::string command = std::string(CLAMOR_SERVER_PROGRAM) +
                              " --ttft constant:100ms --gap constant:1ms --port " + port;
  const ShellOutcome outcome =
      Run("Promises.AreKept", "--clamor_server='" + command + "' --clamor_ready=/health",
          "BASE_URL=http://127.0.0.1:" + port + " ");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

TEST_F(Program, WaitsForARunningServerThatIsNotReady) {
  const std::string port = std::to_string(FreePort());
  Guard guard;
  const LaunchedServer server(
      ShellCommand("sleep 1; exec " + std::string(CLAMOR_SERVER_PROGRAM) +
                   " --ttft constant:2ms --gap constant:1ms --port " + port),
      out() / "server.log", guard);
  const ShellOutcome outcome =
      Run("Promises.AreKept", "--clamor_ready=/health", "BASE_URL=http://127.0.0.1:" + port + " ");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

TEST_F(Program, RefusesToAskForReadinessOverTls) {
  const ShellOutcome outcome =
      Run("Promises.AreKept", "--clamor_ready=/health --clamor_base_url=https://127.0.0.1:1");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, StartsWith("--clamor_ready asks over plain HTTP"));
}

TEST_F(Program, NeverShowsItsTokens) {
  const ShellOutcome outcome = Run(
      "Promises.AreKept", "--clamor_verbose --clamor_turns=" + (out() / "turns.ndjson").string(),
      "AUTH_TOKEN=very-secret ");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("Authorization: ***"), Not(HasSubstr("very-secret"))));
  for (const auto& entry : std::filesystem::directory_iterator(out())) {
    EXPECT_THAT(Text(entry.path().filename().string()), Not(HasSubstr("very-secret")))
        << entry.path();
  }
}

TEST_F(Program, WritesALinePerTurn) {
  const ShellOutcome outcome = Run(
      "Promises.AreKept", "--clamor_verbose --clamor_turns=" + (out() / "turns.ndjson").string());
  const std::string lines = Text("turns.ndjson");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 12);
  EXPECT_THAT(lines, AllOf(StartsWith("{\"time\":"), HasSubstr("\"kind\":\"short\"")));
  constexpr std::string_view kHeader = "traceparent: 00-";
  const std::size_t sent = outcome.output.find(kHeader);
  ASSERT_NE(sent, std::string::npos);
  EXPECT_THAT(
      lines, HasSubstr("\"trace_id\":\"" + outcome.output.substr(sent + kHeader.size(), 32) + '"'));
}

// A limit as a container would set it, below what the program has before its first user.
TEST_F(Program, EndsARunBeforeTheMemoryDoes) {
  if (std::system("unshare --mount true 2>/dev/null") != 0) {
    GTEST_SKIP() << "needs the right to make a mount namespace";
  }
  const ShellOutcome outcome = Run("Long.Talk", "",
                                   "unshare --mount sh -c 'mount -t tmpfs none /sys/fs/cgroup && "
                                   "echo 1000000 > /sys/fs/cgroup/memory.max && exec \"$@\"' sh ");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("lower --clamor_users (now "));
  EXPECT_TRUE(std::filesystem::exists(out() / "junit.xml"));
}

TEST_F(Program, LeavesEveryReport) {
  Run("Promises.AreKept");
  for (const char* file : {"junit.xml", "summary.md", "report.html", "benchmark.json",
                           "benchmark-blocks.json", "Promises.AreKept.json"}) {
    EXPECT_TRUE(std::filesystem::exists(out() / file)) << file;
  }
  EXPECT_THAT(ResultFilesOf(out()), ElementsAre(out() / "Promises.AreKept.json"));
}

TEST_F(Program, AppendsItsSummaryToTheStepsOwn) {
  const std::string step = (out() / "step.md").string();
  Run("Promises.AreKept", "", "GITHUB_STEP_SUMMARY=" + step + " ");
  Run("Long.LaterTest", "", "GITHUB_STEP_SUMMARY=" + step + " ");
  EXPECT_THAT(Text("step.md"), AllOf(HasSubstr("Promises.AreKept"), HasSubstr("Long.LaterTest")));
}

TEST_F(Program, ShowsNoColourThroughAPipe) {
  EXPECT_THAT(Run("Promises.AreKept").output, Not(HasSubstr("\x1b[")));
}

}  // namespace
}  // namespace clamor
