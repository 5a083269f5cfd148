// SPDX-License-Identifier: Apache-2.0
// Looking at data several times while they come in, without being fooled more often than promised.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace clamor {

// The two-sided chance that may have been spent once a share `fraction` (above 0, to 1) of the
// planned data is in: 2 - 2 Phi(z(1 - alpha / 2) / sqrt(fraction)), of O'Brien-Fleming's type (Lan
// and DeMets 1983, "Discrete sequential boundaries for clinical trials", Biometrika 70).
double AlphaSpent(double alpha, double fraction);

// For each look, at which share of the planned data: the p-value, two-sided, at or below which an
// effect is believed there. Together they are wrong with a chance of at most `alpha`: integrated
// step by step (Armitage, McPherson and Rowe 1969, "Repeated significance tests on accumulating
// data"; Jennison and Turnbull, Group Sequential Methods, 19). `fractions` rise, from above 0 to at
// most 1.
std::vector<double> PValuesToReach(double alpha, std::span<const double> fractions);

// The same for one of several hypotheses that share alpha, for any number of them.
class SpendingBoundaries {
 public:
  SpendingBoundaries(double alpha, std::vector<double> fractions)
      : alpha_(alpha), fractions_(std::move(fractions)) {}

  // By look. Computed when first asked for, which takes milliseconds.
  const std::vector<double>& ForEachOf(std::size_t hypotheses);

 private:
  double alpha_;
  std::vector<double> fractions_;
  std::vector<std::vector<double>> computed_;
};

// Several hypotheses looked at several times: Holm's procedure at each look, every open one held
// to the boundary of its share of alpha; what was rejected stays so (Ye, Li, Liu and Yao 2013, "A
// group sequential Holm procedure with multiple primary endpoints", Statistics in Medicine 32).
class SequentialHolm {
 public:
  // The boundaries are those of all looks, also of those that are never taken.
  SequentialHolm(std::size_t hypotheses, SpendingBoundaries& boundaries);

  // Takes the next look, of which `p_value` gives each hypothesis's two-sided p-value. No more
  // looks than there are boundaries.
  void Look(const std::function<double(std::size_t hypothesis)>& p_value);

  bool IsRejected(std::size_t hypothesis) const { return rejected_[hypothesis]; }

  // The p-value that it is held to at the last look, or would be had it not been rejected before.
  // There was one. An interval at this level tells what the test does: whether 0 lies outside (a
  // repeated confidence interval, Jennison and Turnbull 1989, JRSS B 51).
  double HeldTo(std::size_t hypothesis) const;

 private:
  SpendingBoundaries& boundaries_;
  std::vector<bool> rejected_;
  std::vector<std::size_t> open_;  // hypotheses, itself included, when each was last tested
  std::size_t looks_ = 0;
};

}  // namespace clamor
