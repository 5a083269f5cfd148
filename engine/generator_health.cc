// SPDX-License-Identifier: Apache-2.0
#include "engine/generator_health.h"

#include <fmt/format.h>

#include <algorithm>

namespace clamor {
namespace {

double Share(std::chrono::nanoseconds part, std::chrono::nanoseconds whole) {
  if (whole.count() <= 0) return 0;
  return std::clamp(static_cast<double>(part.count()) / static_cast<double>(whole.count()), 0.0,
                    1.0);
}

std::optional<double> StolenShare(const CpuTimes& before, const CpuTimes& after) {
  if (after.total <= before.total) return std::nullopt;
  return static_cast<double>(after.stolen - before.stolen) /
         static_cast<double>(after.total - before.total);
}

std::optional<double> WaitedShare(const CpuTimes& before, const CpuTimes& after,
                                  std::chrono::nanoseconds wall) {
  if (!before.waited || !after.waited) return std::nullopt;
  return Share(*after.waited - *before.waited, wall);
}

}  // namespace

std::uint64_t MemoryBudget(const MemoryUse& at_start) {
  const std::uint64_t others = at_start.used - std::min(at_start.used, at_start.own);
  const std::uint64_t most = at_start.limit / 5 * 4;
  return std::max(most - std::min(most, others), at_start.limit / 10);
}

HealthMonitor::HealthMonitor(int threads, Time now)
    : threads_(threads),
      began_(now),
      machine_before_(ReadCpuTimes()),
      memory_before_(ReadMemoryUse()),
      peak_memory_(memory_before_.own) {}

void HealthMonitor::Sample(double busy) {
  peak_cpu_ = std::max(peak_cpu_, busy);
  peak_memory_ = std::max(peak_memory_, ReadMemoryUse().own);
}

std::optional<std::string> HealthMonitor::MemoryTrouble(int users) const {
  const std::uint64_t budget = MemoryBudget(memory_before_);
  if (budget == 0 || peak_memory_ <= budget) return std::nullopt;
  return fmt::format(
      "the load generator uses {} MB, past 80 % of the memory it may use: lower --clamor_users "
      "(now {})",
      peak_memory_ / 1'000'000, users);
}

GeneratorHealth HealthMonitor::Finish(Time now, std::chrono::nanoseconds cpu, int users) const {
  const std::chrono::nanoseconds wall = now - began_;
  const CpuTimes machine = ReadCpuTimes();
  GeneratorHealth health;
  health.threads = threads_;
  health.mean_cpu = Share(cpu / threads_, wall);
  health.peak_cpu = std::max(peak_cpu_, health.mean_cpu);
  health.steal = StolenShare(machine_before_, machine);
  health.pressure = WaitedShare(machine_before_, machine, wall);
  health.memory_peak_bytes = peak_memory_;
  health.memory_per_user_bytes =
      (peak_memory_ - memory_before_.own) / static_cast<std::uint64_t>(std::max(1, users));
  return health;
}

}  // namespace clamor
