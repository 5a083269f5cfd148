// SPDX-License-Identifier: Apache-2.0
// A random quantity of the service model: constant, uniform or log-normal. Durations are in
// nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/random.h"

namespace clamor::server {

struct Distribution {
  enum class Shape { kConstant, kUniform, kLogNormal };

  Shape shape = Shape::kConstant;
  double first = 0;   // the constant, the lower bound, or the median
  double second = 0;  // the upper bound, or sigma of the logarithm
};

// "constant:20ms", "uniform:10ms-30ms", "lognormal:20ms,0.5" (median, sigma); units ns, us, ms, s,
// min; at most one hour. Throws std::invalid_argument with one line that says what is wrong and
// what was expected.
Distribution ParseDurations(std::string_view text);

// "constant:20", "uniform:10-30", "lognormal:20,0.5"; whole numbers up to a million. Throws as
// ParseDurations.
Distribution ParseCounts(std::string_view text);

// One draw, cut at an hour: the tail of a log-normal has no end.
std::chrono::nanoseconds DrawDuration(const Distribution& distribution, Random& random);

// One draw, rounded and cut at a million. A uniform one includes both bounds.
std::uint64_t DrawCount(const Distribution& distribution, Random& random);

}  // namespace clamor::server
