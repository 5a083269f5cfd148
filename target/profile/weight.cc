// SPDX-License-Identifier: Apache-2.0
#include "target/profile/weight.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace clamor {
namespace {

struct Step {
  double factor;
  std::string_view name;
};

constexpr std::array<Step, 4> kBytes{{{1, "B"}, {1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}}};
constexpr std::array<Step, 3> kTimes{{{1, "us"}, {1e3, "ms"}, {1e6, "s"}}};

// In the largest unit of which there is at least one, with three digits.
template <std::size_t n>
std::string InSteps(double value, const std::array<Step, n>& steps) {
  std::size_t step = 0;
  while (step + 1 < n && value >= steps[step + 1].factor) ++step;
  const double shown = value / steps[step].factor;
  const int decimals = step == 0 || shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
  return fmt::format("{:.{}f} {}", shown, decimals, steps[step].name);
}

std::string WithThousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace

std::string NameOf(WeightUnit unit) {
  switch (unit) {
    case WeightUnit::kBytes:
      return "bytes";
    case WeightUnit::kMicroseconds:
      return "ms";
    case WeightUnit::kSamples:
      break;
  }
  return "samples";
}

std::string ShowWeight(std::uint64_t weight, WeightUnit unit) {
  switch (unit) {
    case WeightUnit::kBytes:
      return InSteps(static_cast<double>(weight), kBytes);
    case WeightUnit::kMicroseconds:
      return InSteps(static_cast<double>(weight), kTimes);
    case WeightUnit::kSamples:
      break;
  }
  return WithThousands(weight) + (weight == 1 ? " sample" : " samples");
}

std::string ShowShare(std::uint64_t part, std::uint64_t whole) {
  const double share =
      whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole) * 100;
  return fmt::format("{:.1f} %", share);
}

}  // namespace clamor
