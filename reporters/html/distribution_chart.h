// SPDX-License-Identifier: Apache-2.0
// How a duration is distributed over the samples of a run, as bars, with the same numbers as a
// table.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/histogram.h"
#include "reporters/html/time_chart.h"

namespace clamor::html {

// Samples of at least `low` and below `high`; of the last bar, `high` too.
struct Bar {
  std::chrono::duration<double> low;
  std::chrono::duration<double> high;
  std::uint64_t count = 0;
};

// Bars of equal width, or of equal ratio where the largest is many times the least.
struct Distribution {
  std::string title;
  bool by_ratio = false;
  std::vector<Bar> bars;
  std::vector<ChartLimit> limits;  // those within what the bars span are drawn
};

// Of a histogram that is not empty.
Distribution DistributionOf(std::string title, const Histogram& histogram);

std::string FigureOf(const Distribution& distribution);

}  // namespace clamor::html
