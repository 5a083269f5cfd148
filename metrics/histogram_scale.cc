// SPDX-License-Identifier: Apache-2.0
#include "metrics/histogram_scale.h"

#include <algorithm>
#include <cmath>

#include "metrics/histogram.h"

namespace clamor {

double HistogramScale(Unit unit) {
  switch (unit) {
    case Unit::kSeconds:
    case Unit::kRatio:
      return 1;
    case Unit::kBytes:
    case Unit::kBytesPerSecond:
      return 1e6;
    case Unit::kPerSecond:
    case Unit::kCount:
      break;
  }
  return 1e3;
}

std::chrono::nanoseconds ToHistogram(double value, Unit unit) {
  const double most = std::chrono::duration<double>(Histogram::kHighest).count();
  const double seconds = std::clamp(value / HistogramScale(unit), 0.0, most);
  return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

double FromHistogram(std::chrono::nanoseconds duration, Unit unit) {
  return static_cast<double>(duration.count()) * HistogramScale(unit) / 1e9;
}

}  // namespace clamor
