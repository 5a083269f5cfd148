// SPDX-License-Identifier: Apache-2.0
// The suite that runs a server under profiling tools, against servers with something to find.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "metrics/run_data.h"
#include "target/free_port.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr int kSkipped = 77;

class ServerProfileTest : public SuiteTest {
 protected:
  ServerProfileTest() : SuiteTest(CLAMOR_PROFILE_PROGRAM) {}

  SuiteOutcome Profile(const std::string& tool, const std::string& arguments,
                       const std::string& environment = "") {
    return Run("ServerProfile.*",
               fmt::format("--tools={} --duration=3s --connections=4 --port=0 {}", tool, arguments),
               environment);
  }

  // Of a Node server with the fault.
  SuiteOutcome ProfileNode(const std::string& tool, const std::string& fault) {
    const SuiteOutcome outcome = Profile(
        tool, fmt::format("--clamor_server='exec node {} $PORT {}'", CLAMOR_NODE_SERVER, fault));
    EXPECT_THAT(outcome.output, HasSubstr("files in the results folder"));
    return outcome;
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

TEST_F(ServerProfileTest, FlameShowsWhatHogsNodesCpu) {
  ProfileNode("flame", "hog");
  EXPECT_THAT(Made("flame.svg"), HasSubstr("work suite/node_server.js"));
}

TEST_F(ServerProfileTest, BubbleprofShowsWhatNodeWaitsFor) {
  ProfileNode("bubbleprof", "slow");
  EXPECT_THAT(Made("bubbleprof.svg"), HasSubstr("waiting: Timeout"));
}

TEST_F(ServerProfileTest, HeapprofilerShowsWhatLeaksInNode) {
  ProfileNode("heapprofiler", "leak");
  EXPECT_THAT(Made("heapprofiler.txt"), HasSubstr("keepForever suite/node_server.js"));
  EXPECT_THAT(Made("heapprofiler.svg"), HasSubstr("keepForever suite/node_server.js"));
}

TEST_F(ServerProfileTest, DoctorSaysWhatNodeSuffersFrom) {
  const SuiteOutcome outcome = ProfileNode("doctor", "slow");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Made("doctor.md"), AllOf(HasSubstr("server_io_bound"), HasSubstr("| server_cores |"),
                                       HasSubstr("| server_event_loop_delay |")));
}

TEST_F(ServerProfileTest, FlameShowsTheEmbeddedServersFunctions) {
  const SuiteOutcome outcome = Profile("flame", "");
  if (outcome.exit_code == kSkipped) {
    ASSERT_THAT(outcome.output, ContainsRegex("perf_event|ermission|permitted|not supported"));
    GTEST_SKIP() << "the kernel refuses: " << outcome.output;
  }
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Made("flame.svg"), AllOf(HasSubstr("clamor-server"), HasSubstr("<script>")));
}

#if !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)  // their allocators are no one's
TEST_F(ServerProfileTest, HeapprofilerShowsWhatTheEmbeddedServerAllocates) {
  const SuiteOutcome outcome = Profile("heapprofiler", "");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Made("heapprofiler.txt"), ContainsRegex("[0-9] (kB|MB) .*clamor::"));
}
#endif

TEST_F(ServerProfileTest, SkipsWithWhatToInstall) {
  const SuiteOutcome outcome = Profile("flame", "", "PATH=/nowhere ");
  EXPECT_EQ(outcome.exit_code, kSkipped) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("perf is not installed: apt-get install linux-perf"));
}

TEST_F(ServerProfileTest, RefusesAToolThatIsNone) {
  const SuiteOutcome outcome = Profile("flme", "");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("not \"flme\""), Not(HasSubstr("planned"))));
}

TEST_F(ServerProfileTest, NeedsAServerThatIsOurs) {
  const SuiteOutcome outcome =
      Profile("doctor", fmt::format("--clamor_base_url=http://127.0.0.1:{}", FreePort()));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("a profile needs a server that the load test launches"));
}

}  // namespace
}  // namespace clamor
