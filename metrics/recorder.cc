// SPDX-License-Identifier: Apache-2.0
// Recorder: a table of series by slice and metric, filled turn by turn.
#include "metrics/recorder.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/failure_log.h"

namespace clamor {
namespace {

struct Series {
  Histogram histogram;
  Timeline timeline;
};

struct GoodCount {
  std::uint64_t good = 0;
  std::uint64_t of = 0;
  std::vector<std::uint32_t> good_per_second;
  std::vector<std::uint32_t> of_per_second;
};

using PerSecond = std::vector<std::uint32_t>;

// Grows once a second.
void CountAt(PerSecond& row, std::uint32_t second, std::uint64_t n) {
  if (row.size() <= second) row.resize(second + 1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  row[second] = static_cast<std::uint32_t>(std::min(row[second] + n, kMost));
}

void AddRows(PerSecond& into, const PerSecond& from) {
  for (std::size_t i = 0; i < from.size(); ++i)
    CountAt(into, static_cast<std::uint32_t>(i), from[i]);
}

// What error rates are made of, and so kept per second for tags too.
bool IsOfErrorRate(Counter counter) {
  return counter == Counter::kTurnsSucceeded || counter == Counter::kTurnsFailed;
}

struct CounterValues {
  std::array<std::uint64_t, kCounters> totals{};
  std::array<PerSecond, kCounters> per_second;
};

// A turn that ended well without any token, event or byte has not kept a limit on its first one; a
// connection that needed no handshake has.
bool AbsenceKeeps(Trend trend) {
  return trend != Trend::kTimeToFirstByte && trend != Trend::kTimeToFirstEvent &&
         trend != Trend::kTimeToFirstToken && trend != Trend::kResponseTime;
}

std::optional<std::chrono::nanoseconds> ValueOf(const TurnRecord& turn, Trend trend) {
  if (trend == Trend::kLongestStall) {
    return turn.gaps.empty() ? std::nullopt : std::optional(turn.gaps.Longest());
  }
  return turn.trends.Get(trend);
}

bool Keeps(const TurnRecord& turn, const GoodputPlan& plan) {
  if (turn.outcome != Outcome::kSuccess) return false;
  return std::all_of(plan.limits.begin(), plan.limits.end(), [&turn](const auto& limit) {
    const auto value = ValueOf(turn, limit.first);
    return value ? *value < limit.second : AbsenceKeeps(limit.first);
  });
}

// Of a failed turn only its own duration and the generator's lags count.
bool CountsWhenFailed(Trend trend) {
  return trend == Trend::kFailedResponseTime || trend == Trend::kStartLag ||
         trend == Trend::kGeneratorLag;
}

}  // namespace

void LiveCounts::Add(const LiveCounts& other) {
  turns += other.turns;
  failures += other.failures;
  conversations += other.conversations;
  response_time.Merge(other.response_time);
}

struct Recorder::Impl {
  Impl(const SeriesPlan& the_plan, Time the_start)
      : plan(&the_plan),
        start(the_start),
        series(plan->slices.size() * kTrends),
        counters(plan->slices.size()),
        goodputs(plan->slices.size() * plan->goodputs.size()) {}

  std::uint32_t SecondOf(Time at) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at - start).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, kLongestRun));
  }

  // Made when a series' first sample comes: most pairs of slice and metric never have one.
  Series& SeriesAt(SliceId slice, Trend trend) {
    auto& place = series[slice * kTrends + static_cast<std::size_t>(trend)];
    if (!place) place = std::make_unique<Series>();
    return *place;
  }

  void AddSample(Trend trend, std::chrono::nanoseconds value, std::uint32_t second,
                 std::span<const SliceId> slices) {
    for (const SliceId slice : slices) {
      Series& into = SeriesAt(slice, trend);
      into.histogram.Record(value);
      into.timeline.Add(second, Histogram::IndexOf(value));
    }
  }

  void AddGaps(const PendingSamples& gaps, std::uint32_t second, std::span<const SliceId> slices) {
    if (gaps.empty()) return;
    for (const SliceId slice : slices) {
      Series& into = SeriesAt(slice, Trend::kInterEventGap);
      gaps.AddTo(into.histogram);
      into.timeline.Add(second, gaps.indexes());
    }
    AddSample(Trend::kLongestStall, gaps.Longest(), second, slices);
  }

  void AddTrends(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices) {
    const bool succeeded = turn.outcome == Outcome::kSuccess;
    for (std::size_t i = 0; i < kTrends; ++i) {
      const auto trend = static_cast<Trend>(i);
      if (trend == Trend::kInterEventGap || trend == Trend::kLongestStall) continue;  // AddGaps
      if (succeeded ? trend == Trend::kFailedResponseTime : !CountsWhenFailed(trend)) continue;
      if (const auto value = turn.trends.Get(trend)) AddSample(trend, *value, second, slices);
    }
    if (succeeded) AddGaps(turn.gaps, second, slices);
  }

  void Count(Counter counter, std::uint64_t n, std::uint32_t second,
             std::span<const SliceId> slices) {
    if (n == 0) return;
    const auto i = static_cast<std::size_t>(counter);
    for (const SliceId slice : slices) {
      counters[slice].totals[i] += n;
      if (slice == 0 || IsOfErrorRate(counter)) {
        CountAt(counters[slice].per_second[i], second, n);
      }
    }
  }

  void CountTurn(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices) {
    const auto count = [&](Counter counter, std::uint64_t n) { Count(counter, n, second, slices); };
    count(Counter::kRequests, 1);
    count(Counter::kAttempts, turn.attempts);
    count(Counter::kBytesSent, turn.bytes_sent);
    count(Counter::kBytesReceived, turn.bytes_received);
    if (turn.outcome == Outcome::kUnfinished) {
      count(Counter::kTurnsUnfinished, 1);
      return;
    }
    count(Counter::kUnstampedTurns, turn.stamped ? 0 : 1);
    if (turn.outcome == Outcome::kFailed) {
      count(Counter::kTurnsFailed, 1);
      return;
    }
    count(Counter::kTurnsSucceeded, 1);
    count(Counter::kContentEvents, turn.content_events);
    count(Counter::kPromptTokens, turn.prompt_tokens.value_or(0));
    count(Counter::kCompletionTokens, turn.completion_tokens.value_or(0));
    count(Counter::kTurnsWithUsage, turn.prompt_tokens || turn.completion_tokens ? 1 : 0);
  }

  void CountGoodput(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices) {
    for (std::size_t g = 0; g < plan->goodputs.size(); ++g) {
      const std::uint32_t good = Keeps(turn, plan->goodputs[g]) ? 1 : 0;
      for (const SliceId slice : slices) {
        GoodCount& count = goodputs[slice * plan->goodputs.size() + g];
        count.good += good;
        ++count.of;
        CountAt(count.good_per_second, second, good);
        CountAt(count.of_per_second, second, 1);
      }
    }
  }

  void AddAsRead(const TurnRecord& turn) {
    if (const auto value = turn.trends.Get(Trend::kTimeToFirstToken)) {
      first_token_as_read.Record(*value + turn.first_token_lag);
    }
    if (const auto value = turn.trends.Get(Trend::kResponseTime)) {
      response_as_read.Record(*value + turn.response_lag);
    }
  }

  // The name of the conversation that was held, where conversations have slices of their own.
  std::string_view ConversationOf(std::span<const SliceId> slices) const {
    for (const SliceId slice : slices) {
      const Tags& tags = plan->slices[slice];
      if (tags.size() == 1 && tags[0].first == "conversation") return tags[0].second;
    }
    return {};
  }

  // A day of days: what lies beyond it is a mistake of the clock, not a reason to take all memory.
  static constexpr std::int64_t kLongestRun = 30 * 86'400;

  const SeriesPlan* plan;
  Time start;
  std::vector<std::unique_ptr<Series>> series;  // by slice, then trend
  std::vector<CounterValues> counters;          // by slice
  std::vector<GoodCount> goodputs;              // by slice, then goodput
  FailureLog failures;
  std::array<std::uint64_t, 6> stream_ends{};
  Histogram first_token_as_read;
  Histogram response_as_read;
};

Recorder::Recorder(const SeriesPlan& plan, Time start)
    : impl_(std::make_unique<Impl>(plan, start)) {}
Recorder::~Recorder() = default;
Recorder::Recorder(Recorder&&) noexcept = default;
Recorder& Recorder::operator=(Recorder&&) noexcept = default;

void Recorder::AddTurn(const TurnRecord& turn, std::span<const SliceId> slices) {
  const std::uint32_t second = impl_->SecondOf(turn.ended);
  impl_->CountTurn(turn, second, slices);
  if (turn.outcome == Outcome::kUnfinished) return;
  ++impl_->stream_ends[static_cast<std::size_t>(turn.stream_end)];
  impl_->AddTrends(turn, second, slices);
  impl_->CountGoodput(turn, second, slices);
  if (turn.outcome == Outcome::kSuccess) {
    impl_->AddAsRead(turn);
  } else {
    impl_->failures.Add(turn.failure, turn.message, impl_->ConversationOf(slices),
                        turn.repeat_command);
  }
}

void Recorder::AddConversation(bool whole, std::chrono::nanoseconds time,
                               std::uint64_t turns_not_held, Time ended,
                               std::span<const SliceId> slices) {
  const std::uint32_t second = impl_->SecondOf(ended);
  impl_->Count(Counter::kConversations, 1, second, slices);
  impl_->Count(Counter::kTurnsNotHeld, turns_not_held, second, slices);
  if (!whole) return;
  impl_->Count(Counter::kConversationsWhole, 1, second, slices);
  impl_->AddSample(Trend::kConversationTime, time, second, slices);
}

void Recorder::AddDroppedIteration(Time at, std::span<const SliceId> slices) {
  impl_->Count(Counter::kDroppedIterations, 1, impl_->SecondOf(at), slices);
}

LiveCounts Recorder::Live() const {
  const auto& totals = impl_->counters[0].totals;
  const auto total = [&totals](Counter counter) {
    return totals[static_cast<std::size_t>(counter)];
  };
  LiveCounts live;
  live.failures = total(Counter::kTurnsFailed);
  live.turns = total(Counter::kTurnsSucceeded) + live.failures;
  live.conversations = total(Counter::kConversations);
  const auto& response_time = impl_->series[static_cast<std::size_t>(Trend::kResponseTime)];
  if (response_time) live.response_time = response_time->histogram;
  return live;
}

void Recorder::Merge(const Recorder& other) {
  Impl& into = *impl_;
  const Impl& from = *other.impl_;
  for (std::size_t i = 0; i < into.series.size(); ++i) {
    if (!from.series[i]) continue;
    if (!into.series[i]) into.series[i] = std::make_unique<Series>();
    into.series[i]->histogram.Merge(from.series[i]->histogram);
    into.series[i]->timeline.Merge(from.series[i]->timeline);
  }
  for (std::size_t s = 0; s < into.counters.size(); ++s) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      into.counters[s].totals[c] += from.counters[s].totals[c];
      AddRows(into.counters[s].per_second[c], from.counters[s].per_second[c]);
    }
  }
  for (std::size_t g = 0; g < into.goodputs.size(); ++g) {
    into.goodputs[g].good += from.goodputs[g].good;
    into.goodputs[g].of += from.goodputs[g].of;
    AddRows(into.goodputs[g].good_per_second, from.goodputs[g].good_per_second);
    AddRows(into.goodputs[g].of_per_second, from.goodputs[g].of_per_second);
  }
  into.failures.Merge(from.failures.Counts());
  for (std::size_t e = 0; e < into.stream_ends.size(); ++e) {
    into.stream_ends[e] += from.stream_ends[e];
  }
  into.first_token_as_read.Merge(from.first_token_as_read);
  into.response_as_read.Merge(from.response_as_read);
}

void Recorder::WriteTo(RunData& run) const {
  const SeriesPlan& plan = *impl_->plan;
  run.slices = plan.slices;
  for (std::size_t s = 0; s < plan.slices.size(); ++s) {
    for (std::size_t t = 0; t < kTrends; ++t) {
      const auto& series = impl_->series[s * kTrends + t];
      if (!series) continue;
      run.trends.push_back(
          {static_cast<Trend>(t), plan.slices[s], series->histogram, series->timeline});
    }
    for (std::size_t c = 0; c < kCounters; ++c) {
      const CounterValues& values = impl_->counters[s];
      if (s > 0 && values.totals[c] == 0) continue;
      run.counters.push_back(
          {static_cast<Counter>(c), plan.slices[s], values.totals[c], values.per_second[c]});
    }
    for (std::size_t g = 0; g < plan.goodputs.size(); ++g) {
      const GoodCount& count = impl_->goodputs[s * plan.goodputs.size() + g];
      run.goodputs.push_back({plan.goodputs[g].measure, plan.slices[s], count.good, count.of,
                              count.good_per_second, count.of_per_second});
    }
  }
  run.failures = impl_->failures.Counts();
  run.stream_ends = impl_->stream_ends;
  run.generator.first_token_as_read = impl_->first_token_as_read;
  run.generator.response_as_read = impl_->response_as_read;
  run.generator.kernel_stamps = run.Value(Counter::kUnstampedTurns) == 0;
}

}  // namespace clamor
