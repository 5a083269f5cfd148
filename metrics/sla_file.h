// SPDX-License-Identifier: Apache-2.0
// SLAs from outside: a file with one per line; `#` begins a comment.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

// Each SLA in its canonical spelling, with the file and line of its promise. Throws
// std::runtime_error with one line, "file:line:column: what is wrong, what was expected", for the
// first mistake, and when there is no SLA at all.
// `defined` are the metrics that the SLAs may name beside the catalogue's.
std::vector<PromisedSla> ReadSlaFile(const std::string& path,
                                     std::span<const DefinedMetric> defined = {});

// The same from the file's text; `file` is only named.
std::vector<PromisedSla> ReadSlas(std::string_view text, const std::string& file,
                                  std::span<const DefinedMetric> defined = {});

}  // namespace clamor
