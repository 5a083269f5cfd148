// SPDX-License-Identifier: Apache-2.0
#include "target/proc.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <limits>

#include "target/kernel_text.h"

namespace clamor {
namespace {

using internal::KernelPath;
using std::chrono::nanoseconds;

// The unit of the times in stat, in which the kernel rounds them down.
nanoseconds Tick() {
  static const nanoseconds tick = nanoseconds(std::chrono::seconds(1)) / ::sysconf(_SC_CLK_TCK);
  return tick;
}

}  // namespace

namespace internal {

std::optional<ProcessStat> ParseProcessStat(std::string_view text) {
  const std::size_t name_end = text.rfind(") ");
  if (name_end == std::string_view::npos || text.size() < name_end + 4) return std::nullopt;
  // Counted as proc(5) does, where the state is the third.
  static constexpr std::size_t kFirst = 4;
  static constexpr std::size_t kLast = 22;
  std::array<std::int64_t, kLast - kFirst + 1> fields{};
  if (!ReadNumbers(text.substr(name_end + 4), fields)) return std::nullopt;
  const auto field = [&](std::size_t number) { return fields[number - kFirst]; };
  ProcessStat stat;
  stat.state = text[name_end + 2];
  stat.parent = static_cast<pid_t>(field(4));
  stat.group = static_cast<pid_t>(field(5));
  stat.cpu = Tick() * (field(14) + field(15));
  stat.children_cpu = Tick() * (field(16) + field(17));
  stat.threads = static_cast<int>(field(20));
  stat.start = Tick() * field(22);
  return stat;
}

std::uint64_t ParseResidentBytes(std::string_view text) {
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::array<std::int64_t, 2> pages{};  // size, resident
  return ReadNumbers(text, pages) ? static_cast<std::uint64_t>(pages[1]) * page : 0;
}

std::optional<ThreadSchedule> ParseThreadSchedule(std::string_view text) {
  std::array<std::int64_t, 3> numbers{};  // ran, waited, turns
  if (!ReadNumbers(text, numbers)) return std::nullopt;
  return ThreadSchedule{nanoseconds(numbers[1]), static_cast<std::uint64_t>(numbers[2])};
}

void AppendChildrenIn(std::string_view text, std::vector<pid_t>& children) {
  for (std::array<std::int64_t, 1> child{}; ReadNumbers(text, child);) {
    children.push_back(static_cast<pid_t>(child[0]));
    const std::size_t space = text.find(' ');
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
}

// Since Linux 6.2 the folder's size is their number; before, listing them costs a microsecond each.
std::optional<int> OpenFilesIn(const char* folder) {
  struct stat status {};
  static constexpr auto kMost = std::numeric_limits<int>::max();
  if (::stat(folder, &status) == 0 && status.st_size > 0 && status.st_size < kMost) {
    return static_cast<int>(status.st_size);
  }
  if (const auto numbers = NumbersIn(folder)) return static_cast<int>(numbers->size());
  return errno == ENOENT || errno == ESRCH ? std::optional(0) : std::nullopt;
}

}  // namespace internal

std::optional<ProcessStat> StatOf(pid_t process) {
  std::array<char, 512> memory;  // a name of 64 bytes, and twenty numbers
  return internal::ParseProcessStat(
      internal::ReadText(KernelPath("/proc/{}/stat", process).c_str(), memory));
}

bool IsAlive(const ProcessStat& stat) {
  return (stat.state != 'Z' && stat.state != 'X') || stat.threads > 1;
}

nanoseconds TimeSinceBoot() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  const nanoseconds exact = std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
  return exact - exact % Tick();
}

std::vector<pid_t> AllProcesses() {
  return internal::NumbersIn("/proc").value_or(std::vector<pid_t>());
}

std::vector<pid_t> ThreadsOf(pid_t process) {
  return internal::NumbersIn(KernelPath("/proc/{}/task", process).c_str())
      .value_or(std::vector<pid_t>());
}

bool AppendChildren(pid_t process, pid_t thread, std::string& memory,
                    std::vector<pid_t>& children) {
  const KernelPath path("/proc/{}/task/{}/children", process, thread);
  if (!internal::ReadWhole(path.c_str(), memory)) return false;
  internal::AppendChildrenIn(memory, children);
  return true;
}

// Not from stat, which proc(5) calls inaccurate.
std::uint64_t ResidentBytes(pid_t process) {
  std::array<char, 160> memory;
  return internal::ParseResidentBytes(
      internal::ReadText(KernelPath("/proc/{}/statm", process).c_str(), memory));
}

std::optional<int> OpenFiles(pid_t process) {
  return internal::OpenFilesIn(KernelPath("/proc/{}/fd", process).c_str());
}

std::optional<ThreadSchedule> ScheduleOf(pid_t process, pid_t thread) {
  std::array<char, 80> memory;
  const KernelPath path("/proc/{}/task/{}/schedstat", process, thread);
  return internal::ParseThreadSchedule(internal::ReadText(path.c_str(), memory));
}

}  // namespace clamor
