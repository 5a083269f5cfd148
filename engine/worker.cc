// SPDX-License-Identifier: Apache-2.0
#include "engine/worker.h"

#include <time.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "net/net_error.h"

namespace clamor {
namespace {

std::chrono::nanoseconds ThreadCpu() {
  timespec spent{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

}  // namespace

Worker::Worker(const RunPlan& plan, Act& act, Purse& purse, Time start, int index)
    : plan_(plan),
      tls_(plan.target.tls ? std::optional<TlsContext>(std::in_place, plan.tls) : std::nullopt),
      net_(io_, plan.target, plan.endpoints, tls_ ? &*tls_ : nullptr, plan.limits),
      recorder_(plan.series, start),
      sampling_(io_.get_executor()) {
  for (Part& part : act) {
    contexts_.push_back({plan, part, purse, net_, recorder_, activity_});
    populations_.push_back(MakePopulation(contexts_.back(), index, plan.threads));
  }
}

void Worker::Start(std::function<void()> on_end) {
  sample_.taken = Clock::now();
  for (const auto& population : populations_) {
    population->Start([this](Awaitable<void> coroutine) { Spawn(std::move(coroutine)); });
  }
  SampleEachSecond();
  thread_ = std::thread([this, on_end = std::move(on_end)] {
    Run();
    on_end();
  });
}

void Worker::Run() {
  if (living_ == 0) sampling_.cancel();
  io_.run();
  PutSample();
}

void Worker::Spawn(Awaitable<void> coroutine) {
  ++living_;
  boost::asio::co_spawn(io_.get_executor(), std::move(coroutine),
                        [this](const std::exception_ptr& error) { Ended(error); });
}

void Worker::Ended(const std::exception_ptr& error) {
  if (error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& reason) {
      const std::lock_guard lock(mutex_);
      if (!exhausted_) exhausted_ = reason.what();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!exhausted_) exhausted_ = "a virtual user threw something that is no std::exception";
    }
  }
  if (--living_ > 0) return;
  sampling_.cancel();
  for (const auto& population : populations_) population->HangUp();
}

void Worker::SampleEachSecond() {
  sampling_.expires_after(std::chrono::seconds(1));
  sampling_.async_wait([this](boost::system::error_code cancelled) {
    // Also looked at: a cancel does not reach a timer that expired in the same pass.
    if (cancelled || living_ == 0) return;
    PutSample();
    SampleEachSecond();
  });
}

void Worker::PutSample() {
  WorkerSample sample = TakeSample();
  const std::lock_guard lock(mutex_);
  sample_ = std::move(sample);
}

// What is counted per second is so by this thread's own clock: whoever looks at the samples does so
// at other times.
WorkerSample Worker::TakeSample() const {
  WorkerSample sample{.activity = activity_,
                      .live = recorder_.Live(),
                      .cpu = ThreadCpu(),
                      .taken = Clock::now(),
                      .judged_by = Excerpt()};
  const Seconds passed = sample.taken - sample_.taken;
  sample.busy = std::clamp(Seconds(sample.cpu - sample_.cpu) / passed, 0.0, 1.0);
  sample.turns_per_second =
      static_cast<double>(sample.live.turns - sample_.live.turns) / passed.count();
  return sample;
}

std::shared_ptr<const RunData> Worker::Excerpt() const {
  if (plan_.aborts.empty()) return nullptr;
  auto excerpt = std::make_shared<RunData>();
  recorder_.WriteExcerptTo(*excerpt, plan_.abort_slices);
  return excerpt;
}

void Worker::Stop(std::size_t part) {
  boost::asio::post(io_, [this, part] { populations_[part]->Stop(); });
}

void Worker::Cut(std::size_t part) {
  boost::asio::post(io_, [this, part] { populations_[part]->Cut(); });
}

WorkerSample Worker::Sample() const {
  const std::lock_guard lock(mutex_);
  return sample_;
}

std::optional<std::string> Worker::Exhausted() const {
  const std::lock_guard lock(mutex_);
  return exhausted_;
}

}  // namespace clamor
