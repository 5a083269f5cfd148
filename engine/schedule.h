// SPDX-License-Identifier: Apache-2.0
// Who starts which iteration when. Users pull: whoever is free asks for its next iteration and
// waits until it is due. In an open model an arrival that is already past when the next user asks
// is one that found no free user.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "clamor/profile.h"

namespace clamor {

struct IterationStart {
  long iteration;  // from 0 within the counted ones; those of the warm-up are numbered apart
  std::chrono::steady_clock::time_point scheduled;
  bool counted;  // false: warm-up
};

// Shared by all worker threads. The queue is one atomic counter, touched once per conversation: a
// queue split over the threads beforehand would leave one idle while another still has a rest to
// do.
class Schedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `planned`: iterations in all, none for a profile that only time ends. The profile has been
  // checked.
  Schedule(const Profile& profile, std::optional<long> planned, Time start);

  // When the user appears, by the ramp-up; users count from 0.
  Time UserStarts(int user) const;

  // The next iteration of a user who has already been given `done` counted ones and wants to start
  // at `due`; none: the user is done.
  std::optional<IterationStart> Next(int user, long done, Time due);

  // No iteration starts any more. Safe from any thread.
  void Stop() { stopped_.store(true, std::memory_order_relaxed); }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  Time counted_from() const { return counted_from_; }

  // When the profile's duration is over; none when only its iterations end it.
  std::optional<Time> ends() const { return ends_; }

 private:
  const LoadModel model_;
  const std::optional<long> per_user_;
  const std::optional<long> planned_;
  const Time start_;
  const Time counted_from_;
  const std::optional<Time> ends_;
  const std::chrono::duration<double> between_users_;
  std::atomic<long> next_{0};
  std::atomic<long> next_warm_up_{0};
  std::atomic<bool> stopped_{false};
};

}  // namespace clamor
