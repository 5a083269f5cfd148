// SPDX-License-Identifier: Apache-2.0
// What changed over nights, as GitHub-flavoured Markdown for an issue or a job's summary.
#pragma once

#include <cstddef>
#include <string>

#include "metrics/regression/judge_nights.h"

namespace clamor {

inline constexpr const char* kTrendMarkdownFile = "trend.md";

// The whole of it, the worst first. Stays within an issue's 65,536 characters and says what was
// left out.
std::string MarkdownOf(const JudgedNights& nights);

// What an issue on this series says, which must be one that changed. Begins with a comment that
// names the series' fingerprint.
std::string MarkdownOf(const JudgedTrend& judged);

}  // namespace clamor
