// SPDX-License-Identifier: Apache-2.0
// Internal to histories: one line, read and written.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "metrics/regression/history.h"

namespace clamor {

// JSON without a line feed.
std::string HistoryLineOf(const NightlyRun& run);

// What is not even JSON, such as a line that was cut.
class NotJson : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// `place`: "FILE:LINE", which every message begins with. Throws NotJson, and std::runtime_error for
// what is JSON, but no line of a history.
NightlyRun ReadHistoryLine(std::string_view line, const std::string& place);

}  // namespace clamor
