// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/compared_measures.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "metrics/evaluate.h"

namespace clamor {
namespace {

constexpr std::array<double, 3> kQuantiles{0.5, 0.95, 0.99};
constexpr std::array<Trend, 4> kFeltByUsers{Trend::kTimeToFirstToken, Trend::kInterEventGap,
                                            Trend::kTimePerOutputToken, Trend::kResponseTime};
constexpr double kConfidence = 0.95;

void Add(const std::string& name, const RunData& run, std::vector<ComparedMeasure>& measures) {
  const ParsedValue parsed = ParseValue(name, run.defined);
  const Measured measured = MeasureOf(parsed, run);
  if (measured.value) {
    measures.push_back({name, parsed.measure.unit, *measured.value, measured.samples});
  }
}

void AddQuantiles(std::string_view metric, std::uint64_t samples, const RunData& run,
                  std::vector<ComparedMeasure>& measures) {
  for (const double q : kQuantiles) {
    if (samples < SamplesNeeded(q, kConfidence)) continue;
    Add(fmt::format("p{:g}({})", q * 100, metric), run, measures);
  }
}

}  // namespace

std::string WhyNotJudged(const RunData& run) {
  if (!run.errors.empty()) return "an error: " + run.errors.front();
  if (!run.generator.void_because.empty()) return "void: " + run.generator.void_because.front();
  if (run.interrupted) return "interrupted";
  if (!run.ended_early.empty()) return "ended early: " + run.ended_early;
  const bool any_turn = run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed) > 0;
  return any_turn ? "" : "no turn ended";
}

std::vector<ComparedMeasure> ComparedMeasures(const RunData& run) {
  std::vector<ComparedMeasure> measures;
  Add("error_rate", run, measures);
  for (const Trend trend : kFeltByUsers) {
    for (ComparedMeasure& measure : PercentilesOf(trend, run)) {
      measures.push_back(std::move(measure));
    }
  }
  for (const DefinedMetric& metric : run.defined) {
    if (metric.kind != SampleKind::kTrend || metric.unit != Unit::kSeconds) continue;
    if (const DefinedTrend* series = run.FindDefinedTrend(metric.name, {})) {
      AddQuantiles(metric.name, series->histogram.count(), run, measures);
    }
  }
  for (const Gauge gauge : {Gauge::kServerCores, Gauge::kServerRss}) {
    if (run.FindGauge(gauge) != nullptr) {
      Add(fmt::format("mean({})", Info(gauge).name), run, measures);
    }
  }
  return measures;
}

std::vector<ComparedMeasure> PercentilesOf(Trend trend, const RunData& run) {
  std::vector<ComparedMeasure> measures;
  const TrendSeries* const series = run.FindTrend(trend, {});
  if (series != nullptr) AddQuantiles(Info(trend).name, series->histogram.count(), run, measures);
  return measures;
}

}  // namespace clamor
