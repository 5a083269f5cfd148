// SPDX-License-Identifier: Apache-2.0
// What stands at the top of reports of several load tests: everything that was promised, the worst
// first.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "clamor/result.h"
#include "reporters/standing.h"

namespace clamor {

struct VerdictRow {
  Standing standing;
  std::size_t run;                   // its place among the runs
  std::string sla;                   // "the run" where a run itself is not what it should be
  std::string message;               // not yet escaped
  const Verdict* verdict = nullptr;  // of an SLA; lives as long as the run
};

// A row for each problem of a run, for each SLA that does not only warn, and for each run without
// any.
std::vector<VerdictRow> VerdictRows(const std::vector<RunResult>& runs);

std::vector<RunResult> WorstFirst(std::vector<RunResult> runs);

}  // namespace clamor
