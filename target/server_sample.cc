// SPDX-License-Identifier: Apache-2.0
#include "target/server_sample.h"

#include <algorithm>
#include <vector>

namespace clamor {
namespace {

using std::chrono::nanoseconds;

nanoseconds NotNegative(nanoseconds time) { return std::max(time, nanoseconds(0)); }

nanoseconds AllCpu(const ProcessStat& stat) { return stat.cpu + stat.children_cpu; }

class Comparison {
 public:
  Comparison(const TreeReading& before, const TreeReading& now, const SampledTime& time)
      : before_(before), now_(now), time_(time) {}

  std::optional<ServerSample> Run() {
    for (const ProcessReading& process : now_.processes) AddHeld(process);
    if (sample_.processes == 0) return std::nullopt;
    for (const ThreadReading& thread : now_.threads) AddThread(thread);
    sample_.cores = std::chrono::duration<double>(CpuTime()) / time_.wall;
    sample_.cpu_share = sample_.cores / time_.allowed_cores;
    sample_.context_switches =
        static_cast<double>(switches_) / std::chrono::duration<double>(time_.wall).count();
    return sample_;
  }

 private:
  void AddHeld(const ProcessReading& process) {
    if (!IsAlive(process.stat)) return;
    if (sample_.processes == 0) sample_.open_files = 0;
    ++sample_.processes;
    sample_.threads += process.stat.threads;
    sample_.resident_bytes += process.resident_bytes;
    if (!process.open_files) sample_.open_files.reset();
    if (sample_.open_files) *sample_.open_files += *process.open_files;
  }

  nanoseconds CpuTime() const {
    const std::vector<nanoseconds> counted = CountedOfChildren();
    nanoseconds cpu{0};
    for (std::size_t i = 0; i < now_.processes.size(); ++i) {
      const ProcessReading& process = now_.processes[i];
      const ProcessStat base = BaseOf(process);
      cpu += NotNegative(process.stat.cpu - base.cpu);
      // The time of a child comes a second time when it has been waited for.
      cpu += NotNegative(process.stat.children_cpu - base.children_cpu - counted[i]);
    }
    return cpu;
  }

  // From where the process's use is counted.
  ProcessStat BaseOf(const ProcessReading& process) const {
    if (const ProcessReading* known = FindProcess(before_, process.id, process.stat.start)) {
      return known->stat;
    }
    return IsNew(process.stat) ? ProcessStat() : process.stat;
  }

  bool IsNew(const ProcessStat& stat) const { return stat.start >= time_.watch_start; }

  // For each process of `now`: what was counted, until `before`, of descendants that have ended.
  std::vector<nanoseconds> CountedOfChildren() const {
    std::vector<nanoseconds> counted(now_.processes.size());
    for (const ProcessReading& process : before_.processes) {
      if (FindProcess(now_, process.id, process.stat.start)) continue;
      const ProcessReading* heir = HeirOf(process);
      if (heir) counted[IndexOf(*heir)] += AllCpu(process.stat);
    }
    return counted;
  }

  // The nearest ancestor that still is there, or null.
  const ProcessReading* HeirOf(const ProcessReading& ended) const {
    const ProcessReading* ancestor = ParentOf(ended);
    while (ancestor) {
      const ProcessReading* heir = FindProcess(now_, ancestor->id, ancestor->stat.start);
      if (heir) return heir;
      ancestor = ParentOf(*ancestor);
    }
    return nullptr;
  }

  // A process younger than its child has only taken the parent's number.
  const ProcessReading* ParentOf(const ProcessReading& child) const {
    const ProcessReading* parent = FindProcess(before_, child.stat.parent);
    return parent && parent->stat.start <= child.stat.start ? parent : nullptr;
  }

  std::size_t IndexOf(const ProcessReading& process) const {
    return static_cast<std::size_t>(&process - now_.processes.data());
  }

  void AddThread(const ThreadReading& thread) {
    const ThreadSchedule base = BaseOf(thread);
    const std::uint64_t turns = thread.schedule.turns - base.turns;
    if (turns == 0) return;
    switches_ += turns;  // whoever leaves a CPU was put on it
    const nanoseconds delay =
        (thread.schedule.waited - base.waited) / static_cast<std::int64_t>(turns);
    sample_.run_delay = std::max(sample_.run_delay, delay);
  }

  ThreadSchedule BaseOf(const ThreadReading& thread) const {
    const ProcessReading* process = FindProcess(now_, thread.process);
    if (!process) return thread.schedule;
    const bool known = FindProcess(before_, process->id, process->stat.start) != nullptr;
    if (!known) return IsNew(process->stat) ? ThreadSchedule() : thread.schedule;
    const ThreadSchedule* last = LastOf(thread);
    return last ? *last : ThreadSchedule();
  }

  // What the thread had used before; null when it is new, as one is whose number had another
  // thread, who had used more.
  const ThreadSchedule* LastOf(const ThreadReading& thread) const {
    const auto found =
        std::lower_bound(before_.threads.begin(), before_.threads.end(), thread.id,
                         [](const ThreadReading& other, pid_t id) { return other.id < id; });
    const bool is_it = found != before_.threads.end() && found->id == thread.id &&
                       found->process == thread.process &&
                       found->schedule.turns <= thread.schedule.turns &&
                       found->schedule.waited <= thread.schedule.waited;
    return is_it ? &found->schedule : nullptr;
  }

  const TreeReading& before_;
  const TreeReading& now_;
  const SampledTime& time_;
  ServerSample sample_;
  std::uint64_t switches_ = 0;
};

}  // namespace

std::optional<ServerSample> Compare(const TreeReading& before, const TreeReading& now,
                                    const SampledTime& time) {
  return Comparison(before, now, time).Run();
}

}  // namespace clamor
