// SPDX-License-Identifier: Apache-2.0
// Points in time as ISO 8601 in UTC, to the microsecond: "2026-11-21T12:00:43.123456Z".
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace clamor {

std::string IsoTime(std::chrono::system_clock::time_point time);

// Reads what IsoTime writes; none for anything else.
std::optional<std::chrono::system_clock::time_point> ReadIsoTime(const std::string& text);

}  // namespace clamor
