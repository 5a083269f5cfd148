// SPDX-License-Identifier: Apache-2.0
// The suite that runs a server under profiling tools, against servers with something to find.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "metrics/run_data.h"
#include "target/free_port.h"
#include "target/profile/run_tool.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr int kSkipped = 77;

// What a profile shows is looked at, and not how its run is judged: on a busy machine it is void.
class ServerProfileTest : public SuiteTest {
 protected:
  ServerProfileTest() : SuiteTest(CLAMOR_PROFILE_PROGRAM) {}

  ShellOutcome Profile(const std::string& tool, const std::string& arguments,
                       const std::string& environment = "") {
    return Run(
        "ServerProfile.*",
        fmt::format("--tools={} --duration=2s --connections=20 --port=0 {}", tool, arguments),
        environment);
  }

  // The file of the one run that was not skipped, which its result names.
  std::string Made(const std::string& name) const {
    for (const RunResult& run : Results()) {
      for (const MadeFile& file : run.data().files) {
        if (file.path.ends_with("/" + name)) return Text(file.path);
      }
    }
    return "no " + name;
  }
};

class ServerProfileOnNodeTest : public ServerProfileTest {
 protected:
  void SetUp() override {
    if (FindTool("node").empty()) GTEST_SKIP() << "node is not installed: apt-get install nodejs";
    if (!FindTool("clinic").empty()) GTEST_SKIP() << "Clinic takes the place of V8's profilers";
  }

  // Of a Node server with the fault.
  void ProfileNode(const std::string& tool, const std::string& fault,
                   const std::string& environment = "") {
    const ShellOutcome outcome = Profile(
        tool, fmt::format("--clamor_server='exec node {} $PORT {}'", CLAMOR_NODE_SERVER, fault),
        environment);
    EXPECT_THAT(outcome.output, HasSubstr("files in the results folder"));
  }
};

TEST_F(ServerProfileOnNodeTest, FlameShowsWhatHogsNodesCpu) {
  ProfileNode("flame", "hog");
  EXPECT_THAT(Made("flame.svg"), HasSubstr("work suite/node_server.js"));
}

TEST_F(ServerProfileOnNodeTest, BubbleprofShowsWhatNodeWaitsFor) {
  ProfileNode("bubbleprof", "slow");
  EXPECT_THAT(Made("bubbleprof.svg"), HasSubstr("waiting: Timeout"));
}

TEST_F(ServerProfileOnNodeTest, HeapprofilerShowsWhatLeaksInNode) {
  ProfileNode("heapprofiler", "leak");
  EXPECT_THAT(Made("heapprofiler.txt"), HasSubstr("keepForever suite/node_server.js"));
  EXPECT_THAT(Made("heapprofiler.svg"), HasSubstr("keepForever suite/node_server.js"));
}

TEST_F(ServerProfileOnNodeTest, DoctorSaysWhatNodeSuffersFrom) {
  ProfileNode("doctor", "slow");
  EXPECT_THAT(Made("doctor.md"), AllOf(HasSubstr("server_io_bound"), HasSubstr("| server_cores |"),
                                       HasSubstr("| server_event_loop_delay |")));
}

// In its place a program that, like Clinic, launches nothing unless it may not report home, and
// leaves its page when it is interrupted.
TEST_F(ServerProfileOnNodeTest, ClinicsPageTakesThePlaceOfOurs) {
  const auto clinic = out() / "bin" / "clinic";
  std::filesystem::create_directory(clinic.parent_path());
  WriteWhole(clinic, R"sh(#!/bin/sh
[ -n "$NO_INSIGHT" ] || exit 0
tool=$1 page=$4/1.clinic-$1.html
shift 5
"$@" &
trap 'kill $!; wait; echo "<title>Clinic $tool</title>" >"$page"; exit' INT
wait
)sh");
  std::filesystem::permissions(clinic, std::filesystem::perms::owner_all);
  const std::string path = fmt::format("PATH={}:\"$PATH\" ", clinic.parent_path().string());
  ProfileNode("flame", "", path);
  EXPECT_THAT(Made("1.clinic-flame.html"), HasSubstr("<title>Clinic flame</title>"));
  ProfileNode("doctor", "", path);
  EXPECT_THAT(Made("1.clinic-doctor.html"), HasSubstr("<title>Clinic doctor</title>"));
  EXPECT_THAT(Made("doctor.md"), HasSubstr("| server_cores |"));
}

TEST_F(ServerProfileTest, FlameShowsTheEmbeddedServersFunctions) {
  const ShellOutcome outcome = Profile("flame", "");
  // Quotes the kernel, or names the package.
  if (outcome.exit_code == kSkipped) GTEST_SKIP() << outcome.output;
  EXPECT_THAT(Made("flame.svg"), AllOf(HasSubstr("clamor-server"), HasSubstr("<script>")))
      << outcome.output;
}

// Sanitizers bring an allocator of their own, which leaves heaptrack none to watch.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(ServerProfileTest, HeapprofilerShowsWhatTheEmbeddedServerAllocates) {
  const ShellOutcome outcome = Profile("heapprofiler", "");
  if (outcome.exit_code == kSkipped) GTEST_SKIP() << outcome.output;
  EXPECT_THAT(Made("heapprofiler.txt"), ContainsRegex("[0-9] (kB|MB) .*clamor::"))
      << outcome.output;
}
#endif

TEST_F(ServerProfileTest, SkipsWithWhatToInstall) {
  const ShellOutcome outcome = Profile("flame", "", "PATH=/nowhere ");
  EXPECT_EQ(outcome.exit_code, kSkipped) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("perf is not installed: apt-get install linux-perf"));
}

TEST_F(ServerProfileTest, RefusesAToolThatIsNone) {
  const ShellOutcome outcome = Profile("flme", "");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("not \"flme\""), Not(HasSubstr("planned"))));
}

TEST_F(ServerProfileTest, NeedsAServerThatIsOurs) {
  const ShellOutcome outcome =
      Profile("doctor", fmt::format("--clamor_base_url=http://127.0.0.1:{}", FreePort()));
  EXPECT_EQ(outcome.exit_code, kSkipped);
  EXPECT_THAT(outcome.output, HasSubstr("a profile needs a server that the load test launches"));
}

}  // namespace
}  // namespace clamor
