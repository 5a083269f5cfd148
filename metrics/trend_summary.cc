// SPDX-License-Identifier: Apache-2.0
// Intervals of the reported percentiles.
#include "metrics/trend_summary.h"

namespace clamor {

std::array<Interval, kReportedQuantiles.size()> QuantileIntervals(const Histogram& histogram,
                                                                  const Timeline& timeline) {
  constexpr double kLevel = 0.95;
  std::array<Interval, kReportedQuantiles.size()> intervals;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    intervals[i] = QuantileInterval(histogram, timeline, kReportedQuantiles[i].q, kLevel);
  }
  return intervals;
}

}  // namespace clamor
