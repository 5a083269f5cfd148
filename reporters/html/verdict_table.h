// SPDX-License-Identifier: Apache-2.0
// What a reader of the report looks at first: everything that was promised, by how much it was kept
// or broken, and how sure that is.
#pragma once

#include <string>
#include <vector>

#include "clamor/result.h"

namespace clamor::html {

// The id of the section of the run with this place among the runs.
std::string AnchorOf(std::size_t run);

// The worst first; nothing where there are no runs. One run's need not say whose they are.
std::string VerdictTable(const std::vector<RunResult>& runs);

namespace internal {

// "12 % below", "34 % above", "at the limit"; in the SLA's own unit where the limit is 0.
std::string MarginOf(double value, double limit, Unit unit);

}  // namespace internal

}  // namespace clamor::html
