// SPDX-License-Identifier: Apache-2.0
// The generator's verdict. A small lag shifts each percentile by about its mean, and the lag's own
// p99 protects nothing: stalls in 1 % of the reads leave it small and still move a percentile. So
// the percentiles themselves are compared, with and without the lag.
#include "metrics/generator_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "metrics/format_value.h"
#include "metrics/statistics.h"

namespace clamor {
namespace {

constexpr double kShare = 0.05;
constexpr std::chrono::milliseconds kAtLeast{1};
constexpr std::chrono::milliseconds kLatestStart{100};

std::string Shown(std::chrono::nanoseconds value) {
  return FormatValue(std::chrono::duration<double>(value).count(), Unit::kSeconds);
}

std::optional<std::string> ReadLate(const RunData& run, Trend trend, const Histogram& as_read) {
  const TrendSeries* series = run.FindTrend(trend, {});
  if (series == nullptr || as_read.empty()) return std::nullopt;
  const auto highest = HighestSupportedQuantile(as_read.count());
  for (const double q : {0.5, 0.9, 0.95, 0.99}) {
    if (!highest || q > *highest) break;
    const auto stamped = series->histogram.Quantile(q);
    const auto read = as_read.Quantile(q);
    const auto off = std::chrono::abs(read - stamped);
    if (off <= kAtLeast ||
        static_cast<double>(off.count()) <= kShare * static_cast<double>(stamped.count())) {
      continue;
    }
    return fmt::format(
        "answers waited to be read: p{:g} of {} is {} by the kernel's stamps, {} by the load "
        "generator's own reading",
        q * 100, Info(trend).name, Shown(stamped), Shown(read));
  }
  return std::nullopt;
}

std::optional<std::string> StartedLate(const RunData& run) {
  const TrendSeries* series = run.FindTrend(Trend::kStartLag, {});
  if (series == nullptr) return std::nullopt;
  const auto highest = HighestSupportedQuantile(series->histogram.count());
  if (!highest || series->histogram.Quantile(*highest) <= kLatestStart) return std::nullopt;
  return fmt::format("turns started late: p{:g} of start_lag is {}, more than {}", *highest * 100,
                     Shown(series->histogram.Quantile(*highest)), Shown(kLatestStart));
}

}  // namespace

std::vector<std::string> WhyVoid(const RunData& run) {
  std::vector<std::string> why = run.generator.void_because;
  for (const auto& found :
       {ReadLate(run, Trend::kTimeToFirstToken, run.generator.first_token_as_read),
        ReadLate(run, Trend::kResponseTime, run.generator.response_as_read), StartedLate(run)}) {
    if (found && std::find(why.begin(), why.end(), *found) == why.end()) why.push_back(*found);
  }
  return why;
}

}  // namespace clamor
