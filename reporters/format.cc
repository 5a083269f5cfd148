// SPDX-License-Identifier: Apache-2.0
#include "reporters/format.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace clamor {
namespace {

struct Scale {
  double size;
  std::string_view name;
};

// Three significant digits of a number below a thousand; the caller chose the unit by RoundsBelow.
std::string Significant(double value) {
  if (value == 0) return "0";
  if (value < 9.995) return fmt::format("{:.2f}", value);
  if (value < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

bool RoundsBelowThousand(double value) { return value < 999.5; }

template <std::size_t N>
std::string InUnit(double value, const std::array<Scale, N>& scales) {
  for (const Scale& scale : scales) {
    const bool last = &scale == &scales.back();
    if (!RoundsBelowThousand(value / scale.size) && !last) continue;
    return fmt::format("{} {}", Significant(value / scale.size), scale.name);
  }
  return {};
}

std::string InMinutes(std::chrono::nanoseconds duration) {
  const long seconds = std::lround(static_cast<double>(duration.count()) / 1e9);
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  const long minutes = (seconds + 30) / 60;
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

}  // namespace

std::string FormatDuration(std::chrono::nanoseconds duration) {
  constexpr std::array<Scale, 4> kScales{{{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}}};
  if (duration.count() == 0) return "0 s";
  if (duration < std::chrono::microseconds(1)) return fmt::format("{} ns", duration.count());
  if (duration >= std::chrono::minutes(2)) return InMinutes(duration);
  return InUnit(static_cast<double>(duration.count()), kScales);
}

std::string FormatCount(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string FormatShare(double share) {
  if (share > 0 && share < 0.0001) return "< 0.01 %";
  if (share > 0.9994 && share < 1) return "> 99.9 %";
  return Significant(share * 100) + " %";
}

std::string FormatRate(double per_second) {
  if (RoundsBelowThousand(per_second)) return Significant(per_second) + "/s";
  return FormatCount(static_cast<std::uint64_t>(std::llround(per_second))) + "/s";
}

std::string FormatBytes(double bytes) {
  constexpr std::array<Scale, 5> kScales{
      {{1, "B"}, {1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}, {1e12, "TB"}}};
  if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
  return InUnit(bytes, kScales);
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
