// SPDX-License-Identifier: Apache-2.0
// A server's processes and what each holds and has used, at one moment.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "target/proc.h"

namespace clamor {

struct ProcessReading {
  pid_t id = 0;
  ProcessStat stat;
  std::uint64_t resident_bytes = 0;
  std::optional<int> open_files = 0;  // nothing where it is not for us to see
};

struct ThreadReading {
  pid_t id = 0;
  pid_t process = 0;
  ThreadSchedule schedule;
};

struct TreeReading {
  std::vector<ProcessReading> processes;  // by id, zombies too
  std::vector<ThreadReading> threads;     // by id; none of zombies
};

// Reads the tree of `root`, which leads a process group: root, its descendants, and those of
// `before` that lost their parents since but not the group. When root itself has ended, all of the
// group. What ends meanwhile is left out.
TreeReading ReadTree(pid_t root, const TreeReading& before);

// The process of that id, or null.
const ProcessReading* FindProcess(const TreeReading& tree, pid_t id);

// The same, if it is the one that started then: an id goes to another process some day.
const ProcessReading* FindProcess(const TreeReading& tree, pid_t id,
                                  std::chrono::nanoseconds start);

// The two ways, apart for their tests.
namespace internal {
// From each process to its children, as the kernel lists them (CONFIG_PROC_CHILDREN).
TreeReading WalkTree(pid_t root, const TreeReading& before);
// Through all processes, each asked for its parent and its group.
TreeReading ScanForTree(pid_t root);
}  // namespace internal

}  // namespace clamor
