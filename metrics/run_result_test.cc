// SPDX-License-Identifier: Apache-2.0
#include "clamor/result.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "metrics/result_files.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

RunResult ResultOf(RunData run) {
  return RunResult(std::make_shared<const RunData>(std::move(run)));
}

TEST(RunResult, AnswersTypedMeasures) {
  const RunResult run = ResultOf(FullRun());
  EXPECT_EQ(run.test(), "Assistant.Drains");
  EXPECT_EQ(run.turns(), 301);
  EXPECT_EQ(run.failures(), 1);
  EXPECT_NEAR(run.Value(P95(kResponseTime)).count(), 0.19, 0.0002);
  EXPECT_NEAR(run.Value(Peak(kResponseTime).Where("stream", "true")).count(), 0.18, 1e-9);
  EXPECT_NEAR(run.Value(ErrorRate()).value, 1 / 301.0, 1e-12);
  EXPECT_NEAR(run.Value(Throughput()).per_second, 301 / 30.0, 1e-9);
  EXPECT_EQ(run.Value(Failures(Failure::kReset)).value, 1);
  EXPECT_NEAR(run.Value(P95(kResponseTime) / P50(kResponseTime)), 1.36, 0.01);
  EXPECT_NEAR(run.Value(Goodput(kResponseTime < 150ms)).value, 150 / 301.0, 1e-12);
}

TEST(RunResult, ThrowsRatherThanAnswerWithNothing) {
  const RunResult run = ResultOf(FullRun());
  EXPECT_THROW(static_cast<void>(run.Value(P95(kTlsHandshake))), std::out_of_range);
  EXPECT_THROW(static_cast<void>(run.Value(P95(kResponseTime).Where("model", "x"))),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(RunResult().Value(ErrorRate())), std::out_of_range);
}

TEST(RunResult, HasPassedWhenEveryVerdictHasOrOnlyWarns) {
  RunData run = FullRun();
  run.verdicts[0].warns = false;
  EXPECT_FALSE(ResultOf(run).passed());
  run.verdicts[0].kind = VerdictKind::kPassed;
  EXPECT_TRUE(ResultOf(run).passed());
  EXPECT_THAT(ResultOf(run).verdicts(), SizeIs(1));
  run.verdicts[0].kind = VerdictKind::kFailed;
  run.verdicts[0].warns = true;
  EXPECT_TRUE(ResultOf(run).passed());
}

class ReadResultsTest : public testing::Test {
 protected:
  ReadResultsTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~ReadResultsTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(ReadResultsTest, ReadsWhatWasWrittenAndNothingElse) {
  RunData run = FullRun();
  run.shard.reset();
  EXPECT_EQ(WriteResultFile(folder_, run).filename(), "Assistant.Drains-3.json");
  WriteWhole(folder_ / "benchmark.json", "{\"context\": {}}");
  WriteWhole(folder_ / "junit.xml", "<testsuites/>");
  const auto results = ReadResults(folder_.string());
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].turns(), 301);
}

TEST_F(ReadResultsTest, MergesShardsOfOneTestAndJudgesThemTogether) {
  for (const int shard : {0, 1}) {
    RunData run = FullRun();
    run.shard = shard;
    run.generator.void_because.clear();
    run.promised = {{"requests > 500", "a.cc", 1}};
    run.verdicts.clear();
    WriteResultFile(folder_, run);
  }
  const auto results = ReadResults(folder_.string());
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].turns(), 602);
  ASSERT_THAT(results[0].verdicts(), SizeIs(1));
  EXPECT_TRUE(results[0].passed());
}

TEST_F(ReadResultsTest, MergesShardsInTheOrderInWhichTheyRan) {
  const std::vector<std::chrono::seconds> begins{0s, 120s, 40s};
  for (std::size_t shard = 0; shard < begins.size(); ++shard) {
    RunData run = FullRun();
    run.shard = static_cast<int>(shard);
    run.started += begins[shard];
    WriteResultFile(folder_, run);
  }
  const auto results = ReadResults(folder_.string());
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].data().counted, 90s);
}

TEST_F(ReadResultsTest, KeepsRepetitionsApart) {
  for (const int repetition : {0, 1}) {
    RunData run = FullRun();
    run.shard.reset();
    run.repetition = repetition;
    WriteResultFile(folder_, run);
  }
  EXPECT_THAT(ReadResults(folder_.string()), SizeIs(2));
}

TEST_F(ReadResultsTest, NamesTheFileThatIsWrong) {
  WriteWhole(folder_ / "broken.json", "{\"clamor_result\":1}");
  try {
    ReadResults(folder_.string());
    FAIL() << "nothing thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("broken.json: \"suite\" is missing"));
  }
  EXPECT_THROW(ReadResults((folder_ / "nowhere").string()), std::runtime_error);
}

TEST(ResultFileName, IsPlainWhateverTheTestIsCalled) {
  RunData run;
  run.suite = "Each/Assistant";
  run.test = "Holds/../../etc";
  EXPECT_EQ(ResultFileName(run), "Each_Assistant.Holds_______etc.json");
  run.repetition = 1;
  run.shard = 2;
  EXPECT_EQ(ResultFileName(run), "Each_Assistant.Holds_______etc-2-shard2.json");
}

}  // namespace
}  // namespace clamor
