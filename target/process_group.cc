// SPDX-License-Identifier: Apache-2.0
#include "target/process_group.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <thread>

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

std::optional<ProcessStat> ParseProcessStat(std::string_view text) {
  const std::size_t name_end = text.rfind(") ");
  if (name_end == std::string_view::npos || text.size() < name_end + 4) return std::nullopt;
  ProcessStat stat{text[name_end + 2], 0};
  std::string_view rest = text.substr(name_end + 4);  // "PARENT GROUP ..."
  const std::size_t parent_end = rest.find(' ');
  if (parent_end == std::string_view::npos) return std::nullopt;
  rest.remove_prefix(parent_end + 1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), stat.group);
  if (error != std::errc{}) return std::nullopt;
  return stat;
}

std::optional<ProcessStat> StatOf(pid_t process) {
  const std::string path = "/proc/" + std::to_string(process) + "/stat";
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::array<char, 512>
      text;  // the name is at most 64 bytes, and the group is the third thing after it
  const ssize_t length = ::read(file, text.data(), text.size());
  ::close(file);
  if (length <= 0) return std::nullopt;
  return ParseProcessStat({text.data(), static_cast<std::size_t>(length)});
}

bool GroupIsAlive(pid_t group) {
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(::opendir("/proc"), ::closedir);
  if (processes == nullptr) return false;
  while (const dirent* entry = ::readdir(processes.get())) {
    const std::string_view name = entry->d_name;
    pid_t process = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), process).ec != std::errc{}) {
      continue;
    }
    const std::optional<ProcessStat> stat = StatOf(process);
    if (stat && stat->group == group && stat->state != 'Z' && stat->state != 'X') return true;
  }
  return false;
}

void EndGroups(std::span<const pid_t> groups, std::chrono::milliseconds grace) {
  Signal(groups, SIGTERM);
  const bool gone = AreGoneWithin(groups, grace);
  // Also when all seem gone: a member that was being forked while /proc was read may be left.
  Signal(groups, SIGKILL);
  if (!gone) AreGoneWithin(groups, kKillLimit);
}

}  // namespace clamor
