// SPDX-License-Identifier: Apache-2.0
// What a reader should know of a run although no promise was broken.
#pragma once

#include <string_view>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

inline constexpr std::string_view kRisingResponseTime = "rising_response_time";

// - buffered_stream: most answers came all at once at their end, so their streaming was for
// nothing;
// - rising_response_time: response times grew over the run, which may not have reached its steady
// state;
// - unstamped_reads: some times are user space's, not the kernel's;
// - those of server_warnings.h.
std::vector<Warning> FindWarnings(const RunData& run);

}  // namespace clamor
