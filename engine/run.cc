// SPDX-License-Identifier: Apache-2.0
#include "engine/run.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/crew.h"
#include "engine/generator_health.h"
#include "engine/machine.h"
#include "engine/schedule.h"
#include "metrics/judge.h"
#include "metrics/sla_grammar.h"
#include "net/stamped_stream.h"

namespace clamor {
namespace {

constexpr Clock::duration kTick = std::chrono::milliseconds(50);
constexpr Clock::duration kSample = std::chrono::seconds(1);

Clock::duration Whole(Seconds d) { return std::chrono::duration_cast<Clock::duration>(d); }

// One run, watched from the caller's thread.
class Watch {
 public:
  Watch(const RunPlan& plan, const RunHooks& hooks, RunData& run)
      : plan_(plan),
        hooks_(hooks),
        run_(run),
        began_(Clock::now()),
        schedule_(plan.profile, plan.PlannedConversations(), began_),
        crew_(plan, schedule_),
        health_(plan.threads, began_),
        next_sample_(began_ + kSample) {
    run_.gauges = {{Gauge::kActiveUsers, {}},
                   {Gauge::kActiveRequests, {}},
                   {Gauge::kConcurrentStreams, {}},
                   {Gauge::kGeneratorCpu, {}}};
  }

  void Go() {
    crew_.Start();
    while (!crew_.WaitUntil(Clock::now() + kTick)) Tick(Clock::now());
    crew_.Join();
    Gather();
  }

 private:
  void Tick(Time now) {
    if (now >= next_sample_) {
      SampleAt(now);
      next_sample_ += kSample;
    }
    if (!stopped_at_) {
      if (auto reason = WhyToStop(now)) StopAt(now, std::move(*reason));
    } else if (!cut_ && now >= *stopped_at_ + Grace()) {
      crew_.Cut();
      cut_ = true;
    }
  }

  // An empty reason: the profile is over.
  std::optional<std::string> WhyToStop(Time now) {
    if (hooks_.stop != nullptr && hooks_.stop->requested()) {
      run_.interrupted = true;
      return "interrupted";
    }
    if (auto exhausted = crew_.Exhausted()) {
      cut_ = true;
      crew_.Cut();
      return exhausted;
    }
    if (auto trouble = health_.MemoryTrouble(plan_.profile.users)) return trouble;
    if (hooks_.time_limit && now >= began_ + Whole(*hooks_.time_limit) - Grace()) {
      return fmt::format("the time limit of {:g} s was reached", hooks_.time_limit->count());
    }
    if (auto broken = BrokenForGood(now)) return broken;
    if (schedule_.ends() && now >= *schedule_.ends()) return "";
    return std::nullopt;
  }

  // The first abort rule that is broken by what was counted so far. A measure that has no value
  // yet is not: at the end that fails, but until then it may come.
  std::optional<std::string> BrokenForGood(Time now) {
    const Clock::duration counted = now - schedule_.counted_from();
    if (plan_.aborts.empty() || now < next_judging_ || counted <= Clock::duration(0)) {
      return std::nullopt;
    }
    next_judging_ = now + kSample;
    const RunData so_far = crew_.JudgedBy(counted);
    for (const AbortRule& rule : plan_.aborts) {
      if (counted < Whole(rule.after) || so_far.trends.empty()) continue;
      if (!HasValue(ParseSla(rule.sla.sla), so_far)) continue;
      const Verdict verdict = Judge(rule.sla, so_far, {});
      if (verdict.kind == VerdictKind::kFailed) {
        return "a promise to abort on is broken: " + verdict.message;
      }
    }
    return std::nullopt;
  }

  void StopAt(Time now, std::string reason) {
    stopped_at_ = now;
    run_.ended_early = std::move(reason);
    schedule_.Stop();
    crew_.Stop();
  }

  // A time limit keeps at most a fifth of itself for the graceful stop.
  Clock::duration Grace() const {
    const Clock::duration grace = Whole(plan_.profile.graceful_stop);
    return hooks_.time_limit ? std::min(grace, Whole(*hooks_.time_limit) / 5) : grace;
  }

  void SampleAt(Time now) {
    const WorkerSample sample = crew_.Sample();
    health_.Sample(sample.busy);
    const bool counting = now >= schedule_.counted_from();
    if (counting) {
      run_.gauges[0].per_second.push_back(sample.activity.users);
      run_.gauges[1].per_second.push_back(sample.activity.requests);
      run_.gauges[2].per_second.push_back(sample.activity.streams);
      run_.gauges[3].per_second.push_back(sample.busy);
    }
    if (hooks_.on_second) hooks_.on_second(ProgressAt(now, sample));
  }

  Progress ProgressAt(Time now, const WorkerSample& sample) {
    Progress progress;
    progress.warming_up = now < schedule_.counted_from();
    progress.stopping = stopped_at_.has_value();
    progress.elapsed = std::max(Clock::duration(0), now - schedule_.counted_from());
    if (schedule_.ends()) progress.planned_time = *schedule_.ends() - schedule_.counted_from();
    progress.planned_turns = plan_.PlannedTurns();
    progress.users = sample.activity.users;
    progress.turns_per_second = sample.turns_per_second;
    progress.turns = sample.live.turns;
    progress.failures = sample.live.failures;
    const Histogram& response_time = sample.live.response_time;
    if (!response_time.empty()) progress.p95 = response_time.Quantile(0.95);
    return progress;
  }

  void Gather() {
    if (auto exhausted = crew_.Exhausted(); exhausted && run_.ended_early.empty()) {
      run_.ended_early = *exhausted;
    }
    crew_.TakeMerged().WriteTo(run_);
    const Time end = std::max(crew_.LastEnded(), schedule_.counted_from());
    run_.counted = end - schedule_.counted_from();
    run_.started = std::chrono::system_clock::now() -
                   std::chrono::duration_cast<std::chrono::system_clock::duration>(
                       Clock::now() - schedule_.counted_from());
    GeneratorHealth health = health_.Finish(Clock::now(), crew_.Sample().cpu, plan_.profile.users);
    // The recorder has written what it knows of the generator: stamps, and what reading late did.
    health.kernel_stamps = run_.generator.kernel_stamps;
    health.first_token_as_read = std::move(run_.generator.first_token_as_read);
    health.response_as_read = std::move(run_.generator.response_as_read);
    if (auto exhausted = crew_.Exhausted()) health.void_because.push_back(std::move(*exhausted));
    run_.generator = std::move(health);
  }

  const StampWarmth warmth_;  // before any connection: the first reads are to carry stamps too
  const RunPlan& plan_;
  const RunHooks& hooks_;
  RunData& run_;
  const Time began_;
  Schedule schedule_;
  Crew crew_;
  HealthMonitor health_;
  Time next_sample_;
  Time next_judging_{};
  std::optional<Time> stopped_at_;
  bool cut_ = false;
};

}  // namespace

std::optional<std::string> WhatIsMissingFor(const RunPlan& plan) {
  constexpr std::uint64_t kPerThread = 8;  // epoll, timer, wake-up, the stamped socket
  constexpr std::uint64_t kOwn = 64;       // files, logs, the guard
  const std::uint64_t needed = static_cast<std::uint64_t>(plan.profile.users) +
                               static_cast<std::uint64_t>(plan.threads) * kPerThread + kOwn;
  const std::uint64_t limit = RaiseDescriptorLimit();
  if (needed <= limit) return std::nullopt;
  return fmt::format(
      "{} users need {} open descriptors, but the hard limit is {}: raise it with `ulimit -Hn {}` "
      "or lower --clamor_users",
      plan.profile.users, needed, limit, needed);
}

void Run(const RunPlan& plan, const RunHooks& hooks, RunData& run) { Watch(plan, hooks, run).Go(); }

}  // namespace clamor
