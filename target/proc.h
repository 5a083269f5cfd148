// SPDX-License-Identifier: Apache-2.0
// What /proc tells of a process and its threads, each thing read with as little effort as it takes:
// a server's are read each second beside the load.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

struct ProcessStat {
  char state = 0;  // as in proc(5): R, S, D, Z, ...
  pid_t parent = 0;
  pid_t group = 0;                           // the process group's id
  std::chrono::nanoseconds cpu{0};           // used by its threads, those that ended included
  std::chrono::nanoseconds children_cpu{0};  // used by children that it has waited for, and theirs
  int threads = 0;
  std::chrono::nanoseconds start{0};  // since boot: tells it from a later process of the same id
};

// The process's entry in /proc, or nothing when it is gone.
std::optional<ProcessStat> StatOf(pid_t process);

// Not ended: no zombie, unless of a main thread that other threads outlive.
bool IsAlive(const ProcessStat& stat);

// The time since boot, as coarse as ProcessStat::start.
std::chrono::nanoseconds TimeSinceBoot();

// All processes that /proc shows.
std::vector<pid_t> AllProcesses();

// None when the process is gone.
std::vector<pid_t> ThreadsOf(pid_t process);

// Appends the children that the thread has forked; false where the kernel does not list them, or
// the thread is gone. `memory` is for reuse.
bool AppendChildren(pid_t process, pid_t thread, std::string& memory, std::vector<pid_t>& children);

// 0 when the process is gone.
std::uint64_t ResidentBytes(pid_t process);

// How many descriptors the process holds: 0 when it is gone, nothing where it is not for us to see.
std::optional<int> OpenFiles(pid_t process);

// A thread's share of the CPUs, since it began.
struct ThreadSchedule {
  std::chrono::nanoseconds waited{0};  // runnable, without a CPU
  std::uint64_t turns = 0;             // times that it was put on one
};

// Nothing when the thread is gone, or the kernel keeps no count.
std::optional<ThreadSchedule> ScheduleOf(pid_t process, pid_t thread);

// The parts that read text, apart for their tests.
namespace internal {
// /proc/PID/stat; nothing when it is not one. The command's name in it may hold spaces and
// brackets.
std::optional<ProcessStat> ParseProcessStat(std::string_view text);
// /proc/PID/statm; 0 when it is not one.
std::uint64_t ParseResidentBytes(std::string_view text);
// /proc/PID/task/TID/schedstat.
std::optional<ThreadSchedule> ParseThreadSchedule(std::string_view text);
// /proc/PID/task/TID/children.
void AppendChildrenIn(std::string_view text, std::vector<pid_t>& children);
// A folder of a /proc/PID/fd.
std::optional<int> OpenFilesIn(const char* folder);
}  // namespace internal

}  // namespace clamor
