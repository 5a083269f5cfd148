// SPDX-License-Identifier: Apache-2.0
// What a console shows of runs that have ended. Pure text.
#pragma once

#include <string>
#include <vector>

#include "clamor/result.h"
#include "reporters/style.h"

namespace clamor {

// Everything of one load test: how it came out and why, its health and breaking point, its SLAs,
// figures, tables of its metrics, checks, scenarios and tags, failures with bounded examples and
// the command that repeats the first, warnings, the generator's health, the wall time.
std::string Summary(const RunResult& run, const Style& style);

// "3 load tests: 1 FAILED, 2 PASSED", with the title of each that is not good.
std::string Totals(const std::vector<RunResult>& runs, const Style& style);

}  // namespace clamor
