// SPDX-License-Identifier: Apache-2.0
// Whether a series of numbers rises over time for certain: a queue that grows, a leak.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace clamor {

inline constexpr std::size_t kFewestToRise = 20;

// `values` are positive and evenly spaced in time, such as the p95 of each second; the first fifth
// is discarded as the start-up. Gives the total growth (0.25 is 25 %) when all three hold: Mann and
// Kendall's test, one-sided at 2.5 %, with Hamed and Rao's variance for autocorrelated series
// (Journal of Hydrology 204, 1998); a Theil-Sen growth of at least 20 %; medians of the thirds that
// rise, the last by at least 5 %. None otherwise, and for fewer than kFewestToRise
// values.
std::optional<double> RisesBy(const std::vector<double>& values);

}  // namespace clamor
