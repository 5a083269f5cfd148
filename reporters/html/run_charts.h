// SPDX-License-Identifier: Apache-2.0
// Which charts a run has.
#pragma once

#include <vector>

#include "metrics/run_data.h"
#include "reporters/html/distribution_chart.h"
#include "reporters/html/time_chart.h"

namespace clamor::html {

// Turns and failures, users, the percentiles of what its turns took with the limits that SLAs set
// them, those that the suite or its API defined too, and what the server and the load generator
// did; those that have no value are left out by FigureOf. Long runs take steps of several seconds,
// so that a chart has 120 at most.
std::vector<TimeChart> ChartsOf(const RunData& run);

// How the charted durations are distributed over the whole run.
std::vector<Distribution> DistributionsOf(const RunData& run);

}  // namespace clamor::html
