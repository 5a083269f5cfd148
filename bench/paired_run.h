// SPDX-License-Identifier: Apache-2.0
// A paired run as it is judged while its blocks come in.
#pragma once

#include <vector>

#include "metrics/regression/judge_pairs.h"

namespace clamor::bench {

struct PairedRun {
  std::vector<JudgedSeries> series;
  int pairs = 0;              // taken until it was clear
  bool has_rejected = false;  // a test, be the change above the floor or below

  bool Says(Change change) const;
};

// Judges the pairs at each look of LooksAt, and no further once the answer is clear. `turns` are
// those of a block.
PairedRun PlayPairs(const std::vector<PairedSeries>& pairs, int turns, const RegressionRules& rules,
                    PairJudge& judge);

}  // namespace clamor::bench
