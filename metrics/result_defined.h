// SPDX-License-Identifier: Apache-2.0
// Internal to result files: checks and the metrics that a suite defined.
#pragma once

#include "metrics/json_reader.h"
#include "metrics/json_writer.h"
#include "metrics/run_data.h"

namespace clamor {

// The members "checks", "check_rates", "defined", "defined_trends", "defined_levels" and
// "defined_rates" of a result.
void WriteDefined(JsonWriter& out, const RunData& run);
void ReadDefined(const JsonReader& in, RunData& run);

}  // namespace clamor
