// SPDX-License-Identifier: Apache-2.0
// Hand-made runs for tests of what reads runs: the same on every machine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clamor/result.h"
#include "metrics/run_data.h"

namespace clamor {

// 1,000 turns in 105 s, four failures, every SLA kept; scaled, with tags, goodput and token counts.
RunData PassingRun();

// Chat by an open-model profile in two scenarios: several models, streamed and not, checks, metrics
// of the suite's own, retries, dropped arrivals, a breaking point, a broken promise that only
// warns.
RunData ChatRun();

// Broken promises, and failures whose text is hostile: markup of every format, escapes, overrides
// of the writing direction, workflow commands, bytes that are no UTF-8.
RunData FailingRun();

// Cut by Ctrl-C; its verdict is uncertain.
RunData InterruptedRun();

// The play was stopped before any turn; its SLA had nothing to measure.
RunData RunWithoutTurns();

// The load generator was the bottleneck.
RunData VoidRun();

// The hostile text of FailingRun.
std::string HostileText();

RunResult ResultOf(RunData run);

// All of the above; the passing one also as a second repetition and as two shards.
std::vector<RunResult> SampleRuns();

}  // namespace clamor
