// SPDX-License-Identifier: Apache-2.0
#include "engine/crew.h"

#include <algorithm>

#include "metrics/merge_runs.h"

namespace clamor {

Crew::Crew(const RunPlan& plan, Act& act, Purse& purse, Time start) {
  for (int index = 0; index < plan.threads; ++index) {
    workers_.push_back(std::make_unique<Worker>(plan, act, purse, start, index));
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

void Crew::Stop(std::size_t part) {
  for (const auto& worker : workers_) worker->Stop(part);
}

void Crew::Cut(std::size_t part) {
  for (const auto& worker : workers_) worker->Cut(part);
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

void Crew::AddJudgedBy(RunData& run) const {
  for (const auto& worker : workers_) {
    const auto part = worker->Sample().judged_by;
    if (part == nullptr) continue;  // it has not put down its first sample
    if (run.trends.empty() && run.counters.empty()) {
      run = *part;
    } else {
      MergeRuns(run, *part);
    }
  }
}

std::optional<std::string> Crew::Exhausted() const {
  for (const auto& worker : workers_) {
    if (auto reason = worker->Exhausted()) return reason;
  }
  return std::nullopt;
}

void Crew::MergeInto(Recorder& recorder) {
  for (const auto& worker : workers_) recorder.Merge(worker->TakeRecorder());
}

Time Crew::LastEnded(std::size_t part) const {
  Time last{};
  for (const auto& worker : workers_) last = std::max(last, worker->last_ended(part));
  return last;
}

}  // namespace clamor
