// SPDX-License-Identifier: Apache-2.0
// SLAs from a file: one per line in the grammar of clamor/sla.h; blank lines and lines that begin
// with # are skipped.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

// The SLAs of the text, each with its line. Throws std::runtime_error, "FILE:LINE:COLUMN: what is
// wrong, what was expected", for one that cannot be read, and for a file that holds none.
std::vector<PromisedSla> ParseSlaLines(std::string_view text, const std::string& file);

// The same of a file; also throws when it cannot be read.
std::vector<PromisedSla> ReadSlaFile(const std::filesystem::path& file);

}  // namespace clamor
