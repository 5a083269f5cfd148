// SPDX-License-Identifier: Apache-2.0
// Values of measures over a whole run.
#include "metrics/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "metrics/judge.h"

namespace clamor {
namespace {

double InSeconds(std::chrono::nanoseconds value) {
  return std::chrono::duration<double>(value).count();
}

// A series that never got a sample is none; one that the run did not keep is a mistake.
void CheckKept(const ParsedMeasure& measure, const RunData& run) {
  if (std::find(run.slices.begin(), run.slices.end(), measure.tags) == run.slices.end()) {
    throw std::invalid_argument(fmt::format(
        "{}: this run kept no series of these tags, expected one tag that its conversations have, "
        "or a combination that one of its SLAs names",
        measure.ToString()));
  }
}

Measured TrendOf(const ParsedMeasure& measure, const RunData& run) {
  const TrendSeries* series = run.FindTrend(*measure.trend, measure.tags);
  if (series == nullptr || series->histogram.empty()) {
    CheckKept(measure, run);
    return {std::nullopt, 0, "samples"};
  }
  const Histogram& histogram = series->histogram;
  const auto value = [&] {
    switch (measure.function) {
      case Function::kMean:
        return histogram.Mean();
      case Function::kMin:
        return histogram.min();
      case Function::kMax:
        return histogram.max();
      default:
        return histogram.Quantile(measure.quantile);
    }
  };
  return {InSeconds(value()), histogram.count(), "samples"};
}

Measured GaugeOf(const ParsedMeasure& measure, const RunData& run) {
  const GaugeSeries* series = run.FindGauge(*measure.gauge);
  if (series == nullptr || series->per_second.empty()) return {std::nullopt, 0, "seconds"};
  return {LevelOf(measure, series->per_second), series->per_second.size(), "seconds"};
}

Measured CounterOf(const ParsedMeasure& measure, const RunData& run, Counter counter) {
  CheckKept(measure, run);
  const std::uint64_t value = run.Value(counter, measure.tags);
  const bool of_tokens = counter == Counter::kPromptTokens || counter == Counter::kCompletionTokens;
  // Without any turn, zero failures are no success; without any usage report, tokens are unknown.
  const Counter base = of_tokens ? Counter::kTurnsWithUsage : Counter::kRequests;
  if (value == 0 && run.Value(base, measure.tags) == 0) return {};
  return {static_cast<double>(value), 0, {}};
}

Measured FailuresOf(const ParsedMeasure& measure, const RunData& run) {
  if (!measure.failure) return CounterOf(measure, run, Counter::kTurnsFailed);
  if (run.Value(Counter::kRequests) == 0) return {};
  const auto found =
      std::find_if(run.failures.begin(), run.failures.end(),
                   [&](const FailureCount& count) { return count.reason == *measure.failure; });
  return {found == run.failures.end() ? 0 : static_cast<double>(found->count), 0, {}};
}

Measured ShareOfTurns(const ParsedMeasure& measure, const RunData& run) {
  CheckKept(measure, run);
  const auto failed = static_cast<double>(run.Value(Counter::kTurnsFailed, measure.tags));
  const auto succeeded = static_cast<double>(run.Value(Counter::kTurnsSucceeded, measure.tags));
  const double ended = failed + succeeded;
  if (ended == 0) return {std::nullopt, 0, "turns"};
  const double part = measure.function == Function::kErrorRate ? failed : succeeded;
  return {part / ended, static_cast<std::uint64_t>(ended), "turns"};
}

Measured RateOf(const ParsedMeasure& measure, const RunData& run) {
  CheckKept(measure, run);
  const bool tokens = measure.function == Function::kTokenRate;
  const std::uint64_t turns = run.Value(Counter::kTurnsSucceeded, measure.tags) +
                              run.Value(Counter::kTurnsFailed, measure.tags);
  const std::uint64_t usages = run.Value(Counter::kTurnsWithUsage, measure.tags);
  const std::uint64_t samples = tokens ? usages : turns;
  if (samples == 0 || run.counted.count() <= 0) return {std::nullopt, 0, "turns"};
  const std::uint64_t n = tokens ? run.Value(Counter::kCompletionTokens, measure.tags) : turns;
  return {static_cast<double>(n) / InSeconds(run.counted), samples, "turns"};
}

Measured GoodputOf(const ParsedMeasure& measure, const RunData& run) {
  const GoodputSeries* series = run.FindGoodput(measure.WithoutTags(), measure.tags);
  if (series == nullptr) {
    throw std::invalid_argument(fmt::format(
        "{}: goodput is counted turn by turn, expected it to be promised before the run",
        measure.ToString()));
  }
  if (series->of == 0) return {std::nullopt, 0, "turns"};
  return {static_cast<double>(series->good) / static_cast<double>(series->of), series->of, "turns"};
}

double ValueOrThrow(const Measured& measured, const std::string& text) {
  if (measured.value) return *measured.value;
  throw std::out_of_range(text + ": nothing was measured");
}

}  // namespace

double LevelOf(const ParsedMeasure& measure, std::vector<double> levels) {
  std::sort(levels.begin(), levels.end());
  switch (measure.function) {
    case Function::kMean:
      return std::accumulate(levels.begin(), levels.end(), 0.0) /
             static_cast<double>(levels.size());
    case Function::kMin:
      return levels.front();
    case Function::kMax:
      return levels.back();
    default:
      break;
  }
  const double rank = std::ceil(measure.quantile * static_cast<double>(levels.size()) - 1e-6);
  return levels[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

Measured MeasureOf(const ParsedMeasure& measure, const RunData& run) {
  switch (measure.function) {
    case Function::kErrorRate:
    case Function::kSuccessRate:
      return ShareOfTurns(measure, run);
    case Function::kThroughput:
    case Function::kTokenRate:
      return RateOf(measure, run);
    case Function::kFailures:
      return FailuresOf(measure, run);
    case Function::kGoodput:
      return GoodputOf(measure, run);
    case Function::kCounter:
      return CounterOf(measure, run, *measure.counter);
    default:
      return measure.gauge ? GaugeOf(measure, run) : TrendOf(measure, run);
  }
}

Measured MeasureOf(const ParsedValue& value, const RunData& run) {
  Measured measured = MeasureOf(value.measure, run);
  if (!value.divisor) return measured;
  const Measured divisor = MeasureOf(*value.divisor, run);
  measured.samples = std::min(measured.samples, divisor.samples);
  if (!measured.value || !divisor.value || *divisor.value == 0) {
    measured.value.reset();
  } else {
    *measured.value /= *divisor.value;
  }
  return measured;
}

double Evaluate(const ParsedMeasure& measure, const RunData& run) {
  return ValueOrThrow(MeasureOf(measure, run), measure.ToString());
}

double Evaluate(const ParsedValue& value, const RunData& run) {
  return ValueOrThrow(MeasureOf(value, run), value.ToString());
}

}  // namespace clamor
