// SPDX-License-Identifier: Apache-2.0
#include "reporters/all.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <ostream>
#include <stdexcept>

#include "base/atomic_file.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AllTest : public testing::Test {
 protected:
  ~AllTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("all_" + std::to_string(::getpid())) / "results";
};

// A format of one's own: its file's name, and what it does when asked to write.
class OwnReporter : public Reporter {
 public:
  OwnReporter(std::string name, bool throws) : name_(std::move(name)), throws_(throws) {}
  std::string FileName() const override { return name_; }
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override {
    out << runs.size() << " runs\n";
    if (throws_) throw std::runtime_error("out of ink");
  }

 private:
  std::string name_;
  bool throws_;
};

TEST_F(AllTest, WritesEveryFormatAndThoseOfOnesOwn) {
  const auto problems =
      WriteReports(folder_, SampleRuns(), {std::make_shared<OwnReporter>("report.csv", false)});
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(ReadFile(folder_ / "junit.xml"), HasSubstr("<testsuites name=\"clamor\""));
  EXPECT_THAT(ReadFile(folder_ / "summary.md"), HasSubstr("## Load tests"));
  EXPECT_THAT(ReadFile(folder_ / "report.html"), HasSubstr("<h1>Load tests"));
  for (const char* file : {"benchmark.json", "benchmark-blocks.json"}) {
    EXPECT_THAT(ReadFile(folder_ / file), HasSubstr("\"benchmarks\": [")) << file;
  }
  EXPECT_EQ(ReadFile(folder_ / "report.csv"), "9 runs\n");
}

TEST_F(AllTest, TellsWhatFailedWritesTheRestAndLeavesNoHalfFile) {
  const auto problems = WriteReports(folder_, {},
                                     {std::make_shared<OwnReporter>("bad.csv", true),
                                      std::make_shared<OwnReporter>("a.csv", false)});
  EXPECT_THAT(problems,
              ElementsAre("cannot write " + (folder_ / "bad.csv").string() + ": out of ink"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "bad.csv"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "a.csv"));
}

TEST_F(AllTest, WritesNowhereOutsideTheFolder) {
  for (const char* name : {"../out.csv", "/tmp/out.csv", "", ".."}) {
    const auto problems = WriteReports(folder_, {}, {std::make_shared<OwnReporter>(name, false)});
    EXPECT_THAT(problems, ElementsAre(HasSubstr("must be a plain name"))) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.parent_path() / "out.csv"));
}

TEST_F(AllTest, TellsThatTheFolderCannotBeMade) {
  std::filesystem::create_directories(folder_.parent_path());
  WriteWhole(folder_, "a file in its place");
  EXPECT_THAT(WriteReports(folder_, {}), ElementsAre(HasSubstr("cannot create the folder")));
}

TEST_F(AllTest, AddsToTheStepSummaryWhatOthersLeftThere) {
  std::filesystem::create_directories(folder_);
  WriteWhole(folder_ / "step.md", "before\n");
  AppendToStepSummary(folder_ / "step.md", std::vector<RunResult>());
  EXPECT_EQ(ReadFile(folder_ / "step.md"),
            "before\n## Load tests: NO SLA\n\nNo load test has left a result.\n\n");
  EXPECT_THROW(AppendToStepSummary(folder_ / "none" / "step.md", std::vector<RunResult>()),
               std::runtime_error);
}

}  // namespace
}  // namespace clamor
