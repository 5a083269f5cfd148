// SPDX-License-Identifier: Apache-2.0
// Internal to merging: shares, checks and the metrics that suites defined.
#pragma once

#include <vector>

#include "metrics/merge_parts.h"
#include "metrics/run_data.h"

namespace clamor {

void MergeShares(std::vector<ShareSeries>& into, const std::vector<ShareSeries>& from,
                 const Offsets& offsets);

// Throws std::runtime_error when the two runs defined a metric of one name differently: such
// numbers do not add up.
void CheckSameDefinitions(const RunData& into, const RunData& from);

// Checks and defined metrics, whose definitions agree. Of two samples of a gauge in one second the
// larger is kept: nobody knows which was later.
void MergeDefined(RunData& into, const RunData& from, const Offsets& offsets);

}  // namespace clamor
