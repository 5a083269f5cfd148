// SPDX-License-Identifier: Apache-2.0
// Confidence intervals of what a run measured. Turns of one second are alike (they met the same
// queue), and the textbook's intervals for independent samples are then far too narrow; so the
// variance is taken between ten blocks of time. Where a run is too short for blocks, the textbook's
// interval is given, marked as unreliable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/histogram.h"
#include "metrics/timeline.h"

namespace clamor {

struct Interval {
  std::optional<double> low;  // seconds, share or rate; none: open, the samples do not bound it
  std::optional<double> high;
  double level = 0.95;  // of confidence, two-sided
  double deff =
      1;  // design effect: how many times as wide its variance is as with independent samples
  std::string unreliable;  // why it should not be trusted; empty: it should
};

// The percentile's, after Woodruff (1952, "Confidence intervals for medians and other position
// measures", JASA 47) with the variance of the share at or below it taken between blocks of time;
// edges of buckets are taken outwards.
Interval QuantileInterval(const Histogram& histogram, const Timeline& timeline, double q,
                          double level);

// The percentile's from order statistics, for independent samples (David and Nagaraja, Order
// Statistics, 7.1).
Interval IndependentQuantileInterval(const Histogram& histogram, double q, double level);

// The mean's: ratio estimator between blocks (Cochran, Sampling Techniques, 6.3), its variance at
// least that of independent samples.
Interval MeanInterval(const Histogram& histogram, const Timeline& timeline, double level);

// The interval of a share, sum(part) / sum(whole), from counts per second: Wilson's (1927) with the
// effective number of samples (Franco, Little, Louis and Slud 2019) by blocks.
Interval ShareInterval(const std::vector<std::uint32_t>& part,
                       const std::vector<std::uint32_t>& whole, double level);

// The interval of a rate from counts per second over that many seconds, its variance at least
// Poisson's.
Interval RateInterval(const std::vector<std::uint32_t>& counts, double seconds, double level);

// The fewest samples with which a percentile can be promised at this level of confidence,
// one-sided: the least n with 1 - q^n >= level (p99 at 95 %: 299). For q below a half the same of 1
// - q.
std::uint64_t SamplesNeeded(double q, double level);

// The highest of p50, p90, p95 and p99 that so many samples support at 95 %; none below five
// samples.
std::optional<double> HighestSupportedQuantile(std::uint64_t samples);

}  // namespace clamor
