// SPDX-License-Identifier: Apache-2.0
// A comparison of two builds as a comment on a pull request.
#pragma once

#include <string>

#include "metrics/regression/build_comparison.h"

namespace clamor {

// The verdict and what is worse stand open, everything else is folded. At most 59,000 bytes, of
// which a comment holds 65,536 characters; what was left out is said.
std::string ComparisonMarkdown(const BuildComparison& comparison);

}  // namespace clamor
