// SPDX-License-Identifier: Apache-2.0
#include "engine/why_to_stop.h"

#include <fmt/format.h>

#include <algorithm>

#include "metrics/judge.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

constexpr Clock::duration kBetweenJudgings = std::chrono::seconds(1);

Clock::duration Whole(Seconds d) { return std::chrono::duration_cast<Clock::duration>(d); }

}  // namespace

WhyToStop::WhyToStop(const RunPlan& plan, const RunHooks& hooks, const HealthMonitor& health,
                     const Purse& purse, Time began)
    : plan_(plan), hooks_(hooks), health_(health), purse_(purse), began_(began) {}

std::optional<std::string> WhyToStop::Find(Time now, const Crew& crew, const Recorder& before,
                                           Time second_0) {
  if (hooks_.stop != nullptr && hooks_.stop->requested()) return "interrupted";
  if (hooks_.server_ended) {
    if (auto how = hooks_.server_ended()) return "the server under test " + *how;
  }
  if (auto exhausted = crew.Exhausted()) return exhausted;
  if (auto trouble = health_.MemoryTrouble(plan_.PeakUsers())) return trouble;
  if (auto spent = purse_.Spent()) return spent;
  if (auto reached = LimitReached(now)) return reached;
  return BrokenForGood(now, crew, before, now - second_0);
}

std::optional<std::string> WhyToStop::LimitReached(Time now) const {
  if (!hooks_.time_limit) return std::nullopt;
  Clock::duration grace{0};
  for (const ScenarioPlan& scenario : plan_.scenarios) {
    grace = std::max(grace, GraceOf(scenario.profile));
  }
  if (now < began_ + Whole(*hooks_.time_limit) - grace) return std::nullopt;
  return fmt::format("the time limit of {:g} s was reached", hooks_.time_limit->count());
}

// The first abort rule that is broken by what was counted so far. A measure that has no value yet
// is not: at the end that fails, but until then it may come.
std::optional<std::string> WhyToStop::BrokenForGood(Time now, const Crew& crew,
                                                    const Recorder& before,
                                                    Clock::duration counted) {
  if (plan_.aborts.empty() || now < next_judging_ || counted <= Clock::duration(0)) {
    return std::nullopt;
  }
  next_judging_ = now + kBetweenJudgings;
  RunData so_far;
  before.WriteExcerptTo(so_far, plan_.abort_slices);
  crew.AddJudgedBy(so_far);
  so_far.counted = counted;
  for (const AbortRule& rule : plan_.aborts) {
    if (counted < Whole(rule.after) || so_far.trends.empty()) continue;
    if (!HasValue(ParseSla(rule.sla.sla, plan_.series.defined), so_far)) continue;
    const Verdict verdict = Judge(rule.sla, so_far, {});
    if (verdict.kind == VerdictKind::kFailed) {
      return "a promise to abort on is broken: " + verdict.message;
    }
  }
  return std::nullopt;
}

Clock::duration WhyToStop::GraceOf(const Profile& profile) const {
  const Clock::duration grace = Whole(profile.graceful_stop);
  return hooks_.time_limit ? std::min(grace, Whole(*hooks_.time_limit) / 5) : grace;
}

}  // namespace clamor
