// SPDX-License-Identifier: Apache-2.0
// What all charts of the report have in common: where the plot stands in its picture, the axis of
// values, and the figure around it with the same numbers as a table.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/catalogue.h"
#include "reporters/table.h"

namespace clamor::html {

inline constexpr double kWidth = 760;
inline constexpr double kLeft = 76;  // of the plot: the labels of the values stand left of it
inline constexpr double kRight = 748;
inline constexpr double kTop = 34;  // the legend stands above it
inline constexpr double kBottom = 206;
inline constexpr double kHeight = 232;

// 3:1 or more against the page, light or dark.
inline constexpr std::array<std::string_view, 4> kColors{"#2f7fc1", "#c8641e", "#8a63c9",
                                                         "#2e8b6f"};
inline constexpr std::string_view kLimitColor = "#c0392b";

// The least of 1, 2 or 5 times a power of ten that is no less than the value, which is above 0.
double RoundedUp(double value);

// The multiples of the tick from `low` to `high`, both included.
std::vector<double> TicksBetween(double low, double high, double tick);

// From 0 at the bottom of the plot to a round number at its top.
class ValueAxis {
 public:
  // `most`: the highest value that is shown.
  ValueAxis(double most, Unit unit);

  double Y(double value) const { return kBottom - (kBottom - kTop) * value / top_; }

  // Lines across the plot with their values.
  std::string Grid() const;

 private:
  double tick_;
  double top_;
  Unit unit_;
};

// A picture, kWidth wide. `label`: what a screen reader says in its place.
std::string SvgOf(std::string_view label, std::string_view content, double height = kHeight);

// The numbers of a picture, folded away below it.
std::string SameAsTable(const Table& numbers, std::string_view title);

// A picture with its table below it. `attributes`: of the figure, HTML, as is `table`.
std::string FigureWith(std::string_view attributes, std::string_view title, std::string_view svg,
                       std::string_view table);

}  // namespace clamor::html
