// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/time_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "base/utf8.h"
#include "metrics/format_value.h"
#include "reporters/html/elements.h"
#include "reporters/html/plot_frame.h"

namespace clamor::html {
namespace {

struct Pen {
  std::string_view color;
  std::string_view dashes;
  double width;  // so that a line seen through another's gaps is seen
};
constexpr std::array<Pen, kMostLines> kPens{{{kColors[0], "", 2.6},
                                             {kColors[1], "7 3", 1.6},
                                             {kColors[2], "2 3", 1.6},
                                             {kColors[3], "10 3 2 3", 1.6}}};

// So that a handful of labels stands below the plot, at times that people count in.
double TimeTick(double seconds) {
  for (const double tick : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600}) {
    if (seconds / tick <= 6) return tick;
  }
  return RoundedUp(seconds / 6);
}

constexpr double kLabelHeight = 16;
constexpr double kMostOfAxis = 2.5;      // a limit further off would press the values to the ground
constexpr std::size_t kLabelBytes = 85;  // as many as fit into the plot

std::string Shortened(const std::string& text) {
  if (text.size() <= kLabelBytes) return text;
  return std::string(Utf8Prefix(text, kLabelBytes)) + "...";
}

class Plot {
 public:
  explicit Plot(const TimeChart& chart) : chart_(chart) {
    double most = 0;
    for (const ChartLine& line : chart.lines) {
      steps_ = std::max(steps_, line.values.size());
      for (const auto& value : line.values) {
        if (!value) continue;
        has_values_ = true;
        most = std::max(most, *value);
      }
    }
    const double highest = most;
    for (const ChartLimit& limit : chart.limits) {
      if (limit.value <= kMostOfAxis * highest) most = std::max(most, limit.value);
    }
    axis_ = ValueAxis(most, chart.unit);
  }

  bool has_values() const { return has_values_; }
  std::size_t steps() const { return steps_; }

  std::string Svg() const {
    std::string out = axis_.Grid() + Times() + Limits();
    for (std::size_t i = 0; i < chart_.lines.size(); ++i) out += Legend(i);
    return SvgOf(Described(), out + Lines());
  }

 private:
  // Within the plot: a step's value stands in its middle; the last step may be cut short.
  double X(std::size_t step) const {
    const double begin = static_cast<double>(step) * chart_.step_seconds;
    const double end = std::min(begin + chart_.step_seconds, chart_.seconds);
    return (kRight - kLeft) * std::min((begin + end) / 2 / chart_.seconds, 1.0);
  }
  std::string Shown(double value) const { return FormatValue(value, chart_.unit); }

  // What a screen reader says in place of the picture.
  std::string Described() const {
    std::string text = chart_.title;
    for (const ChartLine& line : chart_.lines) {
      const auto most = std::max_element(line.values.begin(), line.values.end());
      if (most == line.values.end() || !*most) continue;
      text += fmt::format("; {}: {} at most", line.name, Shown(**most));
    }
    return text;
  }

  std::string Times() const {
    std::string out = "<g class=\"times\">";
    for (const double second : TicksBetween(0, chart_.seconds, TimeTick(chart_.seconds))) {
      const double x = kLeft + (kRight - kLeft) * second / chart_.seconds;
      const std::string_view anchor = second == 0 ? "start" : x > kRight - 20 ? "end" : "middle";
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x,
                         kBottom + 18, anchor, Text(FormatValue(second, Unit::kSeconds)));
    }
    return out + "</g>\n";
  }

  // Labels that would overlap are put into one, above the highest of their lines.
  std::string Limits() const {
    std::vector<ChartLimit> limits = chart_.limits;
    std::sort(limits.begin(), limits.end(),
              [](const ChartLimit& a, const ChartLimit& b) { return a.value > b.value; });
    std::string out;
    std::string far;  // those that lie above the plot
    double labelled = kTop + kLabelHeight;
    std::string label;
    for (const ChartLimit& limit : limits) {
      const double y = axis_.Y(limit.value);
      if (y < kTop - 1) {
        far += fmt::format("{}{}", far.empty() ? "" : ", ", limit.name);
        continue;
      }
      out += fmt::format(
          "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\" "
          "stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>\n",
          kLeft, kRight, y, kLimitColor);
      if (label.empty() || y - labelled >= kLabelHeight) {
        out += LimitLabel(labelled, label);
        labelled = std::max(y, kTop + kLabelHeight);
        label = limit.name;
      } else {
        label += ", " + limit.name;
      }
    }
    if (!far.empty()) {
      out += Label(kLeft + 4, kTop + kLabelHeight, "start", "above: " + Shortened(far));
    }
    return out + LimitLabel(labelled, label);
  }

  static std::string LimitLabel(double y, const std::string& label) {
    return label.empty() ? "" : Label(kRight, y, "end", Shortened(label));
  }

  static std::string Label(double x, double y, std::string_view anchor, const std::string& text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y - 5,
                       anchor, Text(text));
  }

  // An image of its own, of which a script can show a part: what leaves it is cut off.
  std::string Lines() const {
    std::string out = fmt::format(
        "<svg x=\"{0:.0f}\" y=\"{1:.0f}\" width=\"{2:.0f}\" height=\"{3:.0f}\" "
        "viewBox=\"0 0 {2:.0f} {3:.0f}\" preserveAspectRatio=\"none\" fill=\"none\">\n",
        kLeft, kTop, kRight - kLeft, kBottom - kTop);
    for (std::size_t i = 0; i < chart_.lines.size(); ++i) out += Line(i);
    return out + "</svg>";
  }

  // Broken where there is no value; a value between two gaps is a dot.
  std::string Line(std::size_t i) const {
    const Pen& pen = kPens[chart_.lines[i].pen];
    const auto& values = chart_.lines[i].values;
    std::string path;
    std::string dots;
    for (std::size_t step = 0; step < values.size(); ++step) {
      if (!values[step]) continue;
      const bool begins = step == 0 || !values[step - 1];
      const bool ends = step + 1 == values.size() || !values[step + 1];
      const double x = X(step);
      const double y = axis_.Y(*values[step]) - kTop;
      if (begins && ends) {
        dots += fmt::format("M{:.1f} {:.1f}h0", x, y);
      } else {
        path += fmt::format("{}{:.1f} {:.1f}", begins ? 'M' : 'L', x, y);
      }
    }
    std::string out;
    if (!path.empty()) {
      out += fmt::format(
          "<path d=\"{}\" stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"{}\" "
          "vector-effect=\"non-scaling-stroke\"/>\n",
          path, pen.color, pen.width, pen.dashes.empty() ? "none" : pen.dashes);
    }
    if (!dots.empty()) {
      out += fmt::format(
          "<path class=\"dots\" d=\"{}\" stroke=\"{}\" stroke-width=\"5\" "
          "stroke-linecap=\"round\" vector-effect=\"non-scaling-stroke\"/>\n",
          dots, pen.color);
    }
    return out;
  }

  std::string Legend(std::size_t i) const {
    const Pen& pen = kPens[chart_.lines[i].pen];
    const double x = kLeft + static_cast<double>(i) * (kRight - kLeft) / kMostLines;
    return fmt::format(
        "<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"12\" y2=\"12\" stroke=\"{}\" stroke-width=\"2.5\" "
        "stroke-dasharray=\"{}\"/><text x=\"{:.1f}\" y=\"16\">{}</text>\n",
        x, x + 26, pen.color, pen.dashes.empty() ? "none" : pen.dashes, x + 32,
        Text(chart_.lines[i].name));
  }

  const TimeChart& chart_;
  std::size_t steps_ = 0;
  bool has_values_ = false;
  ValueAxis axis_{0, Unit::kCount};
};

Table NumbersOf(const TimeChart& chart, std::size_t steps) {
  Table table;
  table.head = {"from"};
  for (const ChartLine& line : chart.lines) table.head.push_back(line.name);
  for (std::size_t step = 0; step < steps; ++step) {
    const auto second = static_cast<double>(step) * chart.step_seconds;
    TableRow row{FormatValue(second, Unit::kSeconds)};
    for (const ChartLine& line : chart.lines) {
      const bool has = step < line.values.size() && line.values[step];
      row.push_back(has ? FormatValue(*line.values[step], chart.unit) : "-");
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::string FigureOf(const TimeChart& chart) {
  const Plot plot(chart);
  if (!plot.has_values()) return {};
  return FigureWith(
      fmt::format("data-seconds=\"{}\" data-step=\"{}\"", chart.seconds, chart.step_seconds),
      chart.title, plot.Svg(), SameAsTable(NumbersOf(chart, plot.steps()), chart.title));
}

}  // namespace clamor::html
