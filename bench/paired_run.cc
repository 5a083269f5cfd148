// SPDX-License-Identifier: Apache-2.0
#include "bench/paired_run.h"

#include <algorithm>

namespace clamor::bench {
namespace {

PairedSeries FirstOf(const PairedSeries& series, std::size_t pairs, int turns) {
  PairedSeries first;
  first.differences.assign(series.differences.begin(),
                           series.differences.begin() + static_cast<std::ptrdiff_t>(pairs));
  first.is_share = series.is_share;
  first.fewest_of = pairs * static_cast<std::uint64_t>(turns);
  return first;
}

}  // namespace

bool PairedRun::Says(Change change) const {
  return std::any_of(series.begin(), series.end(),
                     [&](const JudgedSeries& one) { return one.change == change; });
}

PairedRun PlayPairs(const std::vector<PairedSeries>& pairs, int turns, const RegressionRules& rules,
                    PairJudge& judge) {
  PairedRun run;
  for (const std::size_t look : LooksAt(pairs.front().differences.size(), rules)) {
    std::vector<PairedSeries> taken;
    for (const PairedSeries& series : pairs) taken.push_back(FirstOf(series, look, turns));
    JudgedPairs judged = judge.Judge(taken);
    run.series = std::move(judged.series);
    run.pairs = static_cast<int>(look);
    for (const JudgedSeries& one : run.series) {
      run.has_rejected = run.has_rejected || one.p_value <= one.alpha;
    }
    if (judged.is_clear) break;
  }
  return run;
}

}  // namespace clamor::bench
