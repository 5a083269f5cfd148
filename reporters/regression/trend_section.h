// SPDX-License-Identifier: Apache-2.0
// What changed over nights, for report.html: a chart of each series that changed, a table of all.
#pragma once

#include <string>

#include "metrics/regression/judge_nights.h"

namespace clamor::html {

// The section's id.
inline constexpr const char* kNightsAnchor = "nights";

std::string NightsSection(const JudgedNights& nights);

}  // namespace clamor::html
