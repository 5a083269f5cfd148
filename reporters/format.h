// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: "1.23 s", "4,812", "12.3 %". Three significant digits unless said
// otherwise. Every report formats with these, so that one number looks the same everywhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace clamor {

// "612 ms", "1.23 s", "2 min 05 s", "1 h 02 min": the unit in which it is a number below a
// thousand, minutes from two on.
std::string FormatDuration(std::chrono::nanoseconds duration);

// "4,812".
std::string FormatCount(std::uint64_t count);

// A share of 0 to 1 as "12.3 %". What is not all does not read as 100 %, what is not nothing not as
// 0 %: "> 99.9 %", "< 0.01 %".
std::string FormatShare(double share);

// "12.3/s".
std::string FormatRate(double per_second);

// Decimal units: "1.23 MB".
std::string FormatBytes(double bytes);

// "0.1", "2.5": a scale or factor, as short as it is exact.
std::string FormatFactor(double factor);

// Seconds with milliseconds, "105.250": for formats that programs read.
std::string FormatSeconds(std::chrono::nanoseconds duration);

// UTC, "2026-03-01T12:00:00Z".
std::string FormatInstant(std::chrono::system_clock::time_point at);

}  // namespace clamor
