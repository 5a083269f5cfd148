// SPDX-License-Identifier: Apache-2.0
// A comparison of two builds for people at a terminal.
#pragma once

#include <string>

#include "metrics/regression/build_comparison.h"
#include "reporters/style.h"

namespace clamor {

std::string ComparisonText(const BuildComparison& comparison, const Style& style);

}  // namespace clamor
