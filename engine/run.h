// SPDX-License-Identifier: Apache-2.0
// Plays a plan: starts the workers, watches them, ends them in time, and gathers what they counted.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/plan.h"
#include "metrics/progress.h"
#include "metrics/run_data.h"

namespace clamor {

// How a run is asked to end, from a signal handler or another thread.
class StopSignal {
 public:
  void Request() { requested_.store(true); }
  bool requested() const { return requested_.load(); }

 private:
  std::atomic<bool> requested_{false};
};

struct ServerLevel {
  Gauge gauge;
  double value;
};

struct RunHooks {
  const StopSignal* stop = nullptr;                // may be null
  std::function<void(const Progress&)> on_second;  // may be empty; called on the caller's thread
  std::optional<Seconds> time_limit;               // of the whole run
  // Of the server under test, where it is ours to see; both may be empty and are called on the
  // caller's thread. What it does each second, and how it ended in a clause ("exited with code 3"):
  // then the run ends too.
  std::function<std::vector<ServerLevel>()> sample_server = {};
  std::function<std::optional<std::string>()> server_ended = {};
};

// Why this machine cannot carry the plan, with the numbers needed; none as a rule. Raises the
// descriptor limit first.
std::optional<std::string> WhatIsMissingFor(const RunPlan& plan);

// Blocks until the run has ended. Writes what was measured into `run`: series, failures, gauges,
// the generator's health, the counted time, and why it ended early if it did. Never throws for what
// the server does.
void Run(const RunPlan& plan, const RunHooks& hooks, RunData& run);

}  // namespace clamor
