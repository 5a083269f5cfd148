// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/verdict_table.h"

#include <gmock/gmock.h>

#include "metrics/run_data.h"
#include "reporters/sample_runs.h"

namespace clamor::html {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string TableWith(const Evidence& evidence, const std::string& sla = "error_rate < 1%") {
  RunData run;
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 3, {3}});
  Verdict verdict;
  verdict.sla = sla;
  verdict.message = "the whole sentence";
  verdict.evidence = evidence;
  run.verdicts = {verdict};
  return VerdictTable({ResultOf(run)});
}

TEST(VerdictTable, TellsHowFarFromTheLimitAValueLies) {
  EXPECT_EQ(internal::MarginOf(0.45, 0.5, Unit::kSeconds), "10 % below");
  EXPECT_EQ(internal::MarginOf(0.03, 0.01, Unit::kRatio), "200 % above");
  EXPECT_EQ(internal::MarginOf(2, 2, Unit::kSeconds), "at the limit");
  EXPECT_EQ(internal::MarginOf(3, 0, Unit::kCount), "3 above");
}

TEST(VerdictTable, ShowsAnIntervalWithoutAnEnd) {
  EXPECT_THAT(TableWith({0.02, 0.01, 100, 0.01, std::nullopt, 0.95, ""}),
              HasSubstr("<td class=\"number\">1 % to ?</td>"));
  EXPECT_THAT(TableWith({0.02, 0.01, 100, {}, {}, 0, ""}), Not(HasSubstr(" to ")));
}

TEST(VerdictTable, FoldsAwayWhatWasKeptWhereThereIsMuch) {
  RunData run;
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 3, {3}});
  Verdict verdict;
  verdict.sla = "error_rate < 1%";
  run.verdicts = {verdict};
  verdict.kind = VerdictKind::kPassed;
  run.verdicts.resize(21, verdict);
  const std::string table = VerdictTable({ResultOf(run)});
  EXPECT_THAT(table, HasSubstr("<details><summary>20 SLAs were kept</summary>"));
  EXPECT_LT(table.find("FAILED"), table.find("<details>"));
}

TEST(VerdictTable, SaysTheSentenceWhereThereAreNoNumbers) {
  EXPECT_THAT(TableWith({}), HasSubstr("<td>the whole sentence</td>"));
  EXPECT_THAT(TableWith({1, 1, 1, {}, {}, 0, "x"}, "nothing of this version < 3"),
              HasSubstr("<td>the whole sentence</td>"));
}

}  // namespace
}  // namespace clamor::html
