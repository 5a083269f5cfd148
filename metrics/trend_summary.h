// SPDX-License-Identifier: Apache-2.0
// A distribution in the numbers that people read.
#pragma once

#include <array>
#include <string_view>

#include "metrics/run_data.h"
#include "metrics/statistics.h"

namespace clamor {

struct ReportedQuantile {
  double q;
  std::string_view name;
};
inline constexpr std::array<ReportedQuantile, 5> kReportedQuantiles{
    {{0.5, "p50"}, {0.9, "p90"}, {0.95, "p95"}, {0.99, "p99"}, {0.999, "p99.9"}}};

// The 95 % interval of each reported percentile, in their order. Takes one reading of the timeline
// for each.
std::array<Interval, kReportedQuantiles.size()> QuantileIntervals(const Histogram& histogram,
                                                                  const Timeline& timeline);

}  // namespace clamor
