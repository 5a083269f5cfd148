// SPDX-License-Identifier: Apache-2.0
// Rounds and scales numbers for people.
#include "metrics/format_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace clamor {
namespace {

// A name for numbers from `size` on.
struct Scale {
  double size;
  const char* name;
};
constexpr Scale kTimes[]{{60, " min"}, {1, " s"}, {1e-3, " ms"}, {1e-6, " us"}, {1e-9, " ns"}};
constexpr Scale kSizes[]{{1e9, " GB"}, {1e6, " MB"}, {1e3, " kB"}, {1, " B"}};
constexpr double kLongestInSeconds = 600;

std::string WithCommas(std::string whole) {
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) {
    whole.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return whole;
}

std::string Significant(double value, int digits) {
  if (!std::isfinite(value)) return value > 0 ? "infinity" : "none";
  const double size = std::abs(value);
  const int before = size < 1e-12 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
  std::string text = fmt::format("{:.{}f}", size, std::max(0, digits - before));
  const std::size_t point = text.find('.');
  std::string fraction;
  if (point != std::string::npos) {
    fraction = text.substr(point);
    fraction.erase(fraction.find_last_not_of(".0") + 1);
  }
  std::string signed_text(value < 0 ? 1U : 0U, '-');
  signed_text += WithCommas(text.substr(0, point));
  return signed_text + fraction;
}

std::string Scaled(double value, int digits, std::span<const Scale> scales) {
  const double size = std::abs(value);
  // What would round up to a thousand of one name is shown in the next.
  const double margin = 1 - std::pow(10.0, -digits) / 2;
  const auto scale = std::find_if(scales.begin(), scales.end() - 1, [&](const Scale& candidate) {
    return size >= candidate.size * margin;
  });
  return Significant(value / scale->size, digits) + scale->name;
}

}  // namespace

std::string FormatValue(double value, Unit unit, int digits) {
  switch (unit) {
    case Unit::kSeconds:
      if (value == 0) return "0 s";
      return Scaled(value, digits,
                    std::span(kTimes).subspan(std::abs(value) < kLongestInSeconds ? 1 : 0));
    case Unit::kRatio:
      return Significant(value * 100, digits) + " %";
    case Unit::kPerSecond:
      return Significant(value, digits) + "/s";
    case Unit::kBytes:
      return Scaled(value, digits, kSizes);
    case Unit::kBytesPerSecond:
      return Scaled(value, digits, kSizes) + "/s";
    case Unit::kCount:
      break;
  }
  return Significant(value, digits);
}

std::string FormatCount(std::uint64_t count) { return WithCommas(fmt::format("{}", count)); }

}  // namespace clamor
