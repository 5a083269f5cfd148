// SPDX-License-Identifier: Apache-2.0
// Process groups as /proc shows them: whether one is alive, and ending it whole. kill(-group, 0) is
// no answer: it succeeds for zombies too.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <span>
#include <vector>

namespace clamor {

// The members of the group that have not ended.
std::vector<pid_t> ProcessesOf(pid_t group);

// Whether it has any.
bool GroupIsAlive(pid_t group);

// The signal to every group; SIGKILL to those that are still alive after `grace`. Returns when none
// is alive, at the latest a second after the SIGKILL (a process may hang inside the kernel). A
// member that left its group by setsid or setpgid is out of reach.
void EndGroups(std::span<const pid_t> groups, std::chrono::milliseconds grace,
               int signal = SIGTERM);

}  // namespace clamor
