// SPDX-License-Identifier: Apache-2.0
// Shards of one load test, made on one machine or several, put together as if it had been one.
#pragma once

#include "metrics/run_data.h"

namespace clamor {

// Adds everything that the other shard counted: histograms and counters without loss, timelines and
// gauges by wall-clock second. Verdicts are dropped: what was promised is to be judged again over
// the whole.
void MergeRuns(RunData& into, const RunData& from);

}  // namespace clamor
