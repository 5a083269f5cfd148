// SPDX-License-Identifier: Apache-2.0
#include "target/profile/run_tool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "base/atomic_file.h"
#include "target/temporary_folder.h"

namespace clamor {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

class RunATool : public testing::Test {
 protected:
  auto Run(std::vector<std::string> argv, seconds limit = seconds(30)) {
    return [this, argv = std::move(argv), limit] { RunTool({argv, output_}, limit, guard_); };
  }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path output_ = folder_.path() / "the output";
};

TEST_F(RunATool, KeepsTheOutputApartFromTheMessages) {
  Run({"sh", "-c", "echo out; echo complaint >&2", "$HOME"})();
  EXPECT_EQ(ReadFile(output_), "out\n");
  EXPECT_FALSE(std::filesystem::exists(output_.string() + ".log"));
}

TEST_F(RunATool, ReadsItsInputFromAFile) {
  const auto input = folder_.path() / "in put";
  WriteWhole(input, "one\ntwo\n");
  RunTool({{"tail", "-n", "1"}, output_, input}, seconds(30), guard_);
  EXPECT_EQ(ReadFile(output_), "two\n");
}

TEST_F(RunATool, QuotesTheMessagesOfAToolThatFails) {
  EXPECT_THAT(Run({"sh", "-c", "echo it cannot >&2; exit 3"}),
              ThrowsMessage<std::runtime_error>(
                  AllOf(HasSubstr("exited with code 3"), HasSubstr("it cannot"))));
  EXPECT_THAT(Run({"no-such-tool"}), ThrowsMessage<std::runtime_error>(
                                         AllOf(HasSubstr("no-such-tool"), HasSubstr("not found"))));
}

TEST_F(RunATool, EndsAToolThatTakesTooLong) {
  EXPECT_THAT(Run({"sleep", "1000"}, seconds(0)),
              ThrowsMessage<std::runtime_error>(HasSubstr("sleep 1000 took longer than 0 s")));
}

TEST(FindTool, LooksInPath) {
  EXPECT_EQ(FindTool("sh").filename(), "sh");
  EXPECT_TRUE(FindTool("no-such-tool").empty());
}

}  // namespace
}  // namespace clamor
