// SPDX-License-Identifier: Apache-2.0
// Watches the load generator itself while it runs: how busy its threads are, what the host takes
// away, how much memory it uses.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "engine/machine.h"
#include "metrics/run_data.h"
#include "net/clock.h"

namespace clamor {

class HealthMonitor {
 public:
  // From now on, with this many worker threads.
  HealthMonitor(int threads, Time now);

  // Once a second: the mean busy share of the worker threads in it, 0 to 1.
  void Sample(double busy);

  // Why the run must end before the machine's memory does, naming the users to lower; none as a
  // rule.
  std::optional<std::string> MemoryTrouble(int users) const;

  // The whole run's health. `cpu` is what the worker threads have used together; `users` shared the
  // memory.
  GeneratorHealth Finish(Time now, std::chrono::nanoseconds cpu, int users) const;

 private:
  const int threads_;
  const Time began_;
  const CpuTimes machine_before_;
  const MemoryUse memory_before_;
  double peak_cpu_ = 0;
  std::uint64_t peak_memory_ = 0;
};

// How much this process may grow to before a run is ended: 80 % of the limit less what others used
// at its start, at least a tenth of the limit. 0 where the limit is unknown.
std::uint64_t MemoryBudget(const MemoryUse& at_start);

}  // namespace clamor
