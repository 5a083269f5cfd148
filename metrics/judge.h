// SPDX-License-Identifier: Apache-2.0
// Holds SLAs against a run.
#pragma once

#include <optional>
#include <string>

#include "clamor/result.h"
#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {

struct JudgeOptions {
  // None: judged on the value, marked uncertain where the interval holds the limit. A level such as
  // 0.95: passes only when the whole interval of that level lies on the right side.
  std::optional<double> strict_confidence;
};

// As the run was asked to be judged (--clamor_confidence), by its settings.
JudgeOptions OptionsOf(const RunData& run);

// The verdict with its one-line message. A measure without samples fails; a generator that could
// not keep up makes it void.
Verdict Judge(const PromisedSla& promised, const RunData& run, const JudgeOptions& options);

// Whether there is a value to judge yet. What the run kept no series of has none.
bool HasValue(const ParsedSla& sla, const RunData& run);

// Judges every promised SLA and sets run.verdicts; finds the generator's verdict and the run's
// warnings first, its breaking point and health after.
void JudgeRun(RunData& run, const JudgeOptions& options);

// The measure's value, with the same rules as RunResult::Value.
double Evaluate(const ParsedMeasure& measure, const RunData& run);
double Evaluate(const ParsedValue& value, const RunData& run);

}  // namespace clamor
