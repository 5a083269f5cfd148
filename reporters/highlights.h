// SPDX-License-Identifier: Apache-2.0
// What stands at the top of a run's report, below how it came out.
#pragma once

#include <vector>

#include "metrics/run_data.h"
#include "reporters/figures.h"

namespace clamor {

// "health": its grade and why; "breaking point": up to which rate the promises held and what broke
// first; "dropped iterations", where there are any.
std::vector<Figure> HighlightsOf(const RunData& run);

}  // namespace clamor
