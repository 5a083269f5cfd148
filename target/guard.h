// SPDX-License-Identifier: Apache-2.0
// A small process of its own that ends the process groups which this process launched when this
// process ends, however it ends: also by SIGKILL. main makes it before any thread and passes it on.
#pragma once

#include <sys/types.h>

namespace clamor {

class Guard {
 public:
  // Forks the guard process. Throws std::system_error when the system has no process or descriptor
  // left. Call while this process has one thread: the guard goes on from this copy of it.
  Guard();

  // The guard ends the groups that are still watched, then itself.
  ~Guard();

  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  // From now on the group ends with this process. Safe between fork and exec, where the child says
  // it of itself: a parent that dies right after the launch then leaves nothing behind.
  void Watch(pid_t group);

  // The group is dead; its id may soon belong to somebody else.
  void Release(pid_t group);

 private:
  int socket_;
};

}  // namespace clamor
