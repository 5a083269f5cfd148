// SPDX-License-Identifier: Apache-2.0
// What the metrics mean that a reader of the report is asked to judge by.
#pragma once

#include <vector>

#include "reporters/figures.h"

namespace clamor {

// Each trend, and each metric of the suite's own, that a promise, a warning or a name of the
// suite's own is about, with its definition; those that have none are left out.
std::vector<Figure> DefinitionsOf(const RunData& run);

}  // namespace clamor
