// SPDX-License-Identifier: Apache-2.0
#include "target/process_group.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <vector>

#include "target/proc.h"

namespace clamor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{2};
constexpr std::chrono::milliseconds kLongestPause{50};
constexpr std::chrono::milliseconds kKillLimit{1000};

void Signal(std::span<const pid_t> groups, int signal) {
  for (const pid_t group : groups) ::kill(-group, signal);
}

bool AnyAlive(std::span<const pid_t> groups) {
  return std::any_of(groups.begin(), groups.end(), GroupIsAlive);
}

bool AreGoneWithin(std::span<const pid_t> groups, std::chrono::milliseconds limit) {
  const Clock::time_point end = Clock::now() + limit;
  Clock::duration pause = kFirstPause;
  while (AnyAlive(groups)) {
    const Clock::duration left = end - Clock::now();
    if (left <= Clock::duration::zero()) return false;
    std::this_thread::sleep_for(std::min(pause, left));
    pause = std::min<Clock::duration>(pause * 2, kLongestPause);
  }
  return true;
}

}  // namespace

std::vector<pid_t> ProcessesOf(pid_t group) {
  std::vector<pid_t> processes = AllProcesses();
  std::erase_if(processes, [group](pid_t process) {
    const std::optional<ProcessStat> stat = StatOf(process);
    return !stat || stat->group != group || !IsAlive(*stat);
  });
  return processes;
}

bool GroupIsAlive(pid_t group) { return !ProcessesOf(group).empty(); }

void EndGroups(std::span<const pid_t> groups, std::chrono::milliseconds grace, int signal) {
  Signal(groups, signal);
  const bool gone = AreGoneWithin(groups, grace);
  // Also when all seem gone: a member that was being forked while /proc was read may be left.
  Signal(groups, SIGKILL);
  if (!gone) AreGoneWithin(groups, kKillLimit);
}

}  // namespace clamor
