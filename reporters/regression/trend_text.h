// SPDX-License-Identifier: Apache-2.0
// What every format says of nights that were judged, as text not yet escaped for any: a format only
// arranges it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "metrics/regression/judge_nights.h"
#include "reporters/figures.h"

namespace clamor {

// "slower, confirmed", "slower, suspected", "faster", "steady", "too few nights": by WordFor of
// what is no duration.
std::string WordOf(const JudgedTrend& judged);

// "240 ms", "1.2 %", "48 MB".
std::string LevelText(double level, Unit unit);

// "+21 %" or, of error rates, "+1.2 points"; empty where no change stands.
std::string ChangeText(const JudgedTrend& judged);

// "2026-11-21"
std::string DateText(std::chrono::system_clock::time_point time);

// "since 2026-11-21 (6 nights)"; empty where no change stands.
std::string SinceText(const JudgedTrend& judged);

// "Chat.Basic: p95(response_time) is 21 % higher since 2026-11-21", of a series that changed.
std::string TitleOf(const JudgedTrend& judged);

// Before, now, commits in between, how sure it is, and what else changed: of a series that changed.
std::vector<Figure> FactsOf(const JudgedTrend& judged);

// A bar for each night, lowest to highest: "▁▂▁▁▆▇█▇".
std::string BarsOf(const NightSeries& series);

// "24 series of 3 load tests: 2 worse, 22 steady".
std::string TotalsOf(const JudgedNights& nights);

// What a reader must know beside the series: a sentence each.
std::vector<std::string> RemarksOf(const JudgedNights& nights);

}  // namespace clamor
