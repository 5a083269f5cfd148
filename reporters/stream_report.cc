// SPDX-License-Identifier: Apache-2.0
#include "reporters/stream_report.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "base/json_text.h"

namespace clamor {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

const std::filesystem::path& WithItsFolder(const std::filesystem::path& path) {
  if (path.has_parent_path()) {
    std::error_code error;  // opening the file tells
    std::filesystem::create_directories(path.parent_path(), error);
  }
  return path;
}

std::string InMilliseconds(std::optional<std::chrono::nanoseconds> time) {
  return time ? fmt::format("{:.3f}", Milliseconds(*time).count()) : "null";
}

std::string Mean(double sum, std::uint64_t count) {
  return count == 0 ? "null" : fmt::format("{:.3f}", sum / static_cast<double>(count));
}

const Histogram& HistogramOf(const RunData& run, Trend trend) {
  static const Histogram none;
  const TrendSeries* const series = run.FindTrend(trend, {});
  return series == nullptr ? none : series->histogram;
}

template <class F>
std::string OfSamples(const Histogram& histogram, F value) {
  return histogram.empty() ? "null" : InMilliseconds(value());
}

}  // namespace

StreamReport::StreamReport(const std::filesystem::path& path) : file_(WithItsFolder(path)) {
  file_.Write("{\"individual_metrics\": [");
}

void StreamReport::Add(const TurnRecord& turn) {
  if (turn.outcome == Outcome::kUnfinished) return;
  const bool success = turn.outcome == Outcome::kSuccess;
  const auto duration =
      turn.trends.Get(success ? Trend::kResponseTime : Trend::kFailedResponseTime);
  const std::lock_guard lock(mutex_);
  events_ += turn.content_events;
  line_ = entries_ == 0 ? "\n" : ",\n";
  fmt::format_to(std::back_inserter(line_),
                 "{{\"connection_id\": \"{}\", \"success\": {}, \"events_received\": {}, "
                 "\"first_event_latency_ms\": {}, \"duration_ms\": {}, \"error\": ",
                 entries_++, success, turn.content_events,
                 InMilliseconds(turn.trends.Get(Trend::kTimeToFirstEvent)),
                 InMilliseconds(duration));
  if (success) {
    line_ += "null}";
  } else {
    AppendJsonQuoted(line_, turn.message);
    line_ += '}';
  }
  Write(line_);
}

void StreamReport::Close(const RunData& run) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t succeeded = run.Value(Counter::kTurnsSucceeded);
  const std::uint64_t failed = run.Value(Counter::kTurnsFailed);
  const Histogram& first = HistogramOf(run, Trend::kTimeToFirstEvent);
  const Histogram& duration = HistogramOf(run, Trend::kResponseTime);
  const double seconds = std::chrono::duration<double>(run.counted).count();
  const auto events = static_cast<double>(events_);
  Write(fmt::format(
      "\n], \"results\": {{\"total_connections\": {}, \"successful_connections\": {}, "
      "\"failed_connections\": {}, \"total_events\": {}, \"avg_events_per_connection\": {}, "
      "\"avg_first_event_latency_ms\": {}, \"median_first_event_latency_ms\": {}, "
      "\"p95_first_event_latency_ms\": {}, \"error_rate\": {}, "
      "\"throughput_events_per_second\": {}, \"avg_duration_ms\": {}}}}}\n",
      succeeded + failed, succeeded, failed, events_, Mean(events, succeeded + failed),
      OfSamples(first, [&] { return first.Mean(); }),
      OfSamples(first, [&] { return first.Quantile(0.5); }),
      OfSamples(first, [&] { return first.Quantile(0.95); }),
      Mean(100.0 * static_cast<double>(failed), succeeded + failed),
      seconds > 0 ? fmt::format("{:.3f}", events / seconds) : "null",
      OfSamples(duration, [&] { return duration.Mean(); })));
  if (!failed_.empty()) throw std::runtime_error(failed_);
  file_.Close();
}

void StreamReport::Write(std::string_view text) {
  if (!failed_.empty()) return;
  try {
    file_.Write(text);
  } catch (const std::runtime_error& error) {
    failed_ = error.what();  // said when the file is closed: a full disk is not the server's fault
  }
}

}  // namespace clamor
