// SPDX-License-Identifier: Apache-2.0
// A comparison of two builds as JUnit's XML: a test case for each measure.
#pragma once

#include <string>

#include "metrics/regression/build_comparison.h"

namespace clamor {

// What is worse has failed; what could not be told or compared was skipped.
std::string ComparisonJunit(const BuildComparison& comparison);

}  // namespace clamor
