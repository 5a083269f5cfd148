// SPDX-License-Identifier: Apache-2.0
// A comparison of two builds as GitHub's annotations: lines for a workflow's log.
#pragma once

#include <string>

#include "metrics/regression/build_comparison.h"

namespace clamor {

// An error for each measure that is worse, the worst first; at most ten lines, which is as many as
// GitHub shows of a step, the last of them saying how many more there are.
std::string ComparisonAnnotations(const BuildComparison& comparison);

}  // namespace clamor
