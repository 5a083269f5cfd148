// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/plot_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "metrics/format_value.h"
#include "reporters/html/elements.h"

namespace clamor::html {
namespace {

constexpr int kTicks = 4;
constexpr double kRounding = 1e-9;

}  // namespace

double RoundedUp(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (value <= factor * power * (1 + kRounding)) return factor * power;
  }
  return 10 * power;
}

std::vector<double> TicksBetween(double low, double high, double tick) {
  std::vector<double> ticks;
  const auto first = static_cast<std::int64_t>(std::ceil(low / tick - kRounding));
  const auto last = static_cast<std::int64_t>(std::floor(high / tick + kRounding));
  for (std::int64_t i = first; i <= last; ++i) ticks.push_back(static_cast<double>(i) * tick);
  return ticks;
}

ValueAxis::ValueAxis(double most, Unit unit)
    : tick_(most > 0 ? RoundedUp(most / kTicks) : 1),
      top_(tick_ * std::max(1.0, std::ceil(most / tick_ - kRounding))),
      unit_(unit) {}

std::string ValueAxis::Grid() const {
  std::string out;
  for (const double value : TicksBetween(0, top_, tick_)) {
    out += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" "
        "stroke=\"currentColor\" stroke-opacity=\"0.15\"/><text x=\"{3:.1f}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5}</text>\n",
        kLeft, kRight, Y(value), kLeft - 6, Y(value) + 4, Text(FormatValue(value, unit_)));
  }
  return out;
}

std::string SvgOf(std::string_view label, std::string_view content, double height) {
  return fmt::format(
      "<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" role=\"img\" "
      "aria-label=\"{2}\" font-family=\"sans-serif\" font-size=\"14\" fill=\"currentColor\">\n"
      "{3}</svg>\n",
      kWidth, height, Text(label), content);
}

std::string SameAsTable(const Table& numbers, std::string_view title) {
  return Foldable("the same as a table", TableOf(numbers, title), false);
}

std::string FigureWith(std::string_view attributes, std::string_view title, std::string_view svg,
                       std::string_view table) {
  return fmt::format(
      "<figure {3}><figcaption>{0}</figcaption>\n<div class=\"scrolls\" tabindex=\"0\" "
      "role=\"region\" aria-label=\"{0}\">{1}</div>{2}</figure>\n",
      Text(title), svg, table, attributes);
}

}  // namespace clamor::html
