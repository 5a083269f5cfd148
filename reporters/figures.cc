// SPDX-License-Identifier: Apache-2.0
#include "reporters/figures.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "clamor/metric.h"
#include "metrics/format_value.h"
#include "reporters/format.h"

namespace clamor {
namespace {

// None where nothing was measured.
template <class U>
std::optional<U> ValueOf(const RunResult& run, const Measure<U>& measure) {
  try {
    return run.Value(measure);
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

// "4,800 complete, 12 truncated"; empty when there were no streams.
std::string StreamEndsOf(const RunData& run) {
  constexpr std::array<std::pair<StreamEnd, std::string_view>, 5> kWords{
      {{StreamEnd::kComplete, "complete"},
       {StreamEnd::kErrorInside, "with an error inside"},
       {StreamEnd::kTruncated, "truncated"},
       {StreamEnd::kDropped, "dropped"},
       {StreamEnd::kStalled, "stalled"}}};
  std::string text;
  for (const auto& [end, word] : kWords) {
    const std::uint64_t count = run.stream_ends[static_cast<std::size_t>(end)];
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", FormatCount(count), word);
  }
  return text;
}

class Figures {
 public:
  explicit Figures(const RunResult& run) : run_(run), data_(run.data()) {}

  std::vector<Figure> Take() { return std::move(figures_); }

  void Add(std::string_view name, std::string value) {
    figures_.push_back({std::string(name), std::move(value)});
  }

  void AddTurns() {
    Add("turns", FormatCount(TurnsEnded(data_)));
    if (const auto rate = ValueOf(run_, Throughput())) {
      Add("turns per second", FormatValue(rate->per_second, Unit::kPerSecond));
    }
    const std::uint64_t failed = data_.Value(Counter::kTurnsFailed);
    const auto share = ValueOf(run_, ErrorRate());
    Add("failed turns", share
                            ? fmt::format("{} ({})", FormatCount(failed), FormatShare(share->value))
                            : FormatCount(failed));
    AddCount("unfinished turns", Counter::kTurnsUnfinished);
    AddCount("turns not held", Counter::kTurnsNotHeld);
    AddCount("dropped iterations", Counter::kDroppedIterations);
  }

  void AddStreamEnds() {
    std::string ends = StreamEndsOf(data_);
    if (!ends.empty()) Add("streams", std::move(ends));
  }

  void AddConversations() {
    const std::uint64_t begun = data_.Value(Counter::kConversations);
    if (begun == 0) return;
    Add("conversations", fmt::format("{} ({} whole)", FormatCount(begun),
                                     FormatCount(data_.Value(Counter::kConversationsWhole))));
  }

  void AddTokens() {
    AddCount("content events", Counter::kContentEvents);
    const std::uint64_t with_usage = data_.Value(Counter::kTurnsWithUsage);
    if (with_usage == 0) return;
    Add("tokens",
        fmt::format("{} prompt, {} completion (reported by {} turns)",
                    FormatCount(data_.Value(Counter::kPromptTokens)),
                    FormatCount(data_.Value(Counter::kCompletionTokens)), FormatCount(with_usage)));
  }

  void AddBytes() {
    const std::uint64_t received = data_.Value(Counter::kBytesReceived);
    const std::uint64_t sent = data_.Value(Counter::kBytesSent);
    if (received == 0 && sent == 0) return;
    Add("bytes",
        fmt::format("{} sent, {} received", FormatValue(static_cast<double>(sent), Unit::kBytes),
                    FormatValue(static_cast<double>(received), Unit::kBytes)));
  }

  void AddGoodputs() {
    for (const ShareSeries& series : data_.goodputs) {
      if (series.of == 0 || !series.tags.empty()) continue;
      const double share = static_cast<double>(series.yes) / static_cast<double>(series.of);
      Add(series.name, fmt::format("{} of {} turns", FormatShare(share), FormatCount(series.of)));
    }
  }

  void AddPeak(std::string_view name, Metric<Count> gauge) {
    const auto peak = ValueOf(run_, Peak(gauge));
    if (peak) Add(name, FormatCount(static_cast<std::uint64_t>(peak->value)));
  }

  void AddTimes() {
    Add("measured time", FormatDuration(data_.counted));
    Add("wall time", FormatDuration(data_.wall));
  }

 private:
  void AddCount(std::string_view name, Counter counter) {
    const std::uint64_t value = data_.Value(counter);
    if (value > 0) Add(name, FormatCount(value));
  }

  const RunResult& run_;
  const RunData& data_;
  std::vector<Figure> figures_;
};

constexpr std::array<double, 5> kQuantiles{0.5, 0.9, 0.95, 0.99, 0.999};

TableRow TrendRow(const TrendSeries& series) {
  const Histogram& histogram = series.histogram;
  TableRow row{std::string(Info(series.trend).name), FormatCount(histogram.count()),
               FormatDuration(histogram.Mean()), FormatDuration(histogram.min())};
  for (const double q : kQuantiles) row.push_back(FormatDuration(histogram.Quantile(q)));
  row.push_back(FormatDuration(histogram.max()));
  return row;
}

std::string TagsText(const Tags& tags) {
  std::string text;
  for (const auto& [tag, value] : tags) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", tag, value.empty() ? "\"\"" : value);
  }
  return text;
}

void AddQuantiles(TableRow& row, const TrendSeries* series) {
  for (const double q : {0.5, 0.95}) {
    const bool measured = series != nullptr && !series->histogram.empty();
    row.push_back(measured ? FormatDuration(series->histogram.Quantile(q)) : "-");
  }
}

}  // namespace

std::uint64_t TurnsEnded(const RunData& run) {
  return run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed);
}

std::vector<Figure> FiguresOf(const RunResult& run) {
  Figures figures(run);
  figures.AddTurns();
  figures.AddStreamEnds();
  figures.AddConversations();
  figures.AddTokens();
  figures.AddBytes();
  figures.AddGoodputs();
  figures.AddPeak("active users at most", kActiveUsers);
  figures.AddPeak("concurrent streams at most", kConcurrentStreams);
  figures.AddTimes();
  return figures.Take();
}

Table TrendTable(const RunData& run) {
  Table table;
  table.head = {"metric", "count", "mean", "min", "p50", "p90", "p95", "p99", "p99.9", "max"};
  for (const TrendSeries& series : run.trends) {
    if (series.tags.empty() && !series.histogram.empty()) table.rows.push_back(TrendRow(series));
  }
  return table;
}

Table TagTable(const RunData& run, std::size_t max_rows, std::size_t& left_out) {
  Table table;
  table.head = {"tag", "turns", "first token p50", "p95", "response p50", "p95"};
  left_out = 0;
  for (const TrendSeries& series : run.trends) {
    if (series.trend != Trend::kResponseTime || series.tags.empty()) continue;
    if (series.histogram.empty()) continue;
    if (table.rows.size() == max_rows) {
      ++left_out;
      continue;
    }
    TableRow row{TagsText(series.tags), FormatCount(series.histogram.count())};
    AddQuantiles(row, run.FindTrend(Trend::kTimeToFirstToken, series.tags));
    AddQuantiles(row, &series);
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string GeneratorOf(const GeneratorHealth& generator) {
  std::string text = fmt::format("{} thread{}, {} busy ({} at most)", generator.threads,
                                 generator.threads == 1 ? "" : "s", FormatShare(generator.mean_cpu),
                                 FormatShare(generator.peak_cpu));
  if (generator.steal) text += ", steal " + FormatShare(*generator.steal);
  if (generator.pressure) text += ", CPU pressure " + FormatShare(*generator.pressure);
  if (generator.memory_peak_bytes > 0) {
    text +=
        ", memory " + FormatValue(static_cast<double>(generator.memory_peak_bytes), Unit::kBytes);
  }
  if (generator.memory_per_user_bytes > 0) {
    text += fmt::format(
        " ({} per user)",
        FormatValue(static_cast<double>(generator.memory_per_user_bytes), Unit::kBytes));
  }
  if (!generator.kernel_stamps) {
    text += ", times taken in user space (no kernel receive stamps on every read)";
  }
  return text;
}

}  // namespace clamor
