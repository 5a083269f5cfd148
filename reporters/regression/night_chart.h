// SPDX-License-Identifier: Apache-2.0
// A measure over nights as a picture: a dot for each, a line for each level that they kept.
#pragma once

#include <string>

#include "metrics/regression/judge_nights.h"

namespace clamor::html {

// The chart with the same numbers as a table below it. The series must have a night.
std::string FigureOf(const JudgedTrend& judged);

}  // namespace clamor::html
