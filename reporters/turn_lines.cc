// SPDX-License-Identifier: Apache-2.0
#include "reporters/turn_lines.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <bit>
#include <iterator>
#include <utility>

#include "base/json_text.h"
#include "metrics/result_names.h"

namespace clamor {
namespace {

std::string_view ToString(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSuccess:
      return "success";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kUnfinished:
      return "unfinished";
  }
  return {};
}

void AppendInstant(std::string& out, std::chrono::system_clock::time_point at) {
  const auto since = std::chrono::floor<std::chrono::microseconds>(at.time_since_epoch()).count();
  const std::int64_t seconds = since >= 0 ? since / 1'000'000 : (since - 999'999) / 1'000'000;
  fmt::format_to(std::back_inserter(out), "\"time\":\"{:%Y-%m-%dT%H:%M:%S}.{:06}Z\"",
                 fmt::gmtime(static_cast<std::time_t>(seconds)), since - seconds * 1'000'000);
}

void AppendText(std::string& out, std::string_view key, std::string_view value) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":", key);
  AppendJsonQuoted(out, value);
}

template <class Number>
void AppendNumber(std::string& out, std::string_view key, Number value) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":{}", key, value);
}

void AppendTags(std::string& out, const Tags& tags) {
  out += ",\"tags\":{";
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (i > 0) out += ',';
    AppendJsonQuoted(out, tags[i].first);
    out += ':';
    AppendJsonQuoted(out, tags[i].second);
  }
  out += '}';
}

void AppendDuration(std::string& out, std::string_view metric, std::chrono::nanoseconds value) {
  fmt::format_to(std::back_inserter(out), ",\"{}_ns\":{}", metric, value.count());
}

void AppendDurations(std::string& out, const TurnRecord& turn) {
  for (std::size_t i = 0; i < kTrends; ++i) {
    const auto trend = static_cast<Trend>(i);
    if (const auto value = turn.trends.Get(trend)) AppendDuration(out, Info(trend).name, *value);
  }
}

void AppendDefined(std::string& out, const TurnRecord& turn, const SeriesPlan& series) {
  for (const DefinedSample& sample : turn.defined) {
    const DefinedMetric& metric = series.defined[sample.metric];
    if (metric.unit == Unit::kSeconds) {
      AppendDuration(out, metric.name,
                     std::chrono::round<std::chrono::nanoseconds>(Seconds(sample.value)));
    } else {
      AppendNumber(out, metric.name, sample.value);
    }
  }
}

void AppendFailedChecks(std::string& out, const TurnRecord& turn, const SeriesPlan& series) {
  std::uint64_t failed = turn.checks_made & ~turn.checks_passed;
  if (failed == 0) return;
  out += ",\"failed_checks\":";
  char before = '[';
  for (; failed != 0; failed &= failed - 1) {
    out += std::exchange(before, ',');
    AppendJsonQuoted(out, series.checks[static_cast<std::size_t>(std::countr_zero(failed))].name);
  }
  out += ']';
}

}  // namespace

void AppendTurnLine(const TurnLine& line, std::string& out) {
  const TurnRecord& turn = line.turn;
  out += '{';
  AppendInstant(out, line.ended);
  AppendText(out, "scenario", line.scenario);
  AppendText(out, "conversation", line.conversation);
  AppendTags(out, line.tags);
  AppendText(out, "session", line.session);
  if (!line.trace_id.empty()) AppendText(out, "trace_id", line.trace_id);
  AppendNumber(out, "turn", line.place);
  AppendNumber(out, "counted", line.counted);
  AppendText(out, "outcome", ToString(turn.outcome));
  if (turn.outcome == Outcome::kFailed) AppendText(out, "reason", ToString(turn.failure));
  AppendText(out, "stream_end", kStreamEndNames[static_cast<std::size_t>(turn.stream_end)]);
  if (turn.finish != Finish::kNone) {
    AppendText(out, "finish", kFinishNames[static_cast<std::size_t>(turn.finish)]);
  }
  AppendNumber(out, "attempts", turn.attempts);
  AppendDurations(out, turn);
  AppendNumber(out, "content_events", turn.content_events);
  if (turn.prompt_tokens) AppendNumber(out, "prompt_tokens", *turn.prompt_tokens);
  if (turn.completion_tokens) AppendNumber(out, "completion_tokens", *turn.completion_tokens);
  AppendNumber(out, "bytes_sent", turn.bytes_sent);
  AppendNumber(out, "bytes_received", turn.bytes_received);
  AppendNumber(out, "stamped", turn.stamped);
  AppendDefined(out, turn, line.series);
  AppendFailedChecks(out, turn, line.series);
  if (!turn.message.empty()) AppendText(out, "message", turn.message);
  out += "}\n";
}

}  // namespace clamor
