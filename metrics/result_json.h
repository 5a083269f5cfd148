// SPDX-License-Identifier: Apache-2.0
// The result file: a run as JSON, which every other format is a function of. Its schema is
// result.schema.json.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "metrics/run_data.h"

namespace clamor {

// Writes the whole run, piece by piece; `sink` takes each piece in turn (WholeFile::Write, a
// string's append).
void WriteResultJson(const RunData& run, const std::function<void(std::string_view)>& sink);

// Reads what WriteResultJson wrote. Throws std::runtime_error with one line, "FILE: what is wrong",
// for text that is no result, one of an unknown version, or one that lacks a key.
RunData ReadResultJson(std::string_view text, const std::string& file);

}  // namespace clamor
