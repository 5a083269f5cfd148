// SPDX-License-Identifier: Apache-2.0
// What reports show beside the plain numbers of metrics/format_value.h: durations, shares, times.
#pragma once

#include <chrono>
#include <string>

namespace clamor {

// "612 ms", "1.23 s", "27 min": as FormatValue shows seconds.
std::string FormatDuration(std::chrono::nanoseconds duration);

// A share of 0 to 1 as "12.3 %". What is not all does not read as 100 %: "> 99.9 %".
std::string FormatShare(double share);

// "0.1", "2.5": a scale or factor, as short as it is exact.
std::string FormatFactor(double factor);

// Seconds with milliseconds, "105.250": for formats that programs read.
std::string FormatSeconds(std::chrono::nanoseconds duration);

// UTC, "2026-03-01T12:00:00Z".
std::string FormatInstant(std::chrono::system_clock::time_point at);

}  // namespace clamor
