// SPDX-License-Identifier: Apache-2.0
// What ends a run before its profiles do.
#pragma once

#include <optional>
#include <string>

#include "engine/crew.h"
#include "engine/generator_health.h"
#include "engine/run.h"
#include "engine/spending.h"
#include "metrics/recorder.h"

namespace clamor {

class WhyToStop {
 public:
  // All outlive it.
  WhyToStop(const RunPlan& plan, const RunHooks& hooks, const HealthMonitor& health,
            const Purse& purse, Time began);

  // In a sentence; none while the run may go on. `before` has counted what earlier acts did, and
  // `second_0` is the run's.
  std::optional<std::string> Find(Time now, const Crew& crew, const Recorder& before,
                                  Time second_0);

  // How long conversations under way may take to end: the profile's graceful stop, but of a time
  // limit no more than a fifth.
  Clock::duration GraceOf(const Profile& profile) const;

 private:
  std::optional<std::string> BrokenForGood(Time now, const Crew& crew, const Recorder& before,
                                           Clock::duration counted);
  std::optional<std::string> LimitReached(Time now) const;

  const RunPlan& plan_;
  const RunHooks& hooks_;
  const HealthMonitor& health_;
  const Purse& purse_;
  const Time began_;
  Time next_judging_{};
};

}  // namespace clamor
