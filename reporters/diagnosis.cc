// SPDX-License-Identifier: Apache-2.0
#include "reporters/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/escape.h"
#include "metrics/catalogue.h"
#include "metrics/format_value.h"
#include "metrics/rising.h"
#include "metrics/server_warnings.h"

namespace clamor {
namespace {

constexpr std::size_t kTextBytes = 600;

std::string Shown(std::string_view text) { return ForMarkdown(text, kTextBytes); }

// Only what the run was long enough, and whole enough, to tell.
std::string LookedAtInVain(const RunData& run) {
  const GaugeSeries* const memory = run.FindGauge(Gauge::kServerRss);
  const TrendSeries* const response = run.FindTrend(Trend::kResponseTime, {});
  std::string text = "Nothing was found. It is not bound by its CPU";
  if (response != nullptr && !response->histogram.empty()) text += ", it does not wait for others";
  text += ", and nothing kept its threads waiting for more than 50 ms.";
  const bool is_long = memory != nullptr && memory->per_second.size() >= kFewestToRise;
  return text + (is_long ? " Its memory does not grow.\n"
                         : " The run was too short to tell whether its memory grows.\n");
}

std::string Findings(const RunData& run) {
  std::string text;
  for (const Warning& warning : ServerWarnings(run)) {
    text += fmt::format("- **{}**: {}\n", warning.name, warning.text);
  }
  if (!text.empty()) return text;
  if (run.FindGauge(Gauge::kServerCores) == nullptr) {
    return "The server was not measured: a run has to last for some seconds.\n";
  }
  return LookedAtInVain(run);
}

std::string LevelRow(const GaugeSeries& series) {
  const MetricInfo& info = Info(series.gauge);
  const std::vector<double>& levels = series.per_second;
  const double mean =
      std::accumulate(levels.begin(), levels.end(), 0.0) / static_cast<double>(levels.size());
  const auto text = [&info](double value) { return FormatValue(value, info.unit); };
  return fmt::format("| {} | {} | {} | {} | {} |\n", info.name, text(levels.front()), text(mean),
                     text(*std::max_element(levels.begin(), levels.end())), text(levels.back()));
}

std::string Levels(const RunData& run) {
  std::string rows;
  for (const GaugeSeries& series : run.gauges) {
    const bool is_servers = Info(series.gauge).name.starts_with("server_");
    if (is_servers && !series.per_second.empty()) rows += LevelRow(series);
  }
  return rows.empty()
             ? ""
             : "\n| level | first | mean | most | last |\n|---|---:|---:|---:|---:|\n" + rows;
}

std::string Turns(const RunData& run) {
  std::string text = fmt::format("\n{} turns succeeded, {} failed",
                                 FormatCount(run.Value(Counter::kTurnsSucceeded)),
                                 FormatCount(run.Value(Counter::kTurnsFailed)));
  const TrendSeries* const response = run.FindTrend(Trend::kResponseTime, {});
  if (response == nullptr || response->histogram.empty()) return text + ".\n";
  const auto quantile = [response](double q) {
    return FormatValue(Seconds(response->histogram.Quantile(q)).count(), Unit::kSeconds);
  };
  return text +
         fmt::format(". Answers took {} at p50 and {} at p95.\n", quantile(0.5), quantile(0.95));
}

}  // namespace

std::string DiagnosisOf(const RunData& run) {
  return fmt::format("# {}: diagnosis of the server under load\n\n{} against {} ({}).\n\n{}{}{}",
                     Shown(run.FullName()), Shown(run.settings.profile), Shown(run.settings.target),
                     Shown(run.settings.server), Findings(run), Turns(run), Levels(run));
}

}  // namespace clamor
