// SPDX-License-Identifier: Apache-2.0
// A profiler that watches running processes while load runs.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

#include "target/guard.h"
#include "target/launch.h"
#include "target/profile/profiler.h"

namespace clamor {

class AttachedProfiler {
 public:
  // Attaches, for at most `duration`. Threads and processes that the given ones start later are
  // followed, too. Does nothing when the plan attaches nothing. Throws as Finish where the profiler
  // ends at once.
  AttachedProfiler(const ProfilePlan& plan, const std::vector<pid_t>& processes,
                   std::chrono::seconds duration, Guard& guard);

  // Waits until `duration` is over and the recording is written.
  void AwaitEnd();

  // Ends the recording early and waits until it is written. Throws what the profiler said when it
  // recorded nothing: CannotProfile where the kernel refuses, else std::runtime_error.
  void Finish();

 private:
  std::filesystem::path recording_;
  std::chrono::seconds duration_;
  std::unique_ptr<LaunchedServer> profiler_;
};

}  // namespace clamor
