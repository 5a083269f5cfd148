// SPDX-License-Identifier: Apache-2.0
// What the samples of the server under test say of it, where it was launched by the load test: a
// diagnosis in sentences, with the numbers that it rests on and what to do first.
#pragma once

#include <vector>

#include "metrics/run_data.h"

namespace clamor {

// - server_cpu_bound: it used 80 % or more of the cores that it may use, or, of a Node server, of
//   the one core that JavaScript runs on;
// - server_io_bound: answers were slow (half of them 1 s or more) while it used less than 30 % of a
//   core: it waits for others;
// - server_memory_growing: its memory rose from third to third of the run, by 10 MB or more and not
//   by chance;
// - server_event_loop_delay, server_run_delay: a delay of more than 50 ms.
// 80 %, 1 s and 50 ms are load testers' rules of thumb (docs/reading-results.md); 30 % and 10 MB
// keep a server that works, or has just started, from being blamed. None of one that was not
// watched.
std::vector<Warning> ServerWarnings(const RunData& run);

}  // namespace clamor
