// SPDX-License-Identifier: Apache-2.0
// Warnings, each from a run's series.
#include "metrics/run_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "metrics/format_value.h"
#include "metrics/rising.h"
#include "metrics/server_warnings.h"

namespace clamor {
namespace {

double InSeconds(std::chrono::nanoseconds value) {
  return std::chrono::duration<double>(value).count();
}

// One slow second is no trend, and pairs of seconds are compared: hours are cut to so many windows.
constexpr std::uint32_t kMostWindows = 600;

std::optional<Warning> BufferedStream(const RunData& run) {
  constexpr std::uint64_t kFewestAnswers = 5;
  constexpr double kAtTheEnd = 0.9;  // of the response time passes before the first token
  constexpr double kMostly = 0.5;
  const TrendSeries* first = run.FindTrend(Trend::kTimeToFirstToken, {});
  const TrendSeries* whole = run.FindTrend(Trend::kResponseTime, {});
  const TrendSeries* gaps = run.FindTrend(Trend::kInterEventGap, {});
  if (first == nullptr || whole == nullptr || gaps == nullptr) return std::nullopt;
  if (first->histogram.count() < kFewestAnswers) return std::nullopt;
  const double ratio = InSeconds(first->histogram.Quantile(0.5)) /
                       std::max(1e-9, InSeconds(whole->histogram.Quantile(0.5)));
  // Events of one read share the kernel's stamp, so their gaps are nought.
  const double zero_gaps = static_cast<double>(gaps->histogram.CountAtOrBelow(Histogram::kLowest)) /
                           static_cast<double>(gaps->histogram.count());
  if (ratio < kAtTheEnd || zero_gaps < kMostly) return std::nullopt;
  return Warning{
      "buffered_stream",
      fmt::format("Answers came all at once: the first token after {} of the response time, and {} "
                  "of the gaps between events are nought. Something between the model and Clamor "
                  "holds the stream back (a proxy's buffering, compression, a server that does not "
                  "flush).",
                  FormatValue(ratio, Unit::kRatio, 2), FormatValue(zero_gaps, Unit::kRatio, 2))};
}

std::optional<Warning> RisingResponseTime(const RunData& run) {
  const TrendSeries* series = run.FindTrend(Trend::kResponseTime, {});
  if (series == nullptr) return std::nullopt;
  const std::uint32_t window = series->timeline.EndSecond() / kMostWindows + 1;
  std::vector<double> p95;
  series->timeline.ForEachWindow(window, [&p95](const Timeline::Cell& cell) {
    p95.push_back(InSeconds(QuantileOf(cell, 0.95)));
  });
  const auto growth = RisesBy(p95);
  if (!growth) return std::nullopt;
  return Warning{
      std::string(kRisingResponseTime),
      fmt::format("Response times grew over the run: p95 of response_time by {}. The load may be "
                  "more than the server can keep up with, and a longer run would show higher "
                  "percentiles.",
                  FormatValue(*growth, Unit::kRatio, 2))};
}

std::optional<Warning> UnstampedReads(const RunData& run) {
  const std::uint64_t unstamped = run.Value(Counter::kUnstampedTurns);
  if (unstamped == 0) return std::nullopt;
  const std::uint64_t ended =
      run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed);
  return Warning{"unstamped_reads",
                 fmt::format("{} of {} turns had reads without the kernel's receive stamp: their "
                             "times are user space's, and late when the load generator was busy.",
                             FormatCount(unstamped), FormatCount(ended))};
}

}  // namespace

std::vector<Warning> FindWarnings(const RunData& run) {
  std::vector<Warning> warnings;
  for (auto& warning : {BufferedStream(run), RisingResponseTime(run), UnstampedReads(run)}) {
    if (warning) warnings.push_back(*warning);
  }
  for (Warning& warning : ServerWarnings(run)) warnings.push_back(std::move(warning));
  return warnings;
}

}  // namespace clamor
