// SPDX-License-Identifier: Apache-2.0
#include "reporters/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "clamor/voice.h"
#include "metrics/format_value.h"
#include "metrics/histogram_scale.h"
#include "metrics/named_measures.h"
#include "metrics/result_names.h"
#include "reporters/figures.h"
#include "reporters/format.h"

namespace clamor {
namespace {

constexpr std::array<double, 5> kQuantiles{0.5, 0.9, 0.95, 0.99, 0.999};
constexpr std::string_view kKind = "kind";
constexpr std::array<std::string_view, 4> kOwnTables{"model", "length", "stream", "scenario"};

TableRow DistributionRow(std::string_view name, const Histogram& histogram, Unit unit) {
  const auto shown = [unit](std::chrono::nanoseconds value) {
    return FormatValue(FromHistogram(value, unit), unit);
  };
  TableRow row{std::string(name), FormatCount(histogram.count()), shown(histogram.Mean()),
               shown(histogram.min())};
  for (const double q : kQuantiles) row.push_back(shown(histogram.Quantile(q)));
  row.push_back(shown(histogram.max()));
  return row;
}

// A value that is empty is a value like any other.
std::string Named(const std::string& value) { return value.empty() ? "\"\"" : value; }

std::string TagsText(const Tags& tags) {
  std::string text;
  for (const auto& [tag, value] : tags) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", tag, Named(value));
  }
  return text;
}

std::string QuantileOf(const RunData& run, Trend trend, const Tags& tags, double q) {
  const TrendSeries* series = run.FindTrend(trend, tags);
  const bool measured = series != nullptr && !series->histogram.empty();
  return measured ? FormatDuration(series->histogram.Quantile(q)) : "-";
}

std::uint64_t TurnsOf(const RunData& run, const Tags& tags) {
  return run.Value(Counter::kTurnsSucceeded, tags) + run.Value(Counter::kTurnsFailed, tags);
}

std::string FailedOf(const RunData& run, const Tags& tags) {
  const std::uint64_t failed = run.Value(Counter::kTurnsFailed, tags);
  if (failed == 0) return "0";
  return fmt::format(
      "{} ({})", FormatCount(failed),
      FormatShare(static_cast<double>(failed) / static_cast<double>(TurnsOf(run, tags))));
}

Table ScenarioTable(const RunData& run) {
  Table table;
  table.head = {"scenario",   "profile", "begins",       "lasts", "turns",
                "per second", "failed",  "response p50", "p95",   "first token p95"};
  table.left_columns = 2;
  for (const ScenarioRun& scenario : run.scenarios) {
    const Tags tags{{"scenario", scenario.name}};
    const double seconds = std::chrono::duration<double>(scenario.counted).count();
    const std::uint64_t turns = TurnsOf(run, tags);
    table.rows.push_back(
        {scenario.name, scenario.profile, FormatDuration(scenario.started),
         FormatDuration(scenario.counted), FormatCount(turns),
         seconds > 0 ? FormatValue(static_cast<double>(turns) / seconds, Unit::kPerSecond) : "-",
         FailedOf(run, tags), QuantileOf(run, Trend::kResponseTime, tags, 0.5),
         QuantileOf(run, Trend::kResponseTime, tags, 0.95),
         QuantileOf(run, Trend::kTimeToFirstToken, tags, 0.95)});
  }
  return table;
}

// A row for each value of the tag under which a turn ended.
Table GroupTable(const RunData& run, std::string_view tag) {
  Table table;
  table.head = {std::string(tag),  "turns", "failed", "response p50", "p95", "p99",
                "first token p50", "p95"};
  for (const Tags& tags : run.slices) {
    if (tags.size() != 1 || tags[0].first != tag || TurnsOf(run, tags) == 0) continue;
    TableRow row{Named(tags[0].second), FormatCount(TurnsOf(run, tags)), FailedOf(run, tags)};
    for (const double q : {0.5, 0.95, 0.99}) {
      row.push_back(QuantileOf(run, Trend::kResponseTime, tags, q));
    }
    for (const double q : {0.5, 0.95}) {
      row.push_back(QuantileOf(run, Trend::kTimeToFirstToken, tags, q));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string QuantileOf(const RunData& run, const std::string& metric, const Tags& tags, double q) {
  const DefinedTrend* series = run.FindDefinedTrend(metric, tags);
  const bool measured = series != nullptr && !series->histogram.empty();
  return measured ? FormatDuration(series->histogram.Quantile(q)) : "-";
}

// Of voice: what was really sent, those of weight 0 with 0.
Table KindTable(const RunData& run) {
  Table table;
  table.head = {"kind", "turns", "failed", "first audio p50", "p95", "response p50", "p95"};
  for (const Tags& tags : run.slices) {
    if (tags.size() != 1 || tags[0].first != kKind) continue;
    TableRow row{Named(tags[0].second), FormatCount(TurnsOf(run, tags)), FailedOf(run, tags)};
    for (const double q : {0.5, 0.95}) {
      row.push_back(QuantileOf(run, std::string(kTimeToFirstAudio.name), tags, q));
    }
    for (const double q : {0.5, 0.95}) {
      row.push_back(QuantileOf(run, Trend::kResponseTime, tags, q));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// A row for each name that the suite gave to something measured.
Table NamedTable(const RunData& run) {
  Table table;
  table.head = {"name", "value", "p50", "p95", "p99"};
  for (const NamedMeasure& named : run.named) {
    TableRow row{named.name};
    for (const NamedValue& value : ValuesOf(named, run)) {
      row.push_back(value.value ? FormatValue(*value.value, value.unit) : "-");
    }
    row.resize(table.head.size());
    table.rows.push_back(std::move(row));
  }
  return table;
}

// The tags that have no table of their own.
Table TagTable(const RunData& run, const std::vector<std::string_view>& shown) {
  Table table;
  table.head = {"tag", "turns", "first token p50", "p95", "response p50", "p95"};
  for (const TrendSeries& series : run.trends) {
    const Tags& tags = series.tags;
    if (series.trend != Trend::kResponseTime || tags.empty()) continue;
    if (series.histogram.empty()) continue;
    if (tags.size() == 1 && std::count(shown.begin(), shown.end(), tags[0].first) > 0) continue;
    TableRow row{TagsText(tags), FormatCount(series.histogram.count())};
    for (const Trend trend : {Trend::kTimeToFirstToken, Trend::kResponseTime}) {
      for (const double q : {0.5, 0.95}) row.push_back(QuantileOf(run, trend, tags, q));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

void Add(std::vector<Section>& sections, std::string name, Table table, std::size_t max_rows) {
  if (table.rows.empty()) return;
  std::size_t left_out = 0;
  if (table.rows.size() > max_rows) {
    left_out = table.rows.size() - max_rows;
    table.rows.resize(max_rows);
  }
  sections.push_back({std::move(name), std::move(table), left_out});
}

}  // namespace

Table TrendTable(const RunData& run) {
  Table table;
  table.head = {"metric", "count", "mean", "min", "p50", "p90", "p95", "p99", "p99.9", "max"};
  for (const TrendSeries& series : run.trends) {
    if (!series.tags.empty() || series.histogram.empty()) continue;
    table.rows.push_back(
        DistributionRow(Info(series.trend).name, series.histogram, Unit::kSeconds));
  }
  for (const DefinedMetric& metric : run.defined) {
    const DefinedTrend* series = run.FindDefinedTrend(metric.name, {});
    if (series == nullptr || series->histogram.empty()) continue;
    table.rows.push_back(DistributionRow(metric.name, series->histogram, metric.unit));
  }
  return table;
}

Table CheckTable(const RunData& run) {
  Table table;
  table.head = {"result", "check", "on", "passed", "of", "rate"};
  table.left_columns = 3;
  for (const NamedCheck& check : run.checks) {
    const ShareSeries* share = FindShare(run.check_rates, check.name, {});
    if (share == nullptr || share->of == 0) {
      table.rows.push_back({"not asked", check.name, std::string(NameOf(check.on)), "0", "0", "-"});
      continue;
    }
    table.rows.push_back(
        {share->yes == share->of ? "ok" : "FAILED", check.name, std::string(NameOf(check.on)),
         FormatCount(share->yes), FormatCount(share->of),
         FormatShare(static_cast<double>(share->yes) / static_cast<double>(share->of))});
  }
  return table;
}

std::vector<Section> SectionsOf(const RunData& run, std::size_t max_rows) {
  std::vector<Section> sections;
  std::vector<std::string_view> shown;
  Add(sections, "checks", CheckTable(run), max_rows);
  if (run.scenarios.size() > 1) {
    Add(sections, "scenarios", ScenarioTable(run), max_rows);
    shown.emplace_back("scenario");
  }
  if (run.FindDefinedTrend(std::string(kTimeToFirstAudio.name), {}) != nullptr) {
    Add(sections, "by kind", KindTable(run), max_rows);
    shown.push_back(kKind);
  }
  for (const std::string_view tag : kOwnTables) {
    if (std::count(shown.begin(), shown.end(), tag) > 0) continue;
    Table table = GroupTable(run, tag);
    if (table.rows.size() < 2) continue;
    Add(sections, fmt::format("by {}", tag), std::move(table), max_rows);
    shown.push_back(tag);
  }
  Add(sections, "by the suite's own names (of durations the mean)", NamedTable(run),
      run.named.size());
  Add(sections, "by tag", TagTable(run, shown), max_rows);
  return sections;
}

}  // namespace clamor
