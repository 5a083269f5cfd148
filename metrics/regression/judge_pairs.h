// SPDX-License-Identifier: Apache-2.0
// What pairs of blocks, one of base and one of head, say of each measure: looked at several times
// while they come in, and of many measures at once.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <vector>

#include "metrics/regression/alpha_spending.h"

namespace clamor {

// What a comparison must be to be told, and how it is planned.
struct RegressionRules {
  double alpha = 0.05;         // chance of any false alarm among all measures and looks
  double floor = 0.05;         // least change worth telling, as a share: 0.05 is 5 %
  double share_floor = 0.005;  // the same of error rates: half a percentage point
  double same_within = 0.10;   // largest change that may hide behind "same"
  int planned_pairs = 40;
  int pairs_per_look = 8;
};

// Of what is compared, head against base. Worse is slower, more failures, more memory.
enum class Change : unsigned char { kWorse, kBetter, kSame, kCannotTell };

// How one measure differs in each pair.
struct PairedSeries {
  static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

  // In the order in which they were taken: of values log(head / base), of shares head - base;
  // kMissing where either side measured nothing.
  std::vector<double> differences;
  bool is_share = false;        // an error rate
  std::uint64_t fewest_of = 0;  // of a share: turns of the side that has fewer
};

// In the series' own scale (logarithms or shares), but for what is said otherwise.
struct JudgedSeries {
  Change change = Change::kCannotTell;
  double estimate = 0;
  // Of the repeated confidence interval; of values it agrees with the test, of shares it is
  // Student's of the mean. An end beyond a thousandfold, or a share of 1, is told as that.
  double low = 0;
  double high = 0;
  double alpha = 1;          // that interval's
  double p_value = 1;        // of the last look
  double same_within = 0;    // the larger end of the 90 % interval: at most so much has changed
  double detectable = 0;     // the least change that would have been found nine times of ten
  std::size_t pairs = 0;     // in which it was measured
  bool has_too_few = false;  // to be judged: nothing but `pairs` is set
};

struct JudgedPairs {
  std::vector<JudgedSeries> series;
  bool is_clear = false;  // something is worse, so that more pairs would change no exit code
};

// The pairs after which a look is taken, of so many that there are: after every `pairs_per_look`
// of them up to the planned number, and at the end.
std::vector<std::size_t> LooksAt(std::size_t pairs, const RegressionRules& rules);

class PairJudge {
 public:
  explicit PairJudge(const RegressionRules& rules) : rules_(rules) {}

  // Takes all looks of LooksAt anew over the pairs that there are, which is every series' length.
  // Values are judged by Yuen's trimmed mean, shares by Wilcoxon's signed ranks; both hold the rate
  // of false alarms over all series and looks at alpha (alpha_spending.h). Worse or better is what
  // the test and the floor agree on; `same` needs an interval within `same_within`.
  JudgedPairs Judge(std::span<const PairedSeries> series);

 private:
  SpendingBoundaries& BoundariesOf(const std::vector<std::size_t>& looks);

  RegressionRules rules_;
  std::map<std::vector<double>, SpendingBoundaries> boundaries_;  // by fractions: kept, as they
                                                                  // take longer than all the rest
};

}  // namespace clamor
