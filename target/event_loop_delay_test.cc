// SPDX-License-Identifier: Apache-2.0
#include "target/event_loop_delay.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "target/guard.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using ::testing::Eq;
using ::testing::Optional;

TEST(EventLoopLines, GiveTheLongestDelay) {
  EXPECT_THAT(internal::LongestIn("12 5000\n13 9000\n12 7000\n"), Optional(nanoseconds(9000)));
  EXPECT_FALSE(internal::LongestIn(""));
}

TEST(EventLoopLines, ArePassedOverWhereTheyAreNone) {
  EXPECT_THAT(internal::LongestIn("\nnoise\n12 -1\n12\n12 3000\n13 99999999999999999999\n"),
              Optional(nanoseconds(3000)));
  EXPECT_FALSE(internal::LongestIn("noise"));
}

// The value that the launched server finds behind the name.
std::string ValueOf(const EventLoopDelay& delay, const std::string& name) {
  for (const auto& [key, value] : delay.environment()) {
    if (key == name) return value;
  }
  return {};
}

TEST(EventLoopDelay, ReadsWhatWasToldSinceTheLastTime) {
  EventLoopDelay delay;
  std::ofstream told(ValueOf(delay, "CLAMOR_EVENT_LOOP_FILE"), std::ios::app);
  EXPECT_FALSE(delay.LongestSinceLastTime());
  told << "12 5000\n13 4000\n" << std::flush;
  EXPECT_THAT(delay.LongestSinceLastTime(), Optional(nanoseconds(5000)));
  EXPECT_FALSE(delay.LongestSinceLastTime());
  told << "12 10" << std::flush;
  EXPECT_FALSE(delay.LongestSinceLastTime());
  told << "00\n" << std::flush;
  EXPECT_THAT(delay.LongestSinceLastTime(), Optional(nanoseconds(1000)));
}

TEST(EventLoopDelay, ReadsOnBehindALineWithoutEnd) {
  EventLoopDelay delay;
  std::ofstream told(ValueOf(delay, "CLAMOR_EVENT_LOOP_FILE"), std::ios::app);
  told << std::string(200'000, 'x') << "\n12 5000\n" << std::flush;
  EXPECT_TRUE(ComesTrue([&] { return delay.LongestSinceLastTime() == nanoseconds(5000); }));
}

class NodeServer : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v node >/dev/null") != 0) {
      GTEST_SKIP() << "there is no node: it is in Debian's package nodejs";
    }
  }

  // Node's, with the module.
  Command Run(const std::string& script) {
    const std::filesystem::path file = folder_.path() / "server.js";
    std::ofstream(file) << script;
    Command command = ProgramCommand({"node", file});
    command.environment = delay_.environment();
    return command;
  }

  // Whether such a delay is told of some second.
  bool IsTold(milliseconds least, milliseconds below) {
    return ComesTrue([&] {
      const auto longest = delay_.LongestSinceLastTime();
      return longest && *longest >= least && *longest < below;
    });
  }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  EventLoopDelay delay_;
};

TEST_F(NodeServer, TellsThatItBlocksItsLoop) {
  const LaunchedServer server(Run("setInterval(() => {\n"
                                  "  const end = performance.now() + 200;\n"
                                  "  while (performance.now() < end);\n"
                                  "}, 500);\n"),
                              log_, guard_);
  EXPECT_TRUE(IsTold(milliseconds(150), std::chrono::hours(1))) << Contents(log_);
}

TEST_F(NodeServer, TellsThatItDoesNot) {
  const LaunchedServer server(Run("setInterval(() => {}, 500);\n"), log_, guard_);
  EXPECT_TRUE(IsTold(milliseconds(0), milliseconds(150))) << Contents(log_);
}

TEST_F(NodeServer, TellsNothingOfItsOtherThreads) {
  const LaunchedServer server(Run("const { Worker } = require('worker_threads');\n"
                                  "new Worker('for (;;);', { eval: true });\n"
                                  "new Worker('setInterval(() => {}, 500)', { eval: true });\n"),
                              log_, guard_);
  EXPECT_TRUE(IsTold(milliseconds(0), milliseconds(150))) << Contents(log_);
}

TEST_F(NodeServer, EndsWhenItHasNothingLeftToDo) {
  LaunchedServer server(Run("console.log('served');\n"), log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_EQ(server.HowItEnded(), "exited with code 0");
  EXPECT_EQ(Contents(log_), "served\n");
}

TEST_F(NodeServer, NeedsNobodyWhoListens) {
  Command command = Run("setTimeout(() => console.log('served'), 1200);\n");
  command.environment.back().second = "/no/such/folder/told";
  LaunchedServer server(command, log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_EQ(Contents(log_), "served\n");
}

}  // namespace
}  // namespace clamor
