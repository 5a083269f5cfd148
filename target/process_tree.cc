// SPDX-License-Identifier: Apache-2.0
#include "target/process_tree.h"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace clamor {
namespace {

bool KernelListsChildren() {
  static const bool lists = [] {
    std::string memory;
    std::vector<pid_t> children;
    return AppendChildren(::getpid(), ::getpid(), memory, children);
  }();
  return lists;
}

// Gathers readings; a process counts once, however it is met.
class Collector {
 public:
  bool Has(pid_t process) const { return met_.contains(process); }

  // Returns the process's threads.
  std::vector<pid_t> Add(pid_t process, const ProcessStat& stat) {
    if (!met_.insert(process).second) return {};
    ProcessReading reading{process, stat};
    std::vector<pid_t> threads;
    if (IsAlive(stat)) {
      reading.resident_bytes = ResidentBytes(process);
      reading.open_files = OpenFiles(process);
      threads = stat.threads == 1 ? std::vector{process} : ThreadsOf(process);
    }
    tree_.processes.push_back(reading);
    for (const pid_t thread : threads) AddThread(process, thread);
    return threads;
  }

  TreeReading Take() {
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    const auto same_id = [](const auto& a, const auto& b) { return a.id == b.id; };
    auto& threads = tree_.threads;
    std::sort(tree_.processes.begin(), tree_.processes.end(), by_id);
    std::sort(threads.begin(), threads.end(), by_id);
    // A folder that changes while it is read may show an entry twice.
    threads.erase(std::unique(threads.begin(), threads.end(), same_id), threads.end());
    return std::move(tree_);
  }

 private:
  void AddThread(pid_t process, pid_t thread) {
    const std::optional<ThreadSchedule> schedule = ScheduleOf(process, thread);
    if (schedule) tree_.threads.push_back({thread, process, *schedule});
  }

  std::unordered_set<pid_t> met_;
  TreeReading tree_;
};

class Walker {
 public:
  // Adds the process and its descendants.
  void Walk(pid_t process) {
    std::vector<pid_t> next{process};
    while (!next.empty()) {
      const pid_t at = next.back();
      next.pop_back();
      if (collector_.Has(at)) continue;
      const std::optional<ProcessStat> stat = StatOf(at);
      if (!stat) continue;
      for (const pid_t thread : collector_.Add(at, *stat)) {
        AppendChildren(at, thread, memory_, next);
      }
    }
  }

  bool Has(pid_t process) const { return collector_.Has(process); }

  TreeReading Take() { return collector_.Take(); }

 private:
  Collector collector_;
  std::string memory_;
};

bool IsStillIn(pid_t group, const ProcessReading& seen) {
  const std::optional<ProcessStat> stat = StatOf(seen.id);
  return stat && stat->start == seen.stat.start && stat->group == group;
}

bool RootIsAlive(pid_t root) {
  const std::optional<ProcessStat> stat = StatOf(root);
  return stat && IsAlive(*stat);
}

}  // namespace

namespace internal {

TreeReading WalkTree(pid_t root, const TreeReading& before) {
  Walker walker;
  walker.Walk(root);
  for (const ProcessReading& seen : before.processes) {
    if (!walker.Has(seen.id) && IsStillIn(root, seen)) walker.Walk(seen.id);
  }
  return walker.Take();
}

TreeReading ScanForTree(pid_t root) {
  std::vector<std::pair<pid_t, ProcessStat>> others;
  for (const pid_t process : AllProcesses()) {
    if (const auto stat = StatOf(process)) others.emplace_back(process, *stat);
  }
  Collector collector;
  const auto add_if_ours = [&](const std::pair<pid_t, ProcessStat>& other) {
    const auto& [process, stat] = other;
    const bool ours = process == root || stat.group == root || collector.Has(stat.parent);
    if (ours) collector.Add(process, stat);
    return ours;
  };
  // A child's number may be less than its parent's, so one pass may find a child too early.
  for (std::size_t left = others.size() + 1; left > others.size();) {
    left = others.size();
    others.erase(std::remove_if(others.begin(), others.end(), add_if_ours), others.end());
  }
  return collector.Take();
}

}  // namespace internal

TreeReading ReadTree(pid_t root, const TreeReading& before) {
  // Nothing leads from an ended root to the processes that it has left behind.
  return KernelListsChildren() && RootIsAlive(root) ? internal::WalkTree(root, before)
                                                    : internal::ScanForTree(root);
}

const ProcessReading* FindProcess(const TreeReading& tree, pid_t id) {
  const auto found = std::lower_bound(
      tree.processes.begin(), tree.processes.end(), id,
      [](const ProcessReading& process, pid_t wanted) { return process.id < wanted; });
  return found != tree.processes.end() && found->id == id ? &*found : nullptr;
}

const ProcessReading* FindProcess(const TreeReading& tree, pid_t id,
                                  std::chrono::nanoseconds start) {
  const ProcessReading* process = FindProcess(tree, id);
  return process && process->stat.start == start ? process : nullptr;
}

}  // namespace clamor
