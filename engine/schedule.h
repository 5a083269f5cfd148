// SPDX-License-Identifier: Apache-2.0
// Who starts which iteration when, in one scenario. Users of a closed profile pull: whoever is free
// asks for its next iteration. Those of an open one are given what arrives.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <vector>

#include "clamor/profile.h"
#include "engine/arrivals.h"

namespace clamor {

struct IterationStart {
  long iteration;  // from 0 within the counted ones; those of the warm-up are numbered apart
  std::chrono::steady_clock::time_point scheduled;
  bool counted;           // false: warm-up
  long prompt_words = 0;  // of its prompts, where a trace says
};

// From the begin of the counted part until the clock ends the profile; 0 where only iterations do.
Seconds LengthOf(const Profile& profile, const Arrivals* arrivals);

// Shared by all worker threads. What they share is a few atomic counters, touched once per
// conversation: a queue split over the threads beforehand would leave one idle while another still
// has a rest to do, and users split over them would drop an arrival that another could have taken.
class Schedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `planned`: iterations in all, none for a profile that only time ends. `arrivals`: of an open
  // profile, else null; they outlive the schedule. The profile has been checked.
  Schedule(const Profile& profile, std::optional<long> planned, const Arrivals* arrivals,
           Time start);

  // When a user of a closed profile is there; users count from 0.
  struct Presence {
    Time from;
    Time until;
  };
  std::vector<Presence> PresencesOf(int user) const;

  // The next iteration of a user who has already been given `done` counted ones and wants to start
  // at `due`; none: the user is done.
  std::optional<IterationStart> Next(int user, long done, Time due);

  // When a turn may start that is due then: later where the profile caps the rate.
  Time Paced(Time due);

  // What arrives nth; none when nothing more does.
  std::optional<IterationStart> Arriving(long n) const;

  // Takes one of the users that may talk at the same time; false when all of them do.
  bool TakeUser();
  void FreeUser() { busy_.fetch_sub(1, std::memory_order_relaxed); }

  // The number of a user who is made, from 0.
  int NumberUser() { return users_.fetch_add(1, std::memory_order_relaxed); }

  // No iteration starts any more. Safe from any thread.
  void Stop() { stopped_.store(true, std::memory_order_relaxed); }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  Time counted_from() const { return counted_from_; }

  // When the profile's duration is over; none when only its iterations end it.
  std::optional<Time> ends() const { return ends_; }

 private:
  const Profile& profile_;
  const std::optional<long> planned_;
  const Arrivals* const arrivals_;
  const Time start_;
  const Time counted_from_;
  const std::optional<Time> ends_;
  const Time::duration between_turns_;
  std::atomic<Time::rep> next_turn_;
  std::atomic<long> next_{0};
  std::atomic<long> next_warm_up_{0};
  std::atomic<int> busy_{0};
  std::atomic<int> users_{0};
  std::atomic<bool> stopped_{false};
};

}  // namespace clamor
