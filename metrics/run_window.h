// SPDX-License-Identifier: Apache-2.0
// A stretch of a run as if it had been all of it, so that it gets an interval of its own.
#pragma once

#include <cstdint>

#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {

// What the value is made of, from second `begin` up to `end`. Distributions are as coarse as
// timelines; gauges are left out.
RunData CutToWindow(const RunData& run, const ParsedValue& value, std::uint32_t begin,
                    std::uint32_t end);

}  // namespace clamor
