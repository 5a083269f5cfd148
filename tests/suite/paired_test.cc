// SPDX-License-Identifier: Apache-2.0
// clamor-paired with real servers and a real suite.
#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "base/test_shell.h"
#include "target/temporary_folder.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class PairedTest : public testing::Test {
 protected:
  static std::string Server(const std::string& first_token) {
    return "exec " CLAMOR_SERVER_PROGRAM " --port $PORT --ttft constant:" + first_token +
           " --gap constant:1ms --answer-events constant:2";
  }

  ShellOutcome Run(const std::string& base, const std::string& head,
                   const std::string& suite = CLAMOR_SUITE_PROGRAM
                   " --gtest_filter=Watched.IsHeld") const {
    return RunShell("env -u GITHUB_STEP_SUMMARY -u GITHUB_ACTIONS " CLAMOR_PAIRED_PROGRAM
                    " --pairs 8 --block 300ms --seed 7 --base '" +
                    base + "' --head '" + head + "' --out " + out_.path().string() + " -- " +
                    suite);
  }

  const TemporaryFolder out_;
};

TEST_F(PairedTest, FindsTheSlowerBuild) {
  const ShellOutcome outcome = Run(Server("20ms"), Server("40ms"));
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("slower"));
  EXPECT_THAT(outcome.output, HasSubstr("p50(time_to_first_token)"));
  EXPECT_THAT(ReadFile(out_.path() / "comparison.md"), StartsWith("## Load comparison: ❌"));
  EXPECT_THAT(ReadFile(out_.path() / "paired.json"), HasSubstr("\"number\": 8"));
  EXPECT_FALSE(std::filesystem::exists(out_.path() / "base" / "pair-00")) << "of warming up";
}

TEST_F(PairedTest, TellsOfAServerThatEnds) {
  const ShellOutcome outcome = Run(Server("20ms"), "timeout 3 " + Server("20ms").substr(5));
  EXPECT_THAT(outcome.output, HasSubstr("head's server exited with code 124"));
  EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
  EXPECT_TRUE(std::filesystem::exists(out_.path() / "comparison.json"));
}

TEST_F(PairedTest, RefusesAServerThatDoesNotStart) {
  const ShellOutcome outcome = Run(Server("20ms"), "echo no such model; exit 3");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("clamor-paired: "));
  EXPECT_THAT(outcome.output, HasSubstr("no such model"));
}

TEST_F(PairedTest, RefusesASuiteThatLeavesNoResult) {
  const ShellOutcome outcome =
      Run(Server("20ms"), Server("20ms"), CLAMOR_SUITE_PROGRAM " --gtest_filter=None.OfThese");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("left no result of a load test against base: it exited"));
}

}  // namespace
}  // namespace clamor
