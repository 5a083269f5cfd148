// SPDX-License-Identifier: Apache-2.0
// Values of measures over a whole run.
#include "metrics/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>

#include "metrics/judge.h"
#include "metrics/measured_series.h"

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
  const auto distribution = DistributionOf(measure, run);
  if (!distribution) {
    CheckKept(measure, run);
    return {std::nullopt, 0, "samples"};
  }
  const Histogram& histogram = distribution->histogram;
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
  return {InSeconds(value()) * distribution->scale, histogram.count(), "samples"};
}

Measured GaugeOf(const ParsedMeasure& measure, const RunData& run) {
  const std::vector<SecondValue> samples = LevelsOf(measure, run);
  if (samples.empty()) {
    CheckKept(measure, run);
    return {std::nullopt, 0, "seconds"};
  }
  std::vector<double> levels;
  for (const SecondValue& sample : samples) levels.push_back(sample.value);
  return {LevelOf(measure, std::move(levels)), samples.size(), "seconds"};
}

Measured CounterOf(const ParsedMeasure& measure, const RunData& run, Counter counter) {
  CheckKept(measure, run);
  const std::uint64_t value = run.Value(counter, measure.tags);
  const bool of_tokens = counter == Counter::kPromptTokens ||
                         counter == Counter::kCompletionTokens || counter == Counter::kTokens;
  const bool of_resumption = counter == Counter::kLostEvents || counter == Counter::kRepeatedEvents;
  if (value == 0 && of_resumption &&
      run.FindTrend(Trend::kReconnectLatency, measure.tags) == nullptr) {
    return {};  // no answer was resumed
  }
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

std::uint64_t SumOf(std::span<const Counter> counters, const Tags& tags, const RunData& run) {
  std::uint64_t sum = 0;
  for (const Counter counter : counters) sum += run.Value(counter, tags);
  return sum;
}

Measured ComputedOf(const ParsedMeasure& measure, const RunData& run) {
  CheckKept(measure, run);
  const Computed& computed = *measure.computed;
  const std::uint64_t of = SumOf(computed.of, measure.tags, run);
  const double whole =
      computed.per_second ? CountedTimeOf(measure.tags, run).seconds() : static_cast<double>(of);
  if (of == 0 || whole <= 0) return {std::nullopt, 0, computed.of_name};
  const auto part = static_cast<double>(SumOf(computed.part, measure.tags, run));
  return {part / whole, of, computed.of_name};
}

// Why there is no share: nothing was counted under the tags, or nobody asked before the run.
void CheckCounted(const ParsedMeasure& measure, const RunData& run) {
  ParsedMeasure whole = measure;
  whole.tags.clear();
  if (!SharesOf(whole, run).empty()) return CheckKept(measure, run);
  throw std::invalid_argument(
      measure.function == Function::kGoodput
          ? fmt::format("{}: goodput is counted turn by turn, expected it to be promised before "
                        "the run",
                        measure.ToString())
          : fmt::format("{}: this run made no such check", measure.ToString()));
}

Measured ShareOf(const ParsedMeasure& measure, const RunData& run) {
  const std::string_view name = measure.function == Function::kGoodput  ? "turns"
                                : measure.function == Function::kChecks ? "answers checked"
                                                                        : "samples";
  std::uint64_t yes = 0;
  std::uint64_t of = 0;
  for (const ShareSeries* share : SharesOf(measure, run)) {
    yes += share->yes;
    of += share->of;
  }
  if (of == 0) {
    CheckCounted(measure, run);
    return {std::nullopt, 0, name};
  }
  return {static_cast<double>(yes) / static_cast<double>(of), of, name};
}

// A counter to which nothing was added is 0 where there was any turn to add something.
Measured DefinedTotalOf(const ParsedMeasure& measure, const RunData& run) {
  CheckKept(measure, run);
  if (run.Value(Counter::kRequests, measure.tags) == 0) return {};
  const DefinedLevels* series = run.FindDefinedLevels(measure.defined->name, measure.tags);
  return {series == nullptr ? 0 : series->sum, 0, {}};
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
    case Function::kComputed:
      return ComputedOf(measure, run);
    case Function::kFailures:
      return FailuresOf(measure, run);
    case Function::kGoodput:
    case Function::kChecks:
    case Function::kDefinedShare:
      return ShareOf(measure, run);
    case Function::kCounter:
      return CounterOf(measure, run, *measure.counter);
    case Function::kDefinedTotal:
      return DefinedTotalOf(measure, run);
    default:
      return measure.IsOfLevels() ? GaugeOf(measure, run) : TrendOf(measure, run);
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
