// SPDX-License-Identifier: Apache-2.0
// One worker thread: an io_context, the users of each scenario who live on it, and their recorder.
// Nothing of it is shared while the run goes on but a sample that it puts down once a second.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/part.h"
#include "engine/population.h"
#include "metrics/recorder.h"
#include "net/net_context.h"

namespace clamor {

// What a worker tells of itself while the run goes on.
struct WorkerSample {
  Activity activity;
  LiveCounts live;
  std::chrono::nanoseconds cpu{0};  // of its thread, since it started
  Time taken{};
  double busy = 0;  // share of the time since the sample before, 0 to 1
  double turns_per_second = 0;
  std::shared_ptr<const RunData>
      judged_by;  // the series of plan.abort_slices; null when there are none
};

class Worker {
 public:
  // Worker `index` of plan.threads; all references outlive it. `start` is second 0 of the run.
  Worker(const RunPlan& plan, Act& act, Purse& purse, Time start, int index);

  // Starts the thread. `on_end` is called on it when its last user has ended.
  void Start(std::function<void()> on_end);

  // Safe from any thread while it runs.
  void Stop(std::size_t part);
  void Cut(std::size_t part);
  WorkerSample Sample() const;
  // Why this machine could not go on, if so.
  std::optional<std::string> Exhausted() const;

  void Join() { thread_.join(); }

  // After Join.
  Recorder TakeRecorder() { return std::move(recorder_); }
  Time last_ended(std::size_t part) const { return populations_[part]->last_ended(); }

 private:
  void Run();
  void Spawn(Awaitable<void> coroutine);
  void Ended(const std::exception_ptr& error);
  void PutSample();
  WorkerSample TakeSample() const;
  std::shared_ptr<const RunData> Excerpt() const;
  void SampleEachSecond();

  const RunPlan& plan_;
  std::optional<TlsContext> tls_;
  boost::asio::io_context io_{1};
  NetContext net_;
  Recorder recorder_;
  Activity activity_;
  std::deque<UserContext> contexts_;
  std::vector<std::unique_ptr<Population>> populations_;  // one per part
  std::size_t living_ = 0;                                // coroutines
  WakeTimer sampling_;
  mutable std::mutex mutex_;  // of the two below; taken once a second
  WorkerSample sample_;
  std::optional<std::string> exhausted_;
  std::thread thread_;
};

}  // namespace clamor
