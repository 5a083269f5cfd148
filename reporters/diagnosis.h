// SPDX-License-Identifier: Apache-2.0
// What a load test found of the server that it launched, for whoever is to mend it: a page of
// Markdown.
#pragma once

#include <string>

#include "metrics/run_data.h"

namespace clamor {

// The findings of ServerWarnings, or what was looked at in vain; then how the turns ended, and the
// levels that all this rests on.
std::string DiagnosisOf(const RunData& run);

}  // namespace clamor
