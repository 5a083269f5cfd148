// SPDX-License-Identifier: Apache-2.0
// What every format says of nights that were judged, as text not yet escaped for any: a format only
// arranges it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/regression/judge_nights.h"
#include "reporters/figures.h"

namespace clamor {

// "worse, confirmed", "worse, suspected", "better", "steady", "too few nights".
std::string_view WordOf(const JudgedSeries& judged);

// "240 ms", "1.2 %".
std::string LevelText(double level, std::string_view measure);

// "+21 %" or, of error rates, "+1.2 points"; empty where no change stands.
std::string ChangeText(const JudgedSeries& judged);

// "2026-11-21"
std::string DateText(std::chrono::system_clock::time_point time);

// "since 2026-11-21 (6 nights)"; empty where no change stands.
std::string SinceText(const JudgedSeries& judged);

// "Chat.Basic: p95(response_time) is 21 % higher since 2026-11-21", of a series that changed.
std::string TitleOf(const JudgedSeries& judged);

// Before, now, commits in between, how sure it is, and what else changed: of a series that changed.
std::vector<Figure> FactsOf(const JudgedSeries& judged);

// A bar for each night, lowest to highest: "▁▂▁▁▆▇█▇".
std::string BarsOf(const NightSeries& series);

// "24 series of 3 load tests: 2 worse, 22 steady".
std::string TotalsOf(const JudgedNights& nights);

// What a reader must know beside the series: a sentence each.
std::vector<std::string> RemarksOf(const JudgedNights& nights);

}  // namespace clamor
