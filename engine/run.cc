// SPDX-License-Identifier: Apache-2.0
#include "engine/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/crew.h"
#include "engine/generator_health.h"
#include "engine/machine.h"
#include "engine/part.h"
#include "engine/why_to_stop.h"
#include "net/stamped_stream.h"

namespace clamor {
namespace {

constexpr Clock::duration kTick = std::chrono::milliseconds(50);
constexpr Clock::duration kSample = std::chrono::seconds(1);
constexpr std::size_t kArrivalRate = 4;  // of run_.gauges; those before it are sampled

// The scenarios' numbers, those that are played at the same time together.
std::vector<std::vector<std::size_t>> ActsOf(const RunPlan& plan) {
  std::vector<std::size_t> all(plan.scenarios.size());
  std::iota(all.begin(), all.end(), 0);
  if (plan.together) return {all};
  std::vector<std::vector<std::size_t>> acts;
  for (const std::size_t one : all) acts.push_back({one});
  return acts;
}

// One run, watched from the caller's thread.
class Watch {
 public:
  Watch(const RunPlan& plan, const RunHooks& hooks, RunData& run)
      : plan_(plan),
        hooks_(hooks),
        run_(run),
        planned_time_(plan.PlannedTime()),
        planned_turns_(plan.PlannedTurns()),
        began_(Clock::now()),
        health_(plan.threads, began_),
        purse_(plan.spending),
        why_to_stop_(plan, hooks, health_, purse_, began_),
        next_sample_(began_ + kSample) {
    run_.gauges = {{Gauge::kActiveUsers, {}},
                   {Gauge::kActiveRequests, {}},
                   {Gauge::kConcurrentStreams, {}},
                   {Gauge::kGeneratorCpu, {}},
                   {Gauge::kArrivalRate, {}}};
  }

  void Go() {
    for (const auto& scenarios : ActsOf(plan_)) {
      if (!stopped_) Play(scenarios);
    }
    Finish();
  }

 private:
  // What has been asked of a part of the act.
  struct Ending {
    std::optional<Time> stopped_at;
    bool cut = false;
  };

  void Play(const std::vector<std::size_t>& scenarios) {
    Act act;
    const Time now = second_0_ == Time{} ? began_ : Clock::now();
    for (const std::size_t scenario : scenarios) act.emplace_back(plan_, scenario, now);
    if (second_0_ == Time{}) {
      second_0_ = Time::max();
      for (const Part& part : act) second_0_ = std::min(second_0_, part.schedule.counted_from());
      counted_.emplace(plan_.series, second_0_);
    }
    Crew crew(plan_, act, purse_, second_0_);
    endings_.assign(act.size(), {});
    crew.Start();
    while (!crew.WaitUntil(Clock::now() + kTick)) Tick(Clock::now(), crew, act);
    crew.Join();
    EndAct(crew, act);
  }

  void Tick(Time now, Crew& crew, Act& act) {
    while (now >= next_sample_) {
      const bool is_last = now < next_sample_ + kSample;
      SampleAt(next_sample_, crew, act, is_last);
      next_sample_ += kSample;
    }
    if (!stopped_) {
      if (auto reason = why_to_stop_.Find(now, crew, *counted_, second_0_)) {
        StopAll(now, std::move(*reason), crew, act);
      }
    }
    for (std::size_t part = 0; part < act.size(); ++part) {
      const auto ends = act[part].schedule.ends();
      Ending& ending = endings_[part];
      if (!ending.stopped_at) {
        if (ends && now >= *ends) Stop(now, part, crew, act);
      } else if (!ending.cut &&
                 now >= *ending.stopped_at + why_to_stop_.GraceOf(act[part].plan.profile)) {
        crew.Cut(part);
        ending.cut = true;
      }
    }
  }

  void StopAll(Time now, std::string reason, Crew& crew, Act& act) {
    stopped_ = true;
    run_.interrupted = hooks_.stop != nullptr && hooks_.stop->requested();
    run_.ended_early = std::move(reason);
    const bool at_once = crew.Exhausted().has_value();
    for (std::size_t part = 0; part < act.size(); ++part) {
      if (!endings_[part].stopped_at) Stop(now, part, crew, act);
      if (at_once) crew.Cut(part);
      endings_[part].cut = at_once;
    }
  }

  void Stop(Time now, std::size_t part, Crew& crew, Act& act) {
    endings_[part].stopped_at = now;
    act[part].schedule.Stop();
    crew.Stop(part);
  }

  // `is_last`: no further one follows at once because this thread was late. The server is sampled
  // then alone, since what it did is told for the time since the sample before.
  void SampleAt(Time now, const Crew& crew, const Act& act, bool is_last) {
    const WorkerSample sample = crew.Sample();
    health_.Sample(sample.busy);
    if (now >= second_0_) {
      run_.gauges[0].per_second.push_back(sample.activity.users);
      run_.gauges[1].per_second.push_back(sample.activity.requests);
      run_.gauges[2].per_second.push_back(sample.activity.streams);
      run_.gauges[3].per_second.push_back(sample.busy);
    }
    if (is_last) SampleServer(now >= second_0_);
    if (hooks_.on_second) hooks_.on_second(ProgressAt(now, sample, act));
  }

  // Also when it is not counted: what a server did is told since the sample before.
  void SampleServer(bool counted) {
    if (!hooks_.sample_server) return;
    for (const ServerLevel& level : hooks_.sample_server()) {
      if (counted) SetLast(level.value, SeriesOf(level.gauge));
    }
  }

  // Of all seconds since the sample before.
  void SetLast(double value, std::vector<double>& series) const {
    series.resize(run_.gauges[0].per_second.size(), value);
    if (!series.empty()) series.back() = value;
  }

  std::vector<double>& SeriesOf(Gauge gauge) {
    const auto found = std::find_if(run_.gauges.begin(), run_.gauges.end(),
                                    [gauge](const auto& series) { return series.gauge == gauge; });
    if (found != run_.gauges.end()) return found->per_second;
    return run_.gauges.emplace_back(GaugeSeries{gauge, {}}).per_second;
  }

  Progress ProgressAt(Time now, const WorkerSample& sample, const Act& act) const {
    Progress progress;
    progress.warming_up = std::all_of(act.begin(), act.end(), [now](const Part& part) {
      return now < part.schedule.counted_from();
    });
    progress.stopping = std::all_of(endings_.begin(), endings_.end(), [](const Ending& ending) {
      return ending.stopped_at.has_value();
    });
    progress.elapsed = std::max(Clock::duration(0), now - second_0_);
    progress.planned_time = planned_time_;
    progress.planned_turns = planned_turns_;
    progress.users = sample.activity.users;
    progress.turns_per_second = sample.turns_per_second;
    LiveCounts live = counted_->Live();
    live.Add(sample.live);
    progress.turns = live.turns;
    progress.failures = live.failures;
    if (!live.response_time.empty()) progress.p95 = live.response_time.Quantile(0.95);
    return progress;
  }

  void EndAct(Crew& crew, const Act& act) {
    if (auto exhausted = crew.Exhausted()) {
      if (run_.ended_early.empty()) run_.ended_early = *exhausted;
      void_because_.push_back(std::move(*exhausted));
      stopped_ = true;
    }
    cpu_ += crew.Sample().cpu;
    crew.MergeInto(*counted_);
    for (std::size_t part = 0; part < act.size(); ++part) {
      const Time from = act[part].schedule.counted_from();
      const Time ended = std::max(from, crew.LastEnded(part));
      last_ended_ = std::max(last_ended_, ended);
      AddArrivalRate(act[part], ended);
      if (act[part].plan.name.empty()) continue;
      const Profile& profile = act[part].plan.profile;
      run_.scenarios.push_back({act[part].plan.name, profile.ToString(), profile.PeakUsers(),
                                act[part].plan.PlannedTurns(), from - second_0_, ended - from});
    }
  }

  // What the part's profile wanted, for as long as it was played.
  void AddArrivalRate(const Part& part, Time ended) {
    if (!part.plan.arrivals) return;
    using std::chrono::seconds;
    const Time from = part.schedule.counted_from();
    const auto first =
        static_cast<std::size_t>(std::chrono::round<seconds>(from - second_0_).count());
    const double played = std::min(part.plan.arrivals->length(), Seconds(ended - from)).count();
    std::vector<double>& rates = run_.gauges[kArrivalRate].per_second;
    for (std::size_t second = 0; static_cast<double>(second) < played; ++second) {
      if (rates.size() <= first + second) rates.resize(first + second + 1);
      rates[first + second] += part.plan.arrivals->RateIn(static_cast<long>(second));
    }
  }

  void Finish() {
    std::move(*counted_).WriteTo(run_);
    run_.counted = std::max(last_ended_, second_0_) - second_0_;
    run_.started =
        std::chrono::system_clock::now() -
        std::chrono::duration_cast<std::chrono::system_clock::duration>(Clock::now() - second_0_);
    GeneratorHealth health = health_.Finish(Clock::now(), cpu_, plan_.PeakUsers());
    // The recorder has written what it knows of the generator: stamps, and what reading late did.
    health.kernel_stamps = run_.generator.kernel_stamps;
    health.first_token_as_read = std::move(run_.generator.first_token_as_read);
    health.response_as_read = std::move(run_.generator.response_as_read);
    health.void_because = std::move(void_because_);
    run_.generator = std::move(health);
  }

  const StampWarmth warmth_;  // before any connection: the first reads are to carry stamps too
  const RunPlan& plan_;
  const RunHooks& hooks_;
  RunData& run_;
  const std::optional<std::chrono::nanoseconds> planned_time_;
  const std::optional<std::uint64_t> planned_turns_;
  const Time began_;
  HealthMonitor health_;
  Purse purse_;
  WhyToStop why_to_stop_;
  Time next_sample_;
  Time second_0_{};                  // when the first act began to count
  std::optional<Recorder> counted_;  // by the acts that have ended
  std::vector<Ending> endings_;      // by part of the act
  Time last_ended_{};
  std::chrono::nanoseconds cpu_{0};
  std::vector<std::string> void_because_;
  bool stopped_ = false;
};

}  // namespace

std::optional<std::string> WhatIsMissingFor(const RunPlan& plan) {
  constexpr std::uint64_t kPerThread = 8;  // epoll, timer, wake-up, the stamped socket
  constexpr std::uint64_t kOwn = 64;       // files, logs, the guard
  const int users = plan.PeakUsers();
  const std::uint64_t needed = static_cast<std::uint64_t>(users) +
                               static_cast<std::uint64_t>(plan.threads) * kPerThread + kOwn;
  const std::uint64_t limit = RaiseDescriptorLimit();
  if (needed <= limit) return std::nullopt;
  return fmt::format(
      "{} users need {} open descriptors, but the hard limit is {}: raise it with `ulimit -Hn {}` "
      "or lower --clamor_users",
      users, needed, limit, needed);
}

void Run(const RunPlan& plan, const RunHooks& hooks, RunData& run) { Watch(plan, hooks, run).Go(); }

}  // namespace clamor
