// SPDX-License-Identifier: Apache-2.0
// How a server did under load, in one word: for people who look at many load tests. No promise is
// broken or kept by it.
#pragma once

#include <optional>

#include "metrics/run_data.h"

namespace clamor {

// Of a run that was judged. None where no turn ended, and where the load generator was the
// bottleneck: its numbers say nothing of the server. The worst of
//
//   what                                            healthy   warning        critical
//   failed turns of those that ended                < 1 %     1 % to 5 %     > 5 %
//   turns failed by a server error (5xx)            <= 1 %                   > 1 %
//   each promised upper limit of a latency          kept      above 90 %     broken
//   response times rising over the run (rising.h)   no        yes
//   p95(response_time) of streams to others         < 2       2 and more
std::optional<Health> FindHealth(const RunData& run);

}  // namespace clamor
