// SPDX-License-Identifier: Apache-2.0
#include "reporters/verdict_rows.h"

#include <algorithm>

#include "metrics/run_data.h"

namespace clamor {

std::vector<VerdictRow> VerdictRows(const std::vector<RunResult>& runs) {
  std::vector<VerdictRow> rows;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunData& run = runs[i].data();
    const Standing own = StandingOf(run);
    for (const std::string& problem : ProblemsOf(run)) rows.push_back({own, i, "the run", problem});
    for (const Verdict& verdict : run.verdicts) {
      if (IsWarning(verdict)) continue;
      rows.push_back({StandingOf(verdict), i, verdict.sla, verdict.message, &verdict});
    }
    if (own == Standing::kNotJudged) {
      rows.push_back({own, i, "", "nothing was promised of this load test"});
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const VerdictRow& a, const VerdictRow& b) {
    return a.standing < b.standing;
  });
  return rows;
}

std::vector<RunResult> WorstFirst(std::vector<RunResult> runs) {
  std::stable_sort(runs.begin(), runs.end(), [](const RunResult& a, const RunResult& b) {
    return StandingOf(a.data()) < StandingOf(b.data());
  });
  return runs;
}

}  // namespace clamor
