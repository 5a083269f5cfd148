// SPDX-License-Identifier: Apache-2.0
// Recorded arrivals: a CSV file or one JSON object per line. docs/load-profiles.md describes both.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/units.h"

namespace clamor {

struct RecordedArrival {
  Seconds at{0};                      // from the first one
  std::optional<long> prompt_tokens;  // of its prompt, where the trace says
};

// The file's text; its name decides the format (".jsonl", else CSV) and stands in errors. Throws
// JsonError with one line, `file:line:column: ...`: for times that go back too.
std::vector<RecordedArrival> ParseTrace(std::string_view text, const std::string& file);

// Throws also std::runtime_error when the file cannot be read.
std::vector<RecordedArrival> ReadTrace(const std::string& file);

}  // namespace clamor
