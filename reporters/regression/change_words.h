// SPDX-License-Identifier: Apache-2.0
// A comparison of two builds in words and rows that every format shows, not yet escaped for any.
#pragma once

#include <string>
#include <vector>

#include "metrics/regression/build_comparison.h"
#include "reporters/table.h"

namespace clamor {

// "slower", "more failures", "more" of what is no duration; or their contraries.
std::string WordFor(Unit unit, bool is_worse);

// What is worse, the worst first; then what cannot be told, what is better, and what is the same.
std::vector<const MeasureChange*> WorstFirst(const BuildComparison& comparison);

// "slower", "more failures", "faster", "same within 4 %", "cannot tell": with "more" and "less" for
// what is no duration.
std::string VerdictOf(const MeasureChange& change);

// "+12 % (8.1 % to 17 %)": head against base, with its interval where there is one; error rates in
// points.
std::string HowMuch(const MeasureChange& change);

// verdict, load test, measure, base, head, change.
TableRow RowOf(const MeasureChange& change);
Table TableOf(const std::vector<const MeasureChange*>& changes);

// "2 of 24 measures are worse, 1 better", "nothing is slower, of 3 it cannot tell", or which server
// ended.
std::string HeadlineOf(const BuildComparison& comparison);

// How the numbers came about: builds, pairs, what was thrown away. Sentences.
std::string HowTaken(const BuildComparison& comparison);

// What the data could not have shown, in a sentence; empty where everything was told.
std::string WhatCouldNotBeSeen(const BuildComparison& comparison);

// Why nothing can be said of something: "Chat.BasicLoad p99(response_time): only base has it".
std::string SentenceOf(const NotCompared& entry);
std::string SentenceOf(const LostPair& lost);

}  // namespace clamor
