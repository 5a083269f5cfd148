// SPDX-License-Identifier: Apache-2.0
// At which rate of arrivals a server stops keeping its promises.
#pragma once

#include <optional>

#include "metrics/run_data.h"

namespace clamor {

// Holds the promised SLAs against windows of 10 s (scaled as the run's durations are, to at least a
// second) and puts to each the rate at which conversations were to arrive. None for a run whose
// arrivals follow no clock, and for one of a steady rate that broke nothing. Left out are promises
// that only warn, what is not kept by the second, and counts and rates that were not promised over
// windows: their limits are meant for the whole run.
std::optional<BreakingPoint> FindBreakingPoint(const RunData& run);

}  // namespace clamor
