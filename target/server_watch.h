// SPDX-License-Identifier: Apache-2.0
// Watches the processes of a launched server: a sample each time that it is asked for one.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>

#include "target/event_loop_delay.h"
#include "target/process_tree.h"
#include "target/server_sample.h"

namespace clamor {

// One thread at a time.
class ServerWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `root` leads a process group of its own, as LaunchedServer::pid does, and is no one else's
  // number while this watches. `event_loops` is what the server was launched with, or null.
  explicit ServerWatch(pid_t root, EventLoopDelay* event_loops = nullptr);

  // What the server did since the last call, and holds now. Nothing the first time, when no time
  // has passed, or when no process of it is alive.
  std::optional<ServerSample> Sample(Time now);

 private:
  double AllowedCoresOfRoot();

  pid_t root_;
  EventLoopDelay* event_loops_;
  std::chrono::nanoseconds started_;  // since boot
  double allowed_cores_;              // as last seen: of a root that has ended nothing is told
  std::optional<Time> last_;
  TreeReading before_;
};

}  // namespace clamor
