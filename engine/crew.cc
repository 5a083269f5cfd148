// SPDX-License-Identifier: Apache-2.0
#include "engine/crew.h"

#include <algorithm>

#include "metrics/merge_runs.h"

namespace clamor {

Crew::Crew(const RunPlan& plan, Schedule& schedule) : plan_(plan), start_(schedule.counted_from()) {
  for (int index = 0; index < plan.threads; ++index) {
    workers_.push_back(std::make_unique<Worker>(plan, schedule, index));
  }
}

void Crew::Start() {
  working_ = workers_.size();
  for (const auto& worker : workers_) {
    worker->Start([this] {
      const std::lock_guard lock(mutex_);
      --working_;
      ended_.notify_one();
    });
  }
}

bool Crew::WaitUntil(Time then) {
  std::unique_lock lock(mutex_);
  return ended_.wait_until(lock, then, [this] { return working_ == 0; });
}

void Crew::Stop() {
  for (const auto& worker : workers_) worker->Stop();
}

void Crew::Cut() {
  for (const auto& worker : workers_) worker->Cut();
}

void Crew::Join() {
  for (const auto& worker : workers_) worker->Join();
}

WorkerSample Crew::Sample() const {
  WorkerSample sum;
  for (const auto& worker : workers_) {
    const WorkerSample one = worker->Sample();
    sum.activity.users += one.activity.users;
    sum.activity.requests += one.activity.requests;
    sum.activity.streams += one.activity.streams;
    sum.live.Add(one.live);
    sum.cpu += one.cpu;
    sum.busy += one.busy / static_cast<double>(workers_.size());
    sum.turns_per_second += one.turns_per_second;
  }
  return sum;
}

RunData Crew::JudgedBy(std::chrono::nanoseconds counted) const {
  RunData merged;
  for (const auto& worker : workers_) {
    const auto part = worker->Sample().judged_by;
    if (part == nullptr) continue;  // it has not put down its first sample
    if (merged.trends.empty() && merged.counters.empty()) {
      merged = *part;
    } else {
      MergeRuns(merged, *part);
    }
  }
  merged.counted = counted;
  return merged;
}

std::optional<std::string> Crew::Exhausted() const {
  for (const auto& worker : workers_) {
    if (auto reason = worker->Exhausted()) return reason;
  }
  return std::nullopt;
}

Recorder Crew::TakeMerged() {
  Recorder merged(plan_.series, start_);
  for (const auto& worker : workers_) merged.Merge(worker->TakeRecorder());
  return merged;
}

Time Crew::LastEnded() const {
  Time last{};
  for (const auto& worker : workers_) last = std::max(last, worker->last_ended());
  return last;
}

}  // namespace clamor
