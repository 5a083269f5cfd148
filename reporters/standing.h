// SPDX-License-Identifier: Apache-2.0
// How a run or a verdict came out, in one word, and why.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/result.h"
#include "metrics/run_data.h"
#include "reporters/style.h"

namespace clamor {

// The worst first, so that the lesser value is the worse one.
enum class Standing : unsigned char {
  kFailed,       // a broken promise, an error, or a run that ended early
  kVoid,         // the load generator was the bottleneck: its numbers are not believed
  kInterrupted,  // not the whole run, whatever its verdicts say
  kUncertain,    // passed on the value, but the samples do not settle it
  kPassed,
  kNotJudged,  // nothing was promised
};

// "PASSED", "FAILED", "UNCERTAIN", "VOID", "INTERRUPTED", "NO SLA".
std::string_view ToString(Standing standing);

Color ColorOf(Standing standing);

// A run's is that of its promises; those that only warn do not count.
Standing StandingOf(const Verdict& verdict);
Standing StandingOf(const RunData& run);

// The worst of them; kNotJudged without any.
Standing WorstOf(const std::vector<RunResult>& runs);

// Whether a pipeline may go on: everything ran whole and nothing promised was broken.
bool IsGood(Standing standing);

// Why a run failed although its promises may have been kept: it ended early, or no turn ended.
// Nothing where an error, an interruption or a void run has said what was wrong.
std::optional<std::string> WhyNotWhole(const RunData& run);

// "Assistant.DrainsTheQueue (repetition 2, shard 1)": unique among the runs of a folder.
std::string TitleOf(const RunData& run);

// Why the run itself, apart from its SLAs, is not what it should be: a sentence each, errors first.
std::vector<std::string> ProblemsOf(const RunData& run);

// Whether the verdict belongs among the warnings: a promise that only warns was broken.
bool IsWarning(const Verdict& verdict);

// The run's own, then such promises.
std::vector<Warning> WarningsOf(const RunData& run);

// "durations x 0.1, rates x 0.5"; empty when the run was whole.
std::string ScaleOf(const RunSettings& settings);

}  // namespace clamor
