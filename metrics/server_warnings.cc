// SPDX-License-Identifier: Apache-2.0
#include "metrics/server_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

#include "metrics/format_value.h"
#include "metrics/rising.h"

namespace clamor {
namespace {

constexpr double kBusy = 0.8;
constexpr double kIdleCores = 0.3;
constexpr std::chrono::nanoseconds kSlow = std::chrono::seconds(1);
constexpr double kMuchMemory = 10e6;
constexpr double kLongDelay = 0.05;

// The levels of each second; empty where there are none.
std::vector<double> LevelsOf(const RunData& run, Gauge gauge) {
  const GaugeSeries* const series = run.FindGauge(gauge);
  return series == nullptr ? std::vector<double>() : series->per_second;
}

double MeanOf(const std::vector<double>& levels) {
  return std::accumulate(levels.begin(), levels.end(), 0.0) / static_cast<double>(levels.size());
}

std::optional<Warning> CpuBound(const RunData& run) {
  const std::vector<double> shares = LevelsOf(run, Gauge::kServerCpu);
  const std::vector<double> cores = LevelsOf(run, Gauge::kServerCores);
  if (shares.empty() || cores.empty()) return std::nullopt;
  const bool is_node = !LevelsOf(run, Gauge::kServerEventLoopDelay).empty();
  if (MeanOf(shares) < kBusy && !(is_node && MeanOf(cores) >= kBusy)) return std::nullopt;
  return Warning{
      "server_cpu_bound",
      fmt::format("The server is bound by its CPU: {:.2f} cores busy on average, {} of "
                  "those it may use{}. Take a CPU profile under this load and begin with "
                  "the widest frame; compute once what is asked often; move heavy work "
                  "off the thread that serves requests.",
                  MeanOf(cores), FormatValue(MeanOf(shares), Unit::kRatio, 2),
                  is_node ? "; JavaScript runs on one" : "")};
}

std::optional<Warning> IoBound(const RunData& run) {
  const std::vector<double> cores = LevelsOf(run, Gauge::kServerCores);
  const TrendSeries* const response = run.FindTrend(Trend::kResponseTime, {});
  if (cores.empty() || response == nullptr || response->histogram.empty()) return std::nullopt;
  const auto usual = response->histogram.Quantile(0.5);
  if (usual < kSlow || MeanOf(cores) >= kIdleCores) return std::nullopt;
  return Warning{
      "server_io_bound",
      fmt::format("The server waits for others: half of its answers took {} or more while only "
                  "{:.2f} cores were busy. Keep connections to databases and model providers in a "
                  "pool, give every call a time limit, and make calls that do not need each other "
                  "at the same time.",
                  FormatValue(std::chrono::duration<double>(usual).count(), Unit::kSeconds),
                  MeanOf(cores))};
}

std::optional<Warning> MemoryGrowing(const RunData& run) {
  const std::vector<double> memory = LevelsOf(run, Gauge::kServerRss);
  const auto growth = RisesBy(memory);
  if (!growth) return std::nullopt;
  const double gained = memory.back() - memory.back() / (1 + *growth);
  if (gained < kMuchMemory) return std::nullopt;
  return Warning{
      "server_memory_growing",
      fmt::format("The server's memory grew over the run by {} to {}. Compare two heap "
                  "snapshots, from before and after the load, and look for what outlives "
                  "its request: histories, caches without a bound, listeners. Work on large "
                  "answers piece by piece, and stream them.",
                  FormatValue(*growth, Unit::kRatio, 2), FormatValue(memory.back(), Unit::kBytes))};
}

std::optional<Warning> LongDelay(const RunData& run, Gauge gauge, std::string_view what,
                                 std::string_view advice) {
  const std::vector<double> delays = LevelsOf(run, gauge);
  if (delays.empty()) return std::nullopt;
  const double longest = *std::max_element(delays.begin(), delays.end());
  if (longest <= kLongDelay) return std::nullopt;
  const auto seconds =
      std::count_if(delays.begin(), delays.end(), [](double delay) { return delay > kLongDelay; });
  return Warning{
      std::string(Info(gauge).name),
      fmt::format("{} for {} at worst, and for more than {} in {} of {} seconds. {}", what,
                  FormatValue(longest, Unit::kSeconds), FormatValue(kLongDelay, Unit::kSeconds),
                  seconds, delays.size(), advice)};
}

std::optional<Warning> EventLoopDelay(const RunData& run) {
  return LongDelay(run, Gauge::kServerEventLoopDelay,
                   "The server's event loop was blocked: it kept a timer waiting",
                   "Look for synchronous work and move it to a worker.");
}

std::optional<Warning> RunDelay(const RunData& run) {
  return LongDelay(run, Gauge::kServerRunDelay,
                   "The server's threads waited for a CPU (by the kernel's scheduler)",
                   "The machine has too few for the server and what else runs on it.");
}

}  // namespace

std::vector<Warning> ServerWarnings(const RunData& run) {
  std::vector<Warning> warnings;
  for (auto& warning :
       {CpuBound(run), IoBound(run), MemoryGrowing(run), EventLoopDelay(run), RunDelay(run)}) {
    if (warning) warnings.push_back(*warning);
  }
  return warnings;
}

}  // namespace clamor
