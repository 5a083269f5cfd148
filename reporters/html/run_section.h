// SPDX-License-Identifier: Apache-2.0
// One load test's part of the HTML report.
#pragma once

#include <string>

#include "clamor/result.h"

namespace clamor::html {

// How it came out, its figures, charts, tables and failures, what the server and the load generator
// did, what its metrics mean, and how to repeat it. `folded`: all but how it came out.
std::string RunSection(const RunResult& result, bool folded);

}  // namespace clamor::html
