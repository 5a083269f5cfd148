// SPDX-License-Identifier: Apache-2.0
// The worker threads of an act together.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/part.h"
#include "engine/spending.h"
#include "engine/worker.h"
#include "metrics/recorder.h"
#include "metrics/run_data.h"

namespace clamor {

class Crew {
 public:
  // All outlive it. `start` is second 0 of the run.
  Crew(const RunPlan& plan, Act& act, Purse& purse, Time start);

  void Start();

  // Whether all users have ended by then.
  bool WaitUntil(Time then);

  // No further conversation of that part of the act begins.
  void Stop(std::size_t part);

  // Its turns under way end too.
  void Cut(std::size_t part);

  void Join();

  // The sum of what the workers last put down; of their busy shares the mean.
  WorkerSample Sample() const;

  // Adds what the plan's abort rules are judged by, so far.
  void AddJudgedBy(RunData& run) const;

  // Why this machine could not go on, if so.
  std::optional<std::string> Exhausted() const;

  // After Join: when the last counted turn of that part ended, Time{} when none has.
  Time LastEnded(std::size_t part) const;

  // After Join, once: adds what all have counted.
  void MergeInto(Recorder& recorder);

 private:
  std::vector<std::unique_ptr<Worker>> workers_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t working_ = 0;
};

}  // namespace clamor
