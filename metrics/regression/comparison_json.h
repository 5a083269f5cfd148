// SPDX-License-Identifier: Apache-2.0
// comparison.json: a comparison of two builds as a file, from which its reports can be made again
// elsewhere, by somebody who does not trust whoever made it.
#pragma once

#include <string>
#include <string_view>

#include "metrics/regression/build_comparison.h"

namespace clamor {

std::string ComparisonJson(const BuildComparison& comparison);

// Reads what ComparisonJson wrote, or somebody made to look like it. Throws std::runtime_error with
// one line, "FILE: what is wrong", also for numbers that no comparison has and for more than 10,000
// entries of a list.
BuildComparison ReadComparisonJson(std::string_view text, const std::string& file);

}  // namespace clamor
