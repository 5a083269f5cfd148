// SPDX-License-Identifier: Apache-2.0
// Ctrl-C and SIGTERM: verdicts and reports still come, later tests are skipped; the second signal
// ends it at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <memory>
#include <thread>

#include "base/atomic_file.h"
#include "target/free_port.h"
#include "target/guard.h"
#include "target/launch.h"
#include "target/process_group.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using namespace std::chrono_literals;

class Signals : public SuiteTest {
 protected:
  void Start(const std::string& filter, const std::string& arguments = "") {
    suite_ = std::make_unique<LaunchedServer>(
        ShellCommand("exec " + CommandLine(filter, arguments)), Log(), guard_);
  }

  // Polls, since only the program knows when; the limit is generous for slow machines.
  template <class Condition>
  static bool Eventually(const Condition& condition) {
    const auto limit = std::chrono::steady_clock::now() + 60s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > limit) return false;
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }

  bool WaitForText(const std::string& text) {
    return Eventually([&] { return Output().find(text) != std::string::npos; });
  }
  bool WaitForTurns() {
    const auto turns = out() / "turns.ndjson";
    return Eventually(
        [&] { return std::filesystem::exists(turns) && std::filesystem::file_size(turns) > 0; });
  }
  std::string End() {
    EXPECT_TRUE(Eventually([&] { return suite_->HasExited(); })) << Output();
    return suite_->HowItEnded();
  }

  void Send(int signal) const { ::kill(suite_->pid(), signal); }
  std::filesystem::path Log() const { return out() / "suite.log"; }
  std::string Output() const { return ReadFile(Log()); }
  std::string Turns() const { return "--clamor_turns=" + (out() / "turns.ndjson").string(); }

 private:
  Guard guard_;
  std::unique_ptr<LaunchedServer> suite_;
};

TEST_F(Signals, TheFirstStopsTheRunAndReports) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Start("Long.*");
    ASSERT_TRUE(WaitForText("[ RUN      ] Long.Talk"));
    ASSERT_TRUE(WaitForText("seed"));  // the header: the load begins
    Send(signal);
    EXPECT_EQ(End(), "exited with code 130") << Output();
    EXPECT_THAT(Output(), HasSubstr("[  SKIPPED ] Long.LaterTest"));
    ASSERT_THAT(Results(), SizeIs(1));
    EXPECT_THAT(Results().front().verdicts(), SizeIs(1));
    EXPECT_TRUE(std::filesystem::exists(out() / "junit.xml"));
  }
}

TEST_F(Signals, TheFirstEndsTheWaitForAServer) {
  Start("Promises.AreKept", "--clamor_server='sleep 1000' --clamor_base_url=http://127.0.0.1:" +
                                std::to_string(FreePort()));
  ASSERT_TRUE(WaitForText("[ RUN      ]"));
  Send(SIGINT);
  EXPECT_EQ(End(), "exited with code 130") << Output();
  EXPECT_THAT(Output(), HasSubstr("was interrupted before it accepted"));
}

TEST_F(Signals, TheSecondEndsItAtOnceWithItsServer) {
  struct Case {
    int first;
    int second;
    const char* end;
  };
  for (const Case& c : {Case{SIGINT, SIGINT, "killed by signal 2 (SIGINT)"},
                        Case{SIGINT, SIGTERM, "killed by signal 15 (SIGTERM)"},
                        Case{SIGTERM, SIGINT, "killed by signal 2 (SIGINT)"}}) {
    // No turn ends, and the graceful stop would take half a minute.
    Start("Long.Talk", "--clamor_embedded='--ttft constant:60min'");
    ASSERT_TRUE(WaitForText("seed"));
    Send(c.first);
    std::this_thread::sleep_for(
        50ms);  // not for synchronisation: a person does not press twice within a millisecond
    Send(c.second);
    EXPECT_EQ(End(), c.end);
  }
}

}  // namespace
}  // namespace clamor
