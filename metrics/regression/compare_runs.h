// SPDX-License-Identifier: Apache-2.0
// Runs of base held against runs of head that were not taken in pairs: what a machine does between
// them, in the same hour or in another, is in every difference.
#pragma once

#include <vector>

#include "metrics/regression/build_comparison.h"
#include "metrics/run_data.h"

namespace clamor {

// The least change that is called worse or better without pairs: shared machines drift by tens of
// percent between two runs, and an error rate by what their slowness times out.
inline constexpr double kUnpairedFloor = 0.30;
inline constexpr double kUnpairedShareFloor = 0.02;

// Load tests of the same name are held against each other, Ratios
// have intervals made of both sides' own (Zou and Donner 2008, "Construction of confidence limits
// about effect measures: a general approach", Statistics in Medicine 27: MOVER), on logarithms, of
// shares the differences; Holm's procedure holds false alarms over all measures at rules.alpha, as
// far as drift is not meant. Where the machine differs, nothing is called worse or better.
BuildComparison CompareRuns(const std::vector<RunData>& base, const std::vector<RunData>& head,
                            const RegressionRules& rules);

}  // namespace clamor
