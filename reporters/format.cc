// SPDX-License-Identifier: Apache-2.0
#include "reporters/format.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "metrics/format_value.h"

namespace clamor {

std::string FormatDuration(std::chrono::nanoseconds duration) {
  return FormatValue(static_cast<double>(duration.count()) / 1e9, Unit::kSeconds);
}

std::string FormatShare(double share) {
  constexpr double kRoundsToAll = 0.9995;
  if (share >= kRoundsToAll && share < 1) return "> 99.9 %";
  return FormatValue(share, Unit::kRatio);
}

std::string FormatFactor(double factor) { return fmt::format("{}", factor); }

std::string FormatSeconds(std::chrono::nanoseconds duration) {
  return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1e9);
}

std::string FormatInstant(std::chrono::system_clock::time_point at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

}  // namespace clamor
