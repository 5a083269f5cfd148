// SPDX-License-Identifier: Apache-2.0
// The worker threads of a run together.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/plan.h"
#include "engine/schedule.h"
#include "engine/worker.h"
#include "metrics/recorder.h"
#include "metrics/run_data.h"

namespace clamor {

class Crew {
 public:
  // Both outlive it.
  Crew(const RunPlan& plan, Schedule& schedule);

  void Start();

  // Whether all users have ended by then.
  bool WaitUntil(Time then);

  // No further conversation begins.
  void Stop();

  // The turns under way end too.
  void Cut();

  void Join();

  // The sum of what the workers last put down; of their busy shares the mean.
  WorkerSample Sample() const;

  // What the plan's abort rules are judged by, so far; `counted` long.
  RunData JudgedBy(std::chrono::nanoseconds counted) const;

  // Why this machine could not go on, if so.
  std::optional<std::string> Exhausted() const;

  // After Join: when the last counted turn ended, and what all have counted, once.
  Time LastEnded() const;
  Recorder TakeMerged();

 private:
  const RunPlan& plan_;
  const Time start_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t working_ = 0;
};

}  // namespace clamor
