// SPDX-License-Identifier: Apache-2.0
// CountTable: rows by the second grow once a second.
#include "metrics/count_table.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace clamor {
namespace {

void CountAt(std::vector<std::uint32_t>& row, std::size_t second, std::uint64_t n) {
  if (row.size() <= second) row.resize(second + 1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  row[second] = static_cast<std::uint32_t>(std::min(row[second] + n, kMost));
}

void AddRow(std::vector<std::uint32_t>& into, const std::vector<std::uint32_t>& from) {
  for (std::size_t s = 0; s < from.size(); ++s) CountAt(into, s, from[s]);
}

// What error rates are made of, and so kept by the second for tags too.
bool IsOfErrorRate(Counter counter) {
  return counter == Counter::kTurnsSucceeded || counter == Counter::kTurnsFailed;
}

// A turn that ended well without any token, event or byte has not kept a limit on its first one; a
// connection that needed no handshake has.
bool AbsenceKeeps(Trend trend) {
  return trend != Trend::kTimeToFirstByte && trend != Trend::kTimeToFirstEvent &&
         trend != Trend::kTimeToFirstToken && trend != Trend::kResponseTime;
}

std::optional<std::chrono::nanoseconds> ValueOf(const TurnRecord& turn, Trend trend) {
  if (trend != Trend::kLongestStall) return turn.trends.Get(trend);
  return turn.gaps.empty() ? std::nullopt : std::optional(turn.gaps.Longest());
}

bool Keeps(const TurnRecord& turn, const GoodputPlan& plan) {
  if (turn.outcome != Outcome::kSuccess) return false;
  return std::all_of(plan.limits.begin(), plan.limits.end(), [&turn](const auto& limit) {
    const auto value = ValueOf(turn, limit.first);
    return value ? *value < limit.second : AbsenceKeeps(limit.first);
  });
}

}  // namespace

CountTable::CountTable(const SeriesPlan& plan)
    : plan_(&plan),
      counters_(plan.slices.size()),
      goodputs_(plan.slices.size() * plan.goodputs.size()) {}

void CountTable::Add(Counter counter, std::uint64_t n, std::uint32_t second,
                     std::span<const SliceId> slices) {
  if (n == 0) return;
  const auto i = static_cast<std::size_t>(counter);
  for (const SliceId slice : slices) {
    counters_[slice].totals[i] += n;
    if (slice == 0 || IsOfErrorRate(counter)) CountAt(counters_[slice].per_second[i], second, n);
  }
}

void CountTable::AddTurn(const TurnRecord& turn, std::uint32_t second,
                         std::span<const SliceId> slices) {
  const auto count = [&](Counter counter, std::uint64_t n) { Add(counter, n, second, slices); };
  count(Counter::kRequests, 1);
  count(Counter::kAttempts, turn.attempts);
  count(Counter::kBytesSent, turn.bytes_sent);
  count(Counter::kBytesReceived, turn.bytes_received);
  if (turn.outcome == Outcome::kUnfinished) {
    count(Counter::kTurnsUnfinished, 1);
    return;
  }
  AddGoodput(turn, second, slices);
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

void CountTable::AddGoodput(const TurnRecord& turn, std::uint32_t second,
                            std::span<const SliceId> slices) {
  for (std::size_t g = 0; g < plan_->goodputs.size(); ++g) {
    const std::uint32_t good = Keeps(turn, plan_->goodputs[g]) ? 1 : 0;
    for (const SliceId slice : slices) {
      Goodput& count = goodputs_[slice * plan_->goodputs.size() + g];
      count.good += good;
      ++count.of;
      CountAt(count.good_per_second, second, good);
      CountAt(count.of_per_second, second, 1);
    }
  }
}

void CountTable::Merge(const CountTable& other) {
  for (std::size_t s = 0; s < counters_.size(); ++s) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      counters_[s].totals[c] += other.counters_[s].totals[c];
      AddRow(counters_[s].per_second[c], other.counters_[s].per_second[c]);
    }
  }
  for (std::size_t g = 0; g < goodputs_.size(); ++g) {
    goodputs_[g].good += other.goodputs_[g].good;
    goodputs_[g].of += other.goodputs_[g].of;
    AddRow(goodputs_[g].good_per_second, other.goodputs_[g].good_per_second);
    AddRow(goodputs_[g].of_per_second, other.goodputs_[g].of_per_second);
  }
}

void CountTable::WriteTo(RunData& run) const {
  for (std::size_t s = 0; s < plan_->slices.size(); ++s) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      if (s > 0 && counters_[s].totals[c] == 0) continue;
      run.counters.push_back({static_cast<Counter>(c), plan_->slices[s], counters_[s].totals[c],
                              counters_[s].per_second[c]});
    }
    for (std::size_t g = 0; g < plan_->goodputs.size(); ++g) {
      const Goodput& count = goodputs_[s * plan_->goodputs.size() + g];
      run.goodputs.push_back({plan_->goodputs[g].measure, plan_->slices[s], count.good, count.of,
                              count.good_per_second, count.of_per_second});
    }
  }
}

}  // namespace clamor
