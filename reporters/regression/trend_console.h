// SPDX-License-Identifier: Apache-2.0
// What changed over nights, for a console or a CI log.
#pragma once

#include <string>

#include "metrics/regression/judge_nights.h"
#include "reporters/style.h"

namespace clamor {

// A line of totals, one for each series that changed, the worst first, and what must be known
// beside them.
std::string ConsoleTextOf(const JudgedNights& nights, const Style& style);

}  // namespace clamor
