// SPDX-License-Identifier: Apache-2.0
#include "metrics/count_table.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace clamor {
namespace {

// A turn that ended well without any token, event or byte has not kept a limit on its first one; a
// connection that needed no handshake has.
bool AbsenceKeeps(Trend trend) {
  return trend != Trend::kTimeToFirstByte && trend != Trend::kTimeToFirstEvent &&
         trend != Trend::kTimeToFirstToken && trend != Trend::kResponseTime;
}

std::optional<std::chrono::nanoseconds> ValueOf(const TurnRecord& turn, Trend trend) {
  if (trend == Trend::kTimeToFirstAnswerToken && !turn.trends.Get(trend)) {
    return turn.trends.Get(Trend::kTimeToFirstToken);  // it is kept apart only behind reasoning
  }
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

bool KeptByTheSecondOfTags(Counter counter) {
  return counter == Counter::kTurnsSucceeded || counter == Counter::kTurnsFailed;
}

CountTable::CountTable(const SeriesPlan& plan)
    : plan_(&plan),
      counters_(plan.slices.size()),
      goodputs_(plan, plan.goodputs.size()),
      checks_(plan, plan.checks.size()) {}

void CountTable::Add(Counter counter, std::uint64_t n, std::uint32_t second,
                     std::span<const SliceId> slices) {
  if (n == 0) return;
  const auto i = static_cast<std::size_t>(counter);
  for (const SliceId slice : slices) {
    counters_[slice].totals[i] += n;
    if (slice == 0 || KeptByTheSecondOfTags(counter)) {
      CountAt(counters_[slice].per_second[i], second, n);
    }
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
  for (std::size_t g = 0; g < plan_->goodputs.size(); ++g) {
    goodputs_.Add(g, Keeps(turn, plan_->goodputs[g]), second, slices);
  }
  AddChecks(turn, second, slices);
  count(Counter::kAnswersBegun, turn.stream_end == StreamEnd::kNone ? 0 : 1);
  count(Counter::kAnswersWhole, turn.stream_end == StreamEnd::kComplete ? 1 : 0);
  count(Counter::kUnstampedTurns, turn.stamped ? 0 : 1);
  count(Counter::kLostEvents, turn.lost_events);
  count(Counter::kRepeatedEvents, turn.repeated_events);
  if (turn.outcome == Outcome::kFailed) {
    count(Counter::kTurnsFailed, 1);
    return;
  }
  count(Counter::kTurnsSucceeded, 1);
  count(Counter::kContentEvents, turn.content_events);
  count(Counter::kPromptTokens, turn.prompt_tokens.value_or(0));
  count(Counter::kCompletionTokens, turn.completion_tokens.value_or(0));
  count(Counter::kTokens, turn.prompt_tokens.value_or(0) + turn.completion_tokens.value_or(0));
  count(Counter::kTurnsWithUsage, turn.prompt_tokens || turn.completion_tokens ? 1 : 0);
}

void CountTable::AddChecks(const TurnRecord& turn, std::uint32_t second,
                           std::span<const SliceId> slices) {
  for (std::uint64_t left = turn.checks_made; left != 0; left &= left - 1) {
    const auto check = static_cast<std::size_t>(std::countr_zero(left));
    checks_.Add(check, ((turn.checks_passed >> check) & 1) != 0, second, slices);
  }
}

void CountTable::Merge(const CountTable& other) {
  for (std::size_t s = 0; s < counters_.size(); ++s) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      counters_[s].totals[c] += other.counters_[s].totals[c];
      AddRow(counters_[s].per_second[c], other.counters_[s].per_second[c]);
    }
  }
  goodputs_.Merge(other.goodputs_);
  checks_.Merge(other.checks_);
}

void CountTable::WriteTo(RunData& run) const {
  const std::vector<Tags>& slices = plan_->slices;
  for (std::size_t s = 0; s < slices.size(); ++s) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      if (s > 0 && counters_[s].totals[c] == 0) continue;
      run.counters.push_back(
          {static_cast<Counter>(c), slices[s], counters_[s].totals[c], counters_[s].per_second[c]});
    }
  }
  for (std::size_t g = 0; g < plan_->goodputs.size(); ++g) {
    goodputs_.WriteTo(g, plan_->goodputs[g].measure, slices, run.goodputs);
  }
  run.checks = plan_->checks;
  for (std::size_t c = 0; c < plan_->checks.size(); ++c) {
    checks_.WriteTo(c, plan_->checks[c].name, slices, run.check_rates);
  }
}

}  // namespace clamor
