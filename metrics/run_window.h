// SPDX-License-Identifier: Apache-2.0
// A stretch of a run as if it had been all of it, so that it gets an interval of its own.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {

// Seconds `begin` to `end` of a row of counts, and of a timeline, `begin` becoming second 0.
std::vector<std::uint32_t> CutRow(const std::vector<std::uint32_t>& row, std::uint32_t begin,
                                  std::uint32_t end);
Timeline CutTimeline(const Timeline& timeline, std::uint32_t begin, std::uint32_t end);

// What the value is made of, from second `begin` up to `end`. Distributions are as coarse as
// timelines; gauges are left out.
RunData CutToWindow(const RunData& run, const ParsedValue& value, std::uint32_t begin,
                    std::uint32_t end);

}  // namespace clamor
