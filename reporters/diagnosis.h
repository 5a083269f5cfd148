// SPDX-License-Identifier: Apache-2.0
// What a load test found of the server that it launched, for whoever is to mend it: a page of
// Markdown.
#pragma once

#include <string>

#include "clamor/result.h"

namespace clamor {

// The findings of ServerWarnings, or that there are none; then the levels that they rest on.
std::string DiagnosisOf(const RunResult& run);

}  // namespace clamor
