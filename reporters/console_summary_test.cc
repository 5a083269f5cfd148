// SPDX-License-Identifier: Apache-2.0
#include "reporters/console_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

#include "base/utf8.h"
#include "reporters/golden.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ConsoleSummary, IsWhatItWas) {
  std::string text;
  for (const RunResult& run : SampleRuns()) text += Summary(run, Style{}) + '\n';
  text += Totals(SampleRuns(), Style{});
  ExpectGolden("console.golden", text);
}

TEST(ConsoleSummary, ColoursVerdictsBesidesTheirWords) {
  const std::string text = Summary(ResultOf(FailingRun()), Style{true, 0});
  EXPECT_THAT(text, HasSubstr("\x1b[1;31mFAILED\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[1;33mUNCERTAIN\x1b[0m"));
  EXPECT_THAT(Summary(ResultOf(FailingRun()), Style{}), Not(HasSubstr("\x1b")));
}

TEST(ConsoleSummary, ObeysNothingThatAServerSaid) {
  std::istringstream lines(Summary(ResultOf(FailingRun()), Style{}));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(FirstInvalidUtf8(line), std::string::npos) << line;
    EXPECT_THAT(line, Not(HasSubstr("##["))) << line;
    const std::size_t first = line.find_first_not_of(' ');
    EXPECT_FALSE(first != std::string::npos && line.compare(first, 2, "::") == 0) << line;
    EXPECT_THAT(line, Not(HasSubstr("\xE2\x80\xAE"))) << line;
  }
}

TEST(ConsoleSummary, ShowsATagValueThatIsEmpty) {
  RunData run = PassingRun();
  TrendSeries series{Trend::kResponseTime, {{"system", ""}}, Histogram(), Timeline()};
  series.histogram.Record(std::chrono::milliseconds(950));
  run.trends.push_back(std::move(series));
  EXPECT_THAT(Summary(ResultOf(run), Style{}), HasSubstr("    system=\"\""));
}

TEST(ConsoleSummary, DropsTheColumnsThatTellLeastOnANarrowTerminal) {
  const std::string text = Summary(ResultOf(PassingRun()), Style{false, 90});
  EXPECT_THAT(text, Not(HasSubstr("p99.9")));
  EXPECT_THAT(text, HasSubstr("p95"));
}

TEST(Totals, NamesEachLoadTestThatIsNotGood) {
  EXPECT_EQ(Totals({ResultOf(PassingRun()), ResultOf(VoidRun())}, Style{}),
            "2 load tests: 1 VOID, 1 PASSED\n  VOID Assistant.AsksTooMuchOfThisMachine\n");
  EXPECT_EQ(Totals({}, Style{}), "0 load tests\n");
}

}  // namespace
}  // namespace clamor
