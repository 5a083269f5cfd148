// SPDX-License-Identifier: Apache-2.0
// Where in a run the numbers of a measure are kept.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {

struct Distribution {
  const Histogram& histogram;
  const Timeline& timeline;
  double scale = 1;  // so many of the measure's unit to a second in the histogram
};

// Of a trend, the catalogue's or a suite's own. None: it has no sample.
std::optional<Distribution> DistributionOf(const ParsedMeasure& measure, const RunData& run);

// Of a gauge, the same.
std::vector<SecondValue> LevelsOf(const ParsedMeasure& measure, const RunData& run);

// What a goodput, a check or all of them, or a rate of the suite's own is counted in.
std::vector<const ShareSeries*> SharesOf(const ParsedMeasure& measure, const RunData& run);

// A stretch of the run, in seconds from its second 0.
struct Stretch {
  double begin = 0;
  double end = 0;

  double seconds() const { return end - begin; }
  std::uint32_t first_second() const { return static_cast<std::uint32_t>(begin); }
  std::uint32_t end_second() const { return static_cast<std::uint32_t>(std::ceil(end)); }
};

// What is counted under these tags was counted then: the scenario's own time where they name one,
// else the whole counted part.
Stretch CountedTimeOf(const Tags& tags, const RunData& run);

// Whether that is less than the whole.
bool IsPartOf(const Stretch& stretch, const RunData& run);

}  // namespace clamor
