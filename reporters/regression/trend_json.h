// SPDX-License-Identifier: Apache-2.0
// What changed over nights, for programs: what opens an issue or updates it.
#pragma once

#include <string>

#include "metrics/regression/judge_nights.h"

namespace clamor {

inline constexpr const char* kTrendJsonFile = "trend.json";

// {"clamor_trend": 1, "alerts": [...], "improvements": [...], ...}: docs/regressions.md lists the
// members. The worst fifty of each; how many are left out is told.
std::string JsonOf(const JudgedNights& nights);

}  // namespace clamor
