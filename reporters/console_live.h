// SPDX-License-Identifier: Apache-2.0
// What a console shows before and while a load goes on. Pure text: when to print, and where, is the
// caller's matter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "metrics/progress.h"
#include "metrics/run_data.h"
#include "reporters/style.h"

namespace clamor {

// What is about to run, a few lines: server, profile, users, planned turns, seed, and that it is
// scaled when it is.
std::string Header(std::string_view title, const RunSettings& settings, const Style& style);

// The share of the run that is done, 0 to 1: of its time or of its turns, whichever is further.
// None when neither is planned.
std::optional<double> DoneShare(const Progress& progress);

// One line without its end: "45 %, 55 users, 46.1/s, 12 failed, p95 612 ms, 1 min 05 s left".
std::string LiveLine(const Progress& progress);

// The same behind a bar, redrawn in place: begins with a carriage return and ends by clearing the
// rest of the line. Never wider than the style's width, where it has one.
std::string ProgressBar(const Progress& progress, const Style& style);

}  // namespace clamor
