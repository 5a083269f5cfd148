// SPDX-License-Identifier: Apache-2.0
// Recorder: puts what a turn is known by into its tables.
#include "metrics/recorder.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "metrics/count_table.h"
#include "metrics/defined_table.h"
#include "metrics/exemplar_table.h"
#include "metrics/failure_log.h"
#include "metrics/series_table.h"

namespace clamor {

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
        series(plan->slices.size()),
        counts(*plan),
        defined(*plan) {}

  std::uint32_t SecondOf(Time at) const {
    // What lies beyond a month is a mistake of the clock, no reason to take all memory.
    constexpr std::int64_t kLongest = std::int64_t{30} * 86'400;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at - start).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, kLongest));
  }

  void AddAsRead(const TurnRecord& turn) {
    if (const auto value = turn.trends.Get(Trend::kTimeToFirstToken)) {
      first_token_as_read.Record(*value + turn.first_token_lag);
    }
    if (const auto value = turn.trends.Get(Trend::kResponseTime)) {
      response_as_read.Record(*value + turn.response_lag);
    }
  }

  void MergeRest(const Impl& from) {
    counts.Merge(from.counts);
    failures.Merge(from.failures.Counts());
    for (std::size_t e = 0; e < stream_ends.size(); ++e) stream_ends[e] += from.stream_ends[e];
    for (std::size_t f = 0; f < finishes.size(); ++f) finishes[f] += from.finishes[f];
    first_token_as_read.Merge(from.first_token_as_read);
    response_as_read.Merge(from.response_as_read);
    exemplars.Merge(from.exemplars);
  }

  void WriteRest(RunData& run) const {
    counts.WriteTo(run);
    run.failures = failures.Counts();
    run.stream_ends = stream_ends;
    run.finishes = finishes;
    run.generator.first_token_as_read = first_token_as_read;
    run.generator.response_as_read = response_as_read;
    run.generator.kernel_stamps = counts.WholeRun(Counter::kUnstampedTurns) == 0;
  }

  const SeriesPlan* plan;
  Time start;
  SeriesTable series;
  CountTable counts;
  DefinedTable defined;
  FailureLog failures;
  std::array<std::uint64_t, 6> stream_ends{};
  std::array<std::uint64_t, kFinishes> finishes{};
  Histogram first_token_as_read;
  Histogram response_as_read;
  ExemplarTable exemplars;
};

Recorder::Recorder(const SeriesPlan& plan, Time start)
    : impl_(std::make_unique<Impl>(plan, start)) {}
Recorder::~Recorder() = default;
Recorder::Recorder(Recorder&&) noexcept = default;
Recorder& Recorder::operator=(Recorder&&) noexcept = default;

void Recorder::AddTurn(const TurnRecord& turn, std::span<const SliceId> slices,
                       const TurnIdentity& who) {
  const std::uint32_t second = impl_->SecondOf(turn.ended);
  impl_->counts.AddTurn(turn, second, slices);
  if (turn.outcome == Outcome::kUnfinished) return;
  ++impl_->stream_ends[static_cast<std::size_t>(turn.stream_end)];
  ++impl_->finishes[static_cast<std::size_t>(turn.finish)];
  impl_->series.AddTurn(turn, second, slices);
  impl_->defined.AddTurn(turn, second, slices);
  impl_->exemplars.AddTurn(turn, second, who);
  if (turn.outcome == Outcome::kSuccess) {
    impl_->AddAsRead(turn);
  } else {
    impl_->failures.Add(turn.failure, turn.message, who.conversation, turn.repeat_command);
  }
}

void Recorder::AddConversation(bool whole, std::chrono::nanoseconds time,
                               std::uint64_t turns_not_held, Time ended,
                               std::span<const SliceId> slices) {
  const std::uint32_t second = impl_->SecondOf(ended);
  impl_->counts.Add(Counter::kConversations, 1, second, slices);
  impl_->counts.Add(Counter::kTurnsNotHeld, turns_not_held, second, slices);
  if (!whole) return;
  impl_->counts.Add(Counter::kConversationsWhole, 1, second, slices);
  impl_->series.Add(Trend::kConversationTime, time, second, slices);
}

void Recorder::AddDroppedIteration(Time at, std::span<const SliceId> slices) {
  impl_->counts.Add(Counter::kDroppedIterations, 1, impl_->SecondOf(at), slices);
}

LiveCounts Recorder::Live() const {
  const CountTable& counts = impl_->counts;
  LiveCounts live;
  live.failures = counts.WholeRun(Counter::kTurnsFailed);
  live.turns = counts.WholeRun(Counter::kTurnsSucceeded) + live.failures;
  live.conversations = counts.WholeRun(Counter::kConversations);
  const Histogram* response_time = impl_->series.FindWhole(Trend::kResponseTime);
  if (response_time != nullptr) live.response_time = *response_time;
  return live;
}

void Recorder::Merge(const Recorder& other) {
  impl_->series.Merge(other.impl_->series);
  impl_->defined.Merge(other.impl_->defined);
  impl_->MergeRest(*other.impl_);
}

void Recorder::Merge(Recorder&& other) {
  impl_->series.Merge(std::move(other.impl_->series));
  impl_->defined.Merge(std::move(other.impl_->defined));
  impl_->MergeRest(*other.impl_);
}

void Recorder::WriteTo(RunData& run) const& {
  std::vector<SliceId> all(impl_->plan->slices.size());
  std::iota(all.begin(), all.end(), SliceId{0});
  WriteExcerptTo(run, all);
  run.exemplars = impl_->exemplars.Exemplars();
}

void Recorder::WriteExcerptTo(RunData& run, std::span<const SliceId> slices) const {
  run.slices = impl_->plan->slices;
  for (const SliceId slice : slices) impl_->series.WriteSlice(slice, run);
  impl_->defined.WriteTo(run, slices);
  impl_->WriteRest(run);
}

void Recorder::WriteTo(RunData& run) && {
  run.slices = impl_->plan->slices;
  impl_->series.MoveTo(run);
  impl_->defined.MoveTo(run);
  impl_->WriteRest(run);
  run.exemplars = impl_->exemplars.Exemplars();
}

}  // namespace clamor
