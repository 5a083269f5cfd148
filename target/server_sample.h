// SPDX-License-Identifier: Apache-2.0
// What a server's processes did between two readings of its tree, and what they hold.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "target/process_tree.h"

namespace clamor {

struct ServerSample {
  double cores = 0;      // busy cores: CPU time / time
  double cpu_share = 0;  // the same of the cores that the server may use
  // Of all processes; a page that several share counts for each of them.
  std::uint64_t resident_bytes = 0;
  int processes = 0;
  int threads = 0;
  std::optional<int> open_files;  // nothing where a process's are not for us to see
  double context_switches = 0;    // per second, voluntary and not, of all threads
  // Of the thread that fared worst: how long it was runnable and waited for a CPU, in the mean of
  // the times that it was put on one. Zero when none was.
  std::chrono::nanoseconds run_delay{0};
  // The longest that a Node process's event loop kept a timer waiting; nothing when no process
  // told.
  std::optional<std::chrono::nanoseconds> event_loop_delay;
};

// What lies between two readings besides the tree.
struct SampledTime {
  std::chrono::nanoseconds wall{1};         // from one to the other, more than zero
  std::chrono::nanoseconds watch_start{0};  // since boot
  double allowed_cores = 1;
};

// Never negative, whatever ended, began, or took over a number in between. A process or thread that
// `before` does not hold counts with all that it used when it started after the watch did, else
// from `now` on. CPU time of children that came and went in between counts where they were waited
// for; the context switches of what has ended do not. Nothing when no process is alive.
std::optional<ServerSample> Compare(const TreeReading& before, const TreeReading& now,
                                    const SampledTime& time);

}  // namespace clamor
