// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/distribution_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "metrics/format_value.h"
#include "reporters/html/elements.h"
#include "reporters/html/plot_frame.h"

namespace clamor::html {
namespace {

constexpr std::size_t kMostBars = 48;
constexpr double kManyTimes = 8;
constexpr double kLeastLabels = 64;  // between two of them

using Time = std::chrono::duration<double>;

std::string Shown(Time time) { return FormatValue(time.count(), Unit::kSeconds); }

// No finer than the histogram is.
std::size_t BarsFor(const Histogram& histogram) {
  const auto buckets = Histogram::IndexOf(histogram.max()) - Histogram::IndexOf(histogram.min());
  return std::clamp<std::size_t>(static_cast<std::size_t>(buckets) / 2, 1, kMostBars);
}

std::uint64_t SamplesOf(const Distribution& distribution) {
  std::uint64_t samples = 0;
  for (const Bar& bar : distribution.bars) samples += bar.count;
  return samples;
}

// Where durations stand along the plot.
class Scale {
 public:
  explicit Scale(const Distribution& distribution)
      : by_ratio_(distribution.by_ratio),
        low_(At(distribution.bars.front().low.count())),
        high_(At(distribution.bars.back().high.count())) {}

  double X(double seconds) const {
    return kLeft + (kRight - kLeft) * (At(seconds) - low_) / (high_ - low_);
  }

  bool Holds(double seconds) const {
    return seconds > 0 && At(seconds) >= low_ && At(seconds) <= high_;
  }

 private:
  double At(double seconds) const { return by_ratio_ ? std::log(seconds) : seconds; }

  bool by_ratio_;
  double low_;
  double high_;
};

// Round durations at which labels stand.
std::vector<double> TicksOf(const Distribution& distribution) {
  const double low = distribution.bars.front().low.count();
  const double high = distribution.bars.back().high.count();
  if (!distribution.by_ratio) return TicksBetween(low, high, RoundedUp((high - low) / 6));
  std::vector<double> ticks{RoundedUp(low)};
  while (ticks.back() <= high) ticks.push_back(RoundedUp(ticks.back() * 1.5));
  ticks.pop_back();
  return ticks;
}

std::string Ticks(const Distribution& distribution, const Scale& scale) {
  std::string out;
  double last = -kLeastLabels;
  for (const double tick : TicksOf(distribution)) {
    const double x = scale.X(tick);
    if (x - last < kLeastLabels || x > kRight - 16) continue;
    last = x;
    out += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" "
        "stroke=\"currentColor\"/><text x=\"{0:.1f}\" y=\"{3:.1f}\" "
        "text-anchor=\"middle\">{4}</text>\n",
        x, kBottom, kBottom + 4, kBottom + 18, Text(FormatValue(tick, Unit::kSeconds)));
  }
  return out;
}

// Each says what it stands for when it is pointed at, also where no script runs.
std::string Bars(const Distribution& distribution, const Scale& scale, const ValueAxis& axis) {
  const auto samples = static_cast<double>(SamplesOf(distribution));
  std::string out;
  for (const Bar& bar : distribution.bars) {
    if (bar.count == 0) continue;
    const double share = static_cast<double>(bar.count) / samples;
    const double x = scale.X(bar.low.count());
    out += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
        "fill=\"{}\"><title>{} to {}: {} ({})</title></rect>\n",
        x, axis.Y(share), std::max(scale.X(bar.high.count()) - x - 1, 1.0), kBottom - axis.Y(share),
        kColors[0], Text(Shown(bar.low)), Text(Shown(bar.high)), FormatCount(bar.count),
        FormatValue(share, Unit::kRatio));
  }
  return out;
}

std::string Limits(const Distribution& distribution, const Scale& scale) {
  std::string out;
  double y = kTop - 20;
  for (const ChartLimit& limit : distribution.limits) {
    if (!scale.Holds(limit.value)) continue;
    const double x = scale.X(limit.value);
    out += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\" "
        "stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/><text x=\"{4:.1f}\" y=\"{5:.1f}\" "
        "text-anchor=\"{6}\">{7}</text>\n",
        x, y, kBottom, kLimitColor, x > kWidth / 2 ? x - 4 : x + 4, y + 4,
        x > kWidth / 2 ? "end" : "start", Text(limit.name));
    y += 16;
  }
  return out;
}

Table NumbersOf(const Distribution& distribution) {
  const auto samples = static_cast<double>(SamplesOf(distribution));
  Table table;
  table.head = {"from", "to", "samples", "share"};
  for (const Bar& bar : distribution.bars) {
    if (bar.count == 0) continue;
    table.rows.push_back({Shown(bar.low), Shown(bar.high), FormatCount(bar.count),
                          FormatValue(static_cast<double>(bar.count) / samples, Unit::kRatio)});
  }
  return table;
}

}  // namespace

Distribution DistributionOf(std::string title, const Histogram& histogram) {
  Distribution distribution{std::move(title), false, {}, {}};
  const double least = std::max(Time(histogram.min()), Time(Histogram::kLowest)).count();
  const double most = std::max(Time(histogram.max()).count(), least * 1.001);
  distribution.by_ratio = most > kManyTimes * least;
  const auto bars = BarsFor(histogram);
  const auto edge = [&](std::size_t i) {
    const double share = static_cast<double>(i) / static_cast<double>(bars);
    return Time(distribution.by_ratio ? least * std::pow(most / least, share)
                                      : least + (most - least) * share);
  };
  for (std::size_t i = 0; i < bars; ++i) distribution.bars.push_back({edge(i), edge(i + 1), 0});
  std::size_t bar = 0;
  histogram.ForEachBucket([&](const Histogram::Bucket& bucket) {
    const Histogram::Edges edges = Histogram::EdgesOf(bucket.index);
    const Time middle = Time(edges.low + edges.high) / 2;
    while (bar + 1 < bars && middle >= distribution.bars[bar].high) ++bar;
    distribution.bars[bar].count += bucket.count;
  });
  return distribution;
}

std::string FigureOf(const Distribution& distribution) {
  const Scale scale(distribution);
  const auto samples = static_cast<double>(SamplesOf(distribution));
  std::uint64_t most = 0;
  for (const Bar& bar : distribution.bars) most = std::max(most, bar.count);
  const ValueAxis axis(static_cast<double>(most) / samples, Unit::kRatio);
  const std::string label = fmt::format(
      "{}: {} samples from {} to {}", distribution.title, FormatCount(SamplesOf(distribution)),
      Shown(distribution.bars.front().low), Shown(distribution.bars.back().high));
  return FigureWith("class=\"distribution\"", distribution.title,
                    SvgOf(label, axis.Grid() + Ticks(distribution, scale) +
                                     Bars(distribution, scale, axis) + Limits(distribution, scale)),
                    SameAsTable(NumbersOf(distribution), distribution.title));
}

}  // namespace clamor::html
