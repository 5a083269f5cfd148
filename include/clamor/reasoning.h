// SPDX-License-Identifier: Apache-2.0
// What a suite of reasoning streams counts beside what every suite does; ReasoningTest
// (load_test.h) defines them.
#pragma once

#include "clamor/metric.h"
#include "clamor/units.h"

namespace clamor {

// Events by the node that they name. Counters, for Total.
inline constexpr Metric<Count> kPlannerEvents{"planner_events"};
inline constexpr Metric<Count> kSolverEvents{"solver_events"};
inline constexpr Metric<Count> kVerifierEvents{"verifier_events"};
inline constexpr Metric<Count> kOtherNodeEvents{"other_node_events"};

}  // namespace clamor
