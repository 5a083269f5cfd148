// SPDX-License-Identifier: Apache-2.0
// Shards of one load test, made on one machine or several, put together as if it had been one.
#pragma once

#include <vector>

#include "metrics/run_data.h"

namespace clamor {

// Adds everything that the other shard counted: histograms and counters without loss, timelines and
// gauges by wall-clock second. Verdicts are dropped: what was promised is to be judged again over
// the whole. Throws std::runtime_error, before anything was added, when the two defined a metric of
// one name differently.
void MergeRuns(RunData& into, const RunData& from);

// All runs as one, in whatever order they are given: those that ran at the same time are put
// together before the time between the others is left out. At least one.
RunData MergeInTime(std::vector<RunData> runs);

}  // namespace clamor
