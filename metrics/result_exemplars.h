// SPDX-License-Identifier: Apache-2.0
// Internal to result files: the slowest turns. One that is slow in more than one way is written
// once.
#pragma once

#include "metrics/json_reader.h"
#include "metrics/json_writer.h"
#include "metrics/run_data.h"

namespace clamor {

// The member "exemplars" of a result; files of earlier versions have none.
void WriteExemplars(JsonWriter& out, const RunData& run);

// Of a file that names more or longer ones than are ever written, no more is taken than that.
void ReadExemplars(const JsonReader& in, RunData& run);

}  // namespace clamor
