// SPDX-License-Identifier: Apache-2.0
// Whether what a suite defines of its own can be told from everything else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clamor/check.h"
#include "metrics/series_plan.h"

namespace clamor {

// One line that says what is wrong and what was expected: a name that is no word of letters, digits
// and _, one that stands twice, a metric with a name that the SLA grammar reads otherwise, or more
// than SeriesPlan::kMostChecks checks. None when all is well.
std::optional<std::string> WhatIsWrongWith(const std::vector<NamedCheck>& checks,
                                           const std::vector<DefinedMetric>& defined);

}  // namespace clamor
