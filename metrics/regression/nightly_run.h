// SPDX-License-Identifier: Apache-2.0
// What a history keeps of a run's results.
#pragma once

#include <vector>

#include "clamor/result.h"
#include "metrics/regression/history.h"

namespace clamor {

// What builds are compared by (ComparedMeasures), and how long conversations took. Repetitions of a
// load test are one. What was void, interrupted, ended early or had errors has no measures, but the
// reason why. Texts are cut to what a line can hold. `confirms`: the results are a second look at a
// night. There must be at least one result.
NightlyRun NightlyRunOf(const std::vector<RunResult>& results, bool confirms);

}  // namespace clamor
