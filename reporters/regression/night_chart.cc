// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/night_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "metrics/format_value.h"
#include "reporters/format.h"
#include "reporters/html/elements.h"
#include "reporters/html/plot_frame.h"
#include "reporters/regression/trend_text.h"
#include "reporters/table.h"

namespace clamor::html {
namespace {

using Time = std::chrono::system_clock::time_point;

constexpr std::string_view kNightColor = kColors[0];
constexpr std::string_view kLevelColor = kColors[1];
constexpr double kMostLabels = 6;

double DaysBetween(Time from, Time to) {
  return std::chrono::duration<double, std::ratio<86400>>(to - from).count();
}

// So that a handful of dates stands below the plot.
double DayTick(double days) {
  for (const double tick : {1, 2, 7, 14, 28}) {
    if (days / tick <= kMostLabels) return tick;
  }
  return RoundedUp(days / kMostLabels);
}

// Nights that kept a level.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  double level = 0;
};

std::vector<Stretch> StretchesOf(const JudgedTrend& judged) {
  std::vector<Stretch> stretches;
  std::size_t begin = 0;
  for (const ChangePoint& change : judged.changes) {
    stretches.push_back({begin, change.at, change.before});
    begin = change.at;
  }
  stretches.push_back({begin, judged.series.nights.size(), judged.level});
  return stretches;
}

double HighestOf(const NightSeries& series) {
  double most = 0;
  for (const auto* const values : {&series.nights, &series.confirmations}) {
    for (const NightlyValue& value : *values) most = std::max(most, value.value);
  }
  return most;
}

class Plot {
 public:
  explicit Plot(const JudgedTrend& judged)
      : judged_(judged),
        first_(judged.series.nights.front().started),
        last_(LastOf(judged.series)),
        axis_(HighestOf(judged.series), judged.series.unit) {}

  std::string Svg() const {
    return SvgOf(Described(), axis_.Grid() + Dates() + Change() + Levels() + Dots() + Legend());
  }

 private:
  static Time LastOf(const NightSeries& series) {
    const Time night = series.nights.back().started;
    return series.confirmations.empty() ? night
                                        : std::max(night, series.confirmations.back().started);
  }

  double X(Time time) const {
    const double all = DaysBetween(first_, last_);
    const double share = all > 0 ? std::clamp(DaysBetween(first_, time) / all, 0.0, 1.0) : 0.5;
    return kLeft + kMargin + (kRight - kLeft - 2 * kMargin) * share;
  }

  // What a screen reader says in place of the picture.
  std::string Described() const {
    std::string text =
        fmt::format("{} of {} over {} nights; {}", judged_.series.measure, judged_.series.test,
                    judged_.series.nights.size(), WordOf(judged_));
    if (judged_.change) {
      text += fmt::format(", {} {}", ChangeText(judged_), SinceText(judged_));
    }
    return text;
  }

  std::string Dates() const {
    const double days = DaysBetween(first_, last_);
    std::string out;
    for (const double day : TicksBetween(0, days, DayTick(days))) {
      const Time time = first_ + std::chrono::days(static_cast<int>(day));
      const double x = X(time);
      const std::string_view anchor = x > kRight - 40 ? "end" : "middle";
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x,
                         kBottom + 18, anchor, DateText(time));
    }
    return out;
  }

  // Where the level that still stands began.
  std::string Change() const {
    std::string out;
    if (!judged_.change) return out;
    for (const ChangePoint& step : judged_.change->steps) {
      const double x =
          (X(judged_.LastBefore(step).started) + X(judged_.FirstBehind(step).started)) / 2;
      out += fmt::format(
          "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\" "
          "stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>\n",
          x, kTop, kBottom, kLimitColor);
    }
    return out;
  }

  std::string Levels() const {
    std::string out;
    for (const Stretch& stretch : StretchesOf(judged_)) {
      const auto& nights = judged_.series.nights;
      out += fmt::format(
          "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\" "
          "stroke-width=\"2.5\"/>\n",
          X(nights[stretch.begin].started) - kDot, X(nights[stretch.end - 1].started) + kDot,
          axis_.Y(stretch.level), kLevelColor);
    }
    return out;
  }

  std::string Dots() const {
    std::string out;
    for (const NightlyValue& night : judged_.series.nights) {
      out += Dot(X(night.started), axis_.Y(night.value));
    }
    for (const NightlyValue& look : judged_.series.confirmations) {
      if (look.started >= first_) out += Diamond(X(look.started), axis_.Y(look.value));
    }
    return out;
  }

  static std::string Dot(double x, double y) {
    return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\"/>\n", x, y, kDot,
                       kNightColor);
  }

  static std::string Diamond(double x, double y) {
    return fmt::format(
        "<path d=\"M{:.1f} {:.1f}l6 6l-6 6l-6 -6z\" fill=\"none\" stroke=\"{}\" "
        "stroke-width=\"1.5\"/>\n",
        x, y - 6, kNightColor);
  }

  std::string Legend() const {
    const auto label = [](double x, std::string_view text) {
      return fmt::format("<text x=\"{:.1f}\" y=\"16\">{}</text>\n", x, text);
    };
    std::string out = Dot(kLeft + 6, 12) + label(kLeft + 16, "a night") +
                      fmt::format(
                          "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"12\" y2=\"12\" "
                          "stroke=\"{2}\" stroke-width=\"2.5\"/>\n",
                          kLeft + 110, kLeft + 136, kLevelColor) +
                      label(kLeft + 142, "their level");
    if (judged_.series.confirmations.empty()) return out;
    return out + Diamond(kLeft + 266, 12) + label(kLeft + 278, "a second run");
  }

  static constexpr double kMargin = 8;  // so that the first and the last dot are whole
  static constexpr double kDot = 3.5;

  const JudgedTrend& judged_;
  Time first_;
  Time last_;
  ValueAxis axis_;
};

TableRow RowOf(const NightlyValue& value, Unit unit, double level) {
  return {FormatInstant(value.started), value.commit, LevelText(value.value, unit),
          level > 0 ? LevelText(level, unit) : "second run", FormatCount(value.samples)};
}

Table NumbersOf(const JudgedTrend& judged) {
  Table table;
  table.head = {"night", "commit", "value", "level", "samples"};
  table.left_columns = 2;
  const NightSeries& series = judged.series;
  for (const Stretch& stretch : StretchesOf(judged)) {
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      table.rows.push_back(RowOf(series.nights[i], series.unit, stretch.level));
    }
  }
  for (const NightlyValue& look : series.confirmations) {
    if (look.started < series.nights.front().started) continue;
    table.rows.push_back(RowOf(look, series.unit, 0));
  }
  return table;
}

}  // namespace

std::string FigureOf(const JudgedTrend& judged) {
  const std::string title = fmt::format("{}: {}", judged.series.test, judged.series.measure);
  return FigureWith("class=\"nights\"", title, Plot(judged).Svg(),
                    SameAsTable(NumbersOf(judged), title));
}

}  // namespace clamor::html
