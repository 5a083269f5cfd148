// SPDX-License-Identifier: Apache-2.0
// How histograms, which hold durations of 1 us to 1 h, hold values of other units: as fixed-point
// numbers. A duration of a second stands for so many of the unit:
//
//   unit           a second is     finest step    largest value
//   seconds        1               0.000001       3,600 (1 h)
//   shares         1               0.000001       3,600
//   counts, rates  1,000           0.001          3,600,000
//   bytes, B/s     1,000,000       1              3,600,000,000
//
// Within that range a percentile is off by at most 0.1 %, as with durations. What lies below counts
// as the finest step, except for the minimum; what lies above counts as the largest value.
#pragma once

#include <chrono>

#include "clamor/units.h"

namespace clamor {

// How many of the unit a second in a histogram stands for.
double HistogramScale(Unit unit);

// The value as a histogram records it; what is negative becomes 0.
std::chrono::nanoseconds ToHistogram(double value, Unit unit);

// The value that the duration stands for.
double FromHistogram(std::chrono::nanoseconds duration, Unit unit);

}  // namespace clamor
