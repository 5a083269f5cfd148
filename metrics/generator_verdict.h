// SPDX-License-Identifier: Apache-2.0
// Whether the load generator itself was the bottleneck. A number the tool does not believe is not
// reported as the server's.
#pragma once

#include <string>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

// Why the run's numbers cannot be believed, a sentence each; empty: they can. What the engine found
// (descriptors, ports) comes first, then what the numbers show:
// - bytes waited to be read: a percentile of time_to_first_token or response_time would have been
//   off by more than 5 % and 1 ms, had user space alone taken the time;
// - turns started late: more than 100 ms at p99, or at the highest percentile that the samples
//   support.
std::vector<std::string> WhyVoid(const RunData& run);

}  // namespace clamor
