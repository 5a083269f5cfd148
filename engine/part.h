// SPDX-License-Identifier: Apache-2.0
// One scenario while it is being played.
#pragma once

#include <cstddef>
#include <deque>

#include "engine/plan.h"
#include "engine/schedule.h"

namespace clamor {

struct Part {
  Part(const RunPlan& run, std::size_t scenario, Schedule::Time start)
      : number(scenario),
        plan(run.scenarios[scenario]),
        schedule(plan.profile, plan.PlannedConversations(),
                 plan.arrivals ? &*plan.arrivals : nullptr, start) {}

  const std::size_t number;  // of the plan's scenarios, from 0
  const ScenarioPlan& plan;
  Schedule schedule;
};

// Those that are played at the same time.
using Act = std::deque<Part>;

}  // namespace clamor
