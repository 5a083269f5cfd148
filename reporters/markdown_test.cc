// SPDX-License-Identifier: Apache-2.0
#include "reporters/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/utf8.h"
#include "reporters/golden.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Written(const std::vector<RunResult>& runs) {
  std::ostringstream out;
  MarkdownReporter().Write(runs, out);
  return out.str();
}

TEST(Markdown, IsWhatItWas) { ExpectGolden("summary.golden", Written(SampleRuns())); }

TEST(Markdown, BeginsWithTheVerdictsTheWorstFirst) {
  const std::string text = Written({ResultOf(PassingRun()), ResultOf(FailingRun())});
  EXPECT_THAT(text, StartsWith("## Load tests: ❌ FAILED\n\n| verdict |"));
  EXPECT_LT(text.find("| ❌ FAILED |"), text.find("| ⚠️ UNCERTAIN |"));
  EXPECT_LT(text.find("| ⚠️ UNCERTAIN |"), text.find("| ✅ PASSED |"));
  EXPECT_LT(text.find("| ✅ PASSED |"), text.find("### "));
}

TEST(Markdown, CarriesHostileTextAsText) {
  const std::string text = Written({ResultOf(FailingRun())});
  for (const char* acting : {"<script", "\x1b", "\xff", "\xE2\x80\xAE", "](http", "@everyone"}) {
    EXPECT_THAT(text, Not(HasSubstr(acting)));
  }
  EXPECT_EQ(FirstInvalidUtf8(text), std::string::npos);
}

TEST(Markdown, GivesEveryRowOfATableAsManyCellsAsItsHead) {
  std::istringstream lines(Written(SampleRuns()));
  std::ptrdiff_t cells = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto bars = std::count(line.begin(), line.end(), '|');
    if (line.empty() || line.front() != '|') {
      cells = 0;
      continue;
    }
    if (cells == 0) cells = bars;
    EXPECT_EQ(bars, cells) << line;
  }
}

TEST(Markdown, SaysThatALoadWasScaled) {
  EXPECT_THAT(Written({ResultOf(PassingRun())}),
              HasSubstr("**Scaled: durations x 0.1: not the whole load**"));
}

TEST(Markdown, StaysWithinACommentAndSaysWhatItLeftOut) {
  const std::vector<RunResult> many(200, ResultOf(FailingRun()));
  const std::string text = Written(many);
  EXPECT_LT(text.size(), 60'000u);
  EXPECT_GT(text.size(), 50'000u);
  EXPECT_THAT(text, HasSubstr("were left out; the JSON results hold everything"));
  EXPECT_THAT(Written({ResultOf(FailingRun())}), Not(HasSubstr("left out")));
}

TEST(Markdown, SaysThatThereIsNoResult) {
  EXPECT_EQ(Written({}), "## Load tests: NO SLA\n\nNo load test has left a result.\n");
}

TEST(Markdown, SaysThatATestNeverPlayed) {
  RunData run;
  run.errors = {"this load test played nothing"};
  EXPECT_THAT(Written({ResultOf(run)}), HasSubstr("nothing was played"));
}

}  // namespace
}  // namespace clamor
