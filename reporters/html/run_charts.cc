// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/run_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/sla_grammar.h"

namespace clamor::html {
namespace {

constexpr std::uint32_t kMostSteps = 120;

constexpr std::array<Trend, 3> kCharted{Trend::kResponseTime, Trend::kTimeToFirstToken,
                                        Trend::kInterEventGap};
constexpr std::array<std::pair<double, std::string_view>, 3> kQuantiles{
    {{0.5, "p50"}, {0.95, "p95"}, {0.99, "p99"}}};

using Steps = std::vector<std::optional<double>>;

// A duration whose percentiles are drawn.
struct Charted {
  std::string_view name;
  const Histogram& histogram;
  const Timeline& timeline;
};

// Those that users feel, and what the suite or its API measures beyond them, such as a voice's.
std::vector<Charted> ChartedOf(const RunData& run) {
  std::vector<Charted> charted;
  for (const Trend trend : kCharted) {
    const TrendSeries* const series = run.FindTrend(trend, {});
    if (series != nullptr && !series->histogram.empty()) {
      charted.push_back({Info(trend).name, series->histogram, series->timeline});
    }
  }
  for (const DefinedMetric& metric : run.defined) {
    const DefinedTrend* const series = run.FindDefinedTrend(metric.name, {});
    if (metric.unit != Unit::kSeconds || series == nullptr || series->histogram.empty()) continue;
    charted.push_back({metric.name, series->histogram, series->timeline});
  }
  return charted;
}

std::string_view NameOf(const ParsedMeasure& measure) {
  if (measure.trend) return Info(*measure.trend).name;
  return measure.defined ? std::string_view(measure.defined->name) : std::string_view();
}

// Of SLAs on a percentile over the whole run.
std::vector<ChartLimit> LimitsOf(const RunData& run, std::string_view name) {
  std::vector<ChartLimit> limits;
  for (const Verdict& verdict : run.verdicts) {
    try {
      const ParsedSla sla = ParseSla(verdict.sla, run.defined);
      const ParsedMeasure& measure = sla.value.measure;
      const bool is_charted = measure.function == Function::kQuantile && NameOf(measure) == name &&
                              measure.tags.empty() && !sla.value.divisor;
      if (is_charted) limits.push_back({verdict.sla, sla.limit});
    } catch (const SlaError&) {
      // A result file of another version may hold an SLA that this one cannot read.
    }
  }
  return limits;
}

class Charts {
 public:
  explicit Charts(const RunData& run) : run_(run) {
    const double counted = std::chrono::duration<double>(run.counted).count();
    if (counted > 0) length_ = counted;
    seconds_ = static_cast<std::uint32_t>(std::ceil(length_));
    step_ = (seconds_ + kMostSteps - 1) / kMostSteps;
  }

  std::vector<TimeChart> All() {
    Add("Turns per second", Unit::kPerSecond,
        {{"succeeded", Rates(Counter::kTurnsSucceeded)}, {"failed", Rates(Counter::kTurnsFailed)}});
    Add("Users", Unit::kCount,
        {{"active users", Levels(Gauge::kActiveUsers)},
         {"open requests", Levels(Gauge::kActiveRequests)},
         {"open streams", Levels(Gauge::kConcurrentStreams)}});
    for (const Charted& charted : ChartedOf(run_)) AddPercentiles(charted);
    Add("Processors of the server", Unit::kCount, {{"cores busy", Levels(Gauge::kServerCores)}});
    Add("Memory of the server", Unit::kBytes, {{"resident", Levels(Gauge::kServerRss)}});
    Add("Delays in the server", Unit::kSeconds,
        {{"event loop", Levels(Gauge::kServerEventLoopDelay)},
         {"waiting for a CPU", Levels(Gauge::kServerRunDelay)}});
    Add("Load generator", Unit::kRatio, {{"threads busy", Levels(Gauge::kGeneratorCpu)}});
    return std::move(charts_);
  }

 private:
  void Add(std::string title, Unit unit, std::vector<ChartLine> lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].pen = i;
    std::erase_if(lines, [](const ChartLine& line) { return line.values.empty(); });
    charts_.push_back({std::move(title), unit, length_, step_, std::move(lines), {}});
  }

  void AddPercentiles(const Charted& charted) {
    // A timeline's cells may be longer than a step.
    TimeChart chart{
        std::string(charted.name),   Unit::kSeconds, length_, charted.timeline.WindowFor(step_), {},
        LimitsOf(run_, charted.name)};
    for (const auto& [q, name] : kQuantiles) {
      chart.lines.push_back({std::string(name),
                             Steps((seconds_ + chart.step_seconds - 1) / chart.step_seconds),
                             chart.lines.size()});
    }
    charted.timeline.ForEachWindow(chart.step_seconds, [&chart](const Timeline::Cell& cell) {
      const std::size_t step = cell.second / chart.step_seconds;
      for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
        Steps& values = chart.lines[i].values;
        if (step >= values.size()) values.resize(step + 1);
        values[step] = std::chrono::duration<double>(QuantileOf(cell, kQuantiles[i].first)).count();
      }
    });
    charts_.push_back(std::move(chart));
  }

  // What was counted, per second.
  Steps Rates(Counter counter) const {
    const CounterSeries* const series = run_.FindCounter(counter, {});
    if (series == nullptr || series->value == 0) return {};
    return Stepped(series->per_second, true);
  }

  Steps Levels(Gauge gauge) const {
    const GaugeSeries* const series = run_.FindGauge(gauge);
    return series == nullptr ? Steps() : Stepped(series->per_second, false);
  }

  // The mean of each step's seconds. A second in which nothing was counted is a zero, and the last
  // one may be cut short; one in which no level was sampled is left out.
  template <class T>
  Steps Stepped(const std::vector<T>& seconds, bool counts) const {
    Steps steps;
    const std::size_t all =
        counts ? std::max<std::size_t>(seconds_, seconds.size()) : seconds.size();
    for (std::size_t begin = 0; begin < all; begin += step_) {
      const std::size_t end = std::min<std::size_t>(begin + step_, all);
      double sum = 0;
      for (std::size_t second = begin; second < std::min(end, seconds.size()); ++second) {
        sum += static_cast<double>(seconds[second]);
      }
      const auto from = static_cast<double>(begin);
      const auto to = static_cast<double>(end);
      steps.emplace_back(sum / ((counts && length_ > from ? std::min(to, length_) : to) - from));
    }
    return steps;
  }

  const RunData& run_;
  double length_ = 1;          // in seconds
  std::uint32_t seconds_ = 1;  // the same, the last begun one counted whole
  std::uint32_t step_ = 1;
  std::vector<TimeChart> charts_;
};

}  // namespace

std::vector<TimeChart> ChartsOf(const RunData& run) { return Charts(run).All(); }

std::vector<Distribution> DistributionsOf(const RunData& run) {
  std::vector<Distribution> distributions;
  for (const Charted& charted : ChartedOf(run)) {
    distributions.push_back(
        DistributionOf(fmt::format("Distribution of {}", charted.name), charted.histogram));
    distributions.back().limits = LimitsOf(run, charted.name);
  }
  return distributions;
}

}  // namespace clamor::html
