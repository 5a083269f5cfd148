// SPDX-License-Identifier: Apache-2.0
// A chart of values over the seconds of a run, as SVG that needs neither scripts nor styles, with
// the same numbers as a table for those who cannot see it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/catalogue.h"

namespace clamor::html {

inline constexpr std::size_t kMostLines = 4;

struct ChartLine {
  std::string name;
  std::vector<std::optional<double>> values;  // of each step, from second 0 on; nothing: none
  std::size_t pen = 0;                        // below kMostLines: its colour, dashes and width
};

// A value that an SLA names.
struct ChartLimit {
  std::string name;
  double value = 0;
};

struct TimeChart {
  std::string title;
  Unit unit = Unit::kCount;
  double seconds = 1;  // how long the axis is: the same for all charts of a run
  std::uint32_t step_seconds = 1;
  std::vector<ChartLine> lines;  // at most kMostLines, each with a pen of its own
  std::vector<ChartLimit> limits;
};

// The chart; nothing when no line has a value.
std::string FigureOf(const TimeChart& chart);

}  // namespace clamor::html
