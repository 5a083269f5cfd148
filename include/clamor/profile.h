// SPDX-License-Identifier: Apache-2.0
// When conversations start: the load profile (k6 calls it an executor). A closed profile has users
// who hold one conversation after another; a new one waits for the last one to end.
//
//   SharedIterations().Users(55).RampUp(55_per_s)        // one queue, drained by 55 users
//   IterationsPerUser(5).Users(10).ThinkTime(2s)         // every user holds five conversations
//   ConstantUsers(20).For(2min).WarmUp(10s)              // twenty users for two minutes
#pragma once

#include <optional>
#include <string>

#include "clamor/units.h"

namespace clamor {

enum class LoadModel { kSharedIterations, kIterationsPerUser, kConstantUsers };

// A plain description; the engine gives it meaning. Write it with the functions below.
struct Profile {
  LoadModel model = LoadModel::kSharedIterations;
  std::optional<long> iterations;  // none: as often as the conversations' own invocations say
  int users = 1;
  Rate ramp_up;               // users started per second; 0: all at once
  Seconds duration{0};        // of the counted part; 0: until the iterations are done
  Seconds think_time{0};      // a user's pause between two turns and between two conversations
  Seconds warm_up{0};         // load before counting begins
  Seconds graceful_stop{30};  // how long conversations under way may take to end
  bool keep_going = false;    // go on with a conversation after a failed turn
  int retries = 0;            // further attempts at a turn that was refused, reset or put off
  Seconds retry_backoff{0};   // before the first of them; doubles with each

  // "shared iterations, 55 users, 55/s ramp-up", as reports print it.
  std::string ToString() const;
};

class ClosedProfile : public Profile {
 public:
  // Virtual users that talk at the same time; at least 1.
  ClosedProfile& Users(int n) { return users = n, *this; }

  // Starts that many users each second rather than all at once.
  ClosedProfile& RampUp(Rate per_second) { return ramp_up = per_second, *this; }

  // Starts no conversation after this long (warm-up not included).
  ClosedProfile& For(Seconds d) { return duration = d, *this; }

  // A user's pause before each turn but the first of the run; enters no latency.
  ClosedProfile& ThinkTime(Seconds d) { return think_time = d, *this; }

  // Load that is sent but not counted and takes nothing from the queue. It is not drained at its
  // end: the load goes on without a dip, and what began before counting is never counted.
  ClosedProfile& WarmUp(Seconds d) { return warm_up = d, *this; }

  // How long conversations under way may go on once the profile is over; what has not ended then is
  // `unfinished`.
  ClosedProfile& GracefulStop(Seconds d) { return graceful_stop = d, *this; }

  // A conversation goes on after a failed turn; by default it ends there and its rest is counted as
  // `turns_not_held`.
  ClosedProfile& KeepGoing() { return keep_going = true, *this; }

  // Tries a turn again, at most so many times, whose connection was refused or reset or whose
  // answer was 429 or 5xx. The nth pause is between a half and the whole of backoff * 2^(n-1), and
  // never shorter than a Retry-After; one that would end beyond the turn's time limit is not
  // made. The turn's times count from its first attempt.
  ClosedProfile& Retry(int times, Seconds backoff) {
    return retries = times, retry_backoff = backoff, *this;
  }
};

// One queue of conversations, shared by all users, each as often as its file's `invocations`.
ClosedProfile SharedIterations();

// The same with n conversations in all, each file in proportion to its invocations.
ClosedProfile SharedIterations(long n);

// Every user holds n conversations.
ClosedProfile IterationsPerUser(long n);

// n users hold conversations until the time given to For() is over.
ClosedProfile ConstantUsers(int n);

}  // namespace clamor
