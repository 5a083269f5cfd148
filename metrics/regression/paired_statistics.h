// SPDX-License-Identifier: Apache-2.0
// What pairs of measurements, one of each build, say of the difference between the builds: the
// machine's drift and its bursts are in both halves of a pair, or in few pairs.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace clamor {

// The ends of a confidence interval.
struct Between {
  double low = 0;
  double high = 0;
};

// Yuen's test of trimmed means for one sample of differences (Yuen 1974, "The two-sample trimmed t
// for unequal population variances", Biometrika 61; Wilcox, Introduction to Robust Estimation and
// Hypothesis Testing, 4.3): a share of them is cut off at either end, so that a few pairs which met
// a burst decide nothing. Where h are left, the squared error is the winsorized sum of squares over
// h (h - 1), as with Yuen. The degrees of freedom are (1 - trim) (h - 1): so uncertain is that sum
// with normal differences (Satterthwaite 1946, Biometrics Bulletin 2). With Yuen's h - 1, tests of
// few differences at a small level alarm a third more often than they promise; how often these do
// is counted by bench/regression_simulation.cc. With a share of 0 it is Student's.
class TrimmedMean {
 public:
  // None below five differences.
  static std::optional<TrimmedMean> Of(std::span<const double> differences, double trim = 0.2);

  double value() const { return value_; }
  double standard_error() const { return standard_error_; }

  // The chance of a mean so far from 0 were the true one 0, two-sided. Without any spread: 1 for 0,
  // else 0.
  double PValue() const;

  // `alpha`: the chance, two-sided, that the true mean lies outside; above 0.
  Between IntervalAt(double alpha) const;

  // The least true mean, either way, that differences of this spread would let a test at `alpha`
  // find nine times of ten.
  double Detectable(double alpha) const;

 private:
  TrimmedMean(double value, double standard_error, double freedom)
      : value_(value), standard_error_(standard_error), freedom_(freedom) {}

  double value_;
  double standard_error_;
  double freedom_;  // degrees of freedom
};

// Wilcoxon's signed-rank test, exact also with ties: the chance, two-sided, of ranks so uneven if
// either sign were as likely (Hollander, Wolfe and Chicken, Nonparametric Statistical
// Methods, 3.1). Differences of 0 are left out, as Wilcoxon did; without any other it is 1. For
// error rates, most of whose differences are ties.
double SignedRankPValue(std::span<const double> differences);

// Whether the positive differences' ranks weigh more than the negative ones': which way that test
// points, which a mean need not.
bool PositiveRanksPrevail(std::span<const double> differences);

// The interval around the Hodges-Lehmann estimate that belongs to that test: of the averages of two
// differences (each with itself, too) the middle ones. The same source, 3.3. None where there are
// too few differences for `alpha`.
std::optional<Between> HodgesLehmannInterval(std::span<const double> differences, double alpha);

}  // namespace clamor
