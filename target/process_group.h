// SPDX-License-Identifier: Apache-2.0
// Process groups as /proc shows them: whether one is alive, and ending it whole. kill(-group, 0) is
// no answer: it succeeds for zombies too.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace clamor {

struct ProcessStat {
  char state;   // as in proc(5): R, S, D, Z, ...
  pid_t group;  // the process group's id
};

// Reads the text of a /proc/PID/stat; nothing when it is not one. The command's name in it may hold
// spaces and brackets.
std::optional<ProcessStat> ParseProcessStat(std::string_view text);

// The process's entry in /proc, or nothing when it is gone.
std::optional<ProcessStat> StatOf(pid_t process);

// Whether the group has a member that is no zombie.
bool GroupIsAlive(pid_t group);

// SIGTERM to every group; SIGKILL to those that are still alive after `grace`. Returns when none is
// alive, at the latest a second after the SIGKILL (a process may hang inside the kernel). A member
// that left its group by setsid or setpgid is out of reach.
void EndGroups(std::span<const pid_t> groups, std::chrono::milliseconds grace);

}  // namespace clamor
