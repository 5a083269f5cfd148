// SPDX-License-Identifier: Apache-2.0
// When conversations start: the load profile (k6 calls it an executor).
//
// A closed profile has users who hold one conversation after another; a new one waits for the last
// one to end:
//
//   SharedIterations().Users(55).RampUp(55_per_s)        // one queue, drained by 55 users
//   IterationsPerUser(5).Users(10).ThinkTime(2s)         // every user holds five conversations
//   ConstantUsers(20).For(2min).WarmUp(10s)              // twenty users for two minutes
//   RampingUsers(1, {{10, 3min}, {30, 3min}})            // from 1 to 10 users, then to 30
//   Batches(5).Users(10)                                 // five at once, then the next five
//
// An open profile follows the clock: conversations arrive when it says, however slow the server is.
// An arrival that finds no free user is a `dropped_iteration`:
//
//   ConstantRate(50_per_s).For(5min).ReadyUsers(25).MaxUsers(100)
//   RampingRate(0_per_s, {{20_per_s, 1min}, {100_per_s, 4min}})
//   PoissonRate(30_per_s).For(10min)                     // independent arrivals
//   Trace("traffic.csv")                                 // as recorded
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clamor/units.h"

namespace clamor {

enum class LoadModel {
  kSharedIterations,
  kIterationsPerUser,
  kConstantUsers,
  kRampingUsers,
  kBatches,
  kConstantRate,
  kRampingRate,
  kPoissonRate,
  kTrace,
};

// Changes the rate, or the number of users, evenly until it is `to`, over this long.
struct Stage {
  Rate to;
  Seconds over;
};
struct UserStage {
  int to;
  Seconds over;
};

// A plain description; the engine gives it meaning. Write it with the functions below.
struct Profile {
  LoadModel model = LoadModel::kSharedIterations;
  std::optional<long> iterations;  // none: as often as the conversations' own invocations say
  int users = 1;                   // of a closed profile; of kRampingUsers those at the start
  int batch = 0;                   // conversations of a batch
  Rate ramp_up;                    // users started per second; 0: all at once
  Rate at_most;                    // turns started per second by a closed profile; 0: no cap
  Rate rate;                       // arrivals per second, of kRampingRate those at the start
  std::vector<Stage> stages;
  std::vector<UserStage> user_stages;
  std::string trace;               // a file of arrival times
  int ready_users = 0;             // of an open profile
  std::optional<int> max_users;    // of an open profile; none: kDefaultMaxUsers
  Seconds duration{0};             // of the counted part; 0: until the iterations are done
  Seconds think_time{0};           // a user's pause between two turns and between two conversations
  Seconds warm_up{0};              // load before counting begins
  Seconds graceful_stop{30};       // how long conversations under way may take to end
  bool keep_going = false;         // go on with a conversation after a failed turn
  int retries = 0;                 // of one turn
  Seconds retry_backoff{0};        // before the first retry; twice as long before each further one
  std::optional<long> drop_after;  // events behind which an answer's connection is cut, once

  static constexpr int kDefaultMaxUsers = 1000;

  // Whether arrivals follow the clock.
  bool IsOpen() const;

  // The most users that can talk at the same time.
  int PeakUsers() const;

  // "shared iterations, 55 users, 55/s ramp-up", as reports print it.
  std::string ToString() const;
};

// What closed and open profiles have in common.
template <class Self>
class AnyProfile : public Profile {
 public:
  // A user's pause before each turn but the first of the run (of an open profile: of the
  // conversation); enters no latency.
  Self& ThinkTime(Seconds d) { return think_time = d, self(); }

  // Load that is sent but not counted and takes nothing from the queue; of an open profile, at the
  // rate with which it begins. It is not drained at its end: the load goes on without a dip, and
  // what began before counting is never counted.
  Self& WarmUp(Seconds d) { return warm_up = d, self(); }

  // How long conversations under way may go on once the profile is over; what has not ended then is
  // `unfinished`.
  Self& GracefulStop(Seconds d) { return graceful_stop = d, self(); }

  // A conversation goes on after a failed turn; by default it ends there and its rest is counted as
  // `turns_not_held`.
  Self& KeepGoing() { return keep_going = true, self(); }

  // Tries a turn again, at most so many times, whose connection was refused or reset or whose
  // answer was 429 or 5xx. The nth pause is between a half and the whole of backoff * 2^(n-1), and
  // never shorter than a Retry-After; one that would end beyond the turn's time limit is not
  // made. The turn's times count from its first attempt.
  Self& Retry(int times, Seconds backoff) {
    return retries = times, retry_backoff = backoff, self();
  }

  // Cuts each answer's connection, once, behind so many events of its stream, and asks for the rest
  // with `Last-Event-ID`. What the server loses or repeats then is counted (LostEvents(),
  // RepeatedEvents(), kReconnectLatency). An answer that is over before is not cut.
  Self& DropAfter(long events) { return drop_after = events, self(); }

 private:
  Self& self() { return static_cast<Self&>(*this); }
};

class ClosedProfile : public AnyProfile<ClosedProfile> {
 public:
  // Virtual users that talk at the same time; at least 1.
  ClosedProfile& Users(int n) { return users = n, *this; }

  // Starts that many users each second rather than all at once.
  ClosedProfile& RampUp(Rate per_second) { return ramp_up = per_second, *this; }

  // Starts no conversation after this long (warm-up not included).
  ClosedProfile& For(Seconds d) { return duration = d, *this; }

  // Starts no more turns than that each second, evenly spaced, whoever is free.
  ClosedProfile& AtMost(Rate per_second) { return at_most = per_second, *this; }
};

class OpenProfile : public AnyProfile<OpenProfile> {
 public:
  // No conversation arrives after this long (warm-up not included).
  OpenProfile& For(Seconds d) { return duration = d, *this; }

  // Users made before the first arrival. Further ones are made as arrivals find none free.
  OpenProfile& ReadyUsers(int n) { return ready_users = n, *this; }

  // The most users that talk at the same time; 1,000 where none is given.
  OpenProfile& MaxUsers(int n) { return max_users = n, *this; }
};

// One queue of conversations, shared by all users, each as often as its file's `invocations`.
ClosedProfile SharedIterations();

// The same with n conversations in all, each file in proportion to its invocations.
ClosedProfile SharedIterations(long n);

// Every user holds n conversations.
ClosedProfile IterationsPerUser(long n);

// n users hold conversations until the time given to For() is over.
ClosedProfile ConstantUsers(int n);

// The same for streams: each of n connections reads one stream after another.
ClosedProfile Connections(int n);

// From that many users evenly to the first stage's, then to the next one's. A user too many ends
// the conversation that it holds, and no other begins.
ClosedProfile RampingUsers(int from, std::vector<UserStage> stages);

// `size` conversations begin together, the next ones when the last of them has ended. At most
// Users() of them are held at once, so the lesser of the two binds; by default all of a batch are.
// Of n conversations in all, or as many as the files' invocations say.
ClosedProfile Batches(int size);
ClosedProfile Batches(int size, long n);

// Arrivals evenly spaced.
OpenProfile ConstantRate(Rate per_second);

// Arrivals from that rate evenly to the first stage's, then to the next one's.
OpenProfile RampingRate(Rate from, std::vector<Stage> stages);

// Arrivals independent of each other: exponentially distributed gaps, drawn by the run's seed.
OpenProfile PoissonRate(Rate per_second);

// Arrivals as a file recorded them; docs/load-profiles.md has its two formats. Where it gives
// prompts' sizes, the placeholder {{words}} of a turn is filled with as many words.
OpenProfile Trace(std::string file);

}  // namespace clamor
