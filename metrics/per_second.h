// SPDX-License-Identifier: Apache-2.0
// What a measure is made of, second by second, for measures that are counted rather than timed.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {

// Whether a measure can be told second by second, and so over windows.
bool KeptByTheSecond(const ParsedMeasure& measure);

struct SharePerSecond {
  std::vector<std::uint32_t> part;
  std::vector<std::uint32_t> whole;  // as long as the run's last second with something to share
};

// Of computed shares, goodput, checks and rates of a suite's own.
SharePerSecond ShareRows(const ParsedMeasure& measure, const RunData& run);

// Of computed rates, failures without a reason, and counters.
std::vector<std::uint32_t> CountRow(const ParsedMeasure& measure, const RunData& run);

}  // namespace clamor
