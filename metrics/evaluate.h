// SPDX-License-Identifier: Apache-2.0
// What a measure comes to in a run: its value, its interval, and its values window by window.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"
#include "metrics/statistics.h"

namespace clamor {

struct Measured {
  std::optional<double> value;  // none: nothing was measured
  std::uint64_t samples = 0;
  std::string_view sample_name;  // "samples", "turns", "seconds"; empty for what is merely counted
};

// Over the whole run. Throws std::invalid_argument where the run kept no such series.
Measured MeasureOf(const ParsedMeasure& measure, const RunData& run);
Measured MeasureOf(const ParsedValue& value, const RunData& run);

// None for what is merely counted, for extremes and for gauges. A ratio's takes the outer ends of
// both, each at the level that makes theirs together at least `level` (Bonferroni).
std::optional<Interval> IntervalOf(const ParsedValue& value, const RunData& run, double level);

// The mean, extreme or percentile of a gauge's samples, of which there is at least one.
double LevelOf(const ParsedMeasure& measure, std::vector<double> levels);

struct WindowValue {
  std::uint32_t begin = 0;  // seconds of the run
  std::uint32_t end = 0;
  double value = 0;
  std::uint64_t samples = 0;  // of distributions and shares; of a ratio's two the fewer
};

// The windows of the counted part in which something was measured; whole ones only, unless the run
// is shorter than one. Windows may come out longer than asked where a result file keeps longer
// stretches of time.
std::vector<WindowValue> WindowsOf(const ParsedValue& value, const RunData& run,
                                   std::uint32_t seconds);

}  // namespace clamor
