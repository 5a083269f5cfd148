// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: "612 ms", "1.23 s", "0.4 %", "51.3/s", "4.8 MB", "4,812".
#pragma once

#include <cstdint>
#include <string>

#include "metrics/catalogue.h"

namespace clamor {

// Seconds, a share, a rate, bytes or a plain number, to that many significant digits (but never
// fewer than before the decimal point), in the unit that suits its size.
std::string FormatValue(double value, Unit unit, int digits = 3);

// With a comma for each thousand.
std::string FormatCount(std::uint64_t count);

}  // namespace clamor
