// SPDX-License-Identifier: Apache-2.0
// A listener who plays an answer as it comes, from its first chunk on and without a reserve:
// whether the audio comes in time to be heard without a gap.
#pragma once

#include <optional>

#include "clamor/units.h"
#include "net/clock.h"

namespace clamor {

// It is told what happens in the order in which it happened.
class Playback {
 public:
  // A new answer, of which nothing has been heard. `speed`, above 0: how many seconds of audio are
  // heard in one second.
  void Begin(double speed);

  // A chunk arrived that holds so much audio.
  void Hear(Time arrival, Seconds audio);

  // The listener stops to play, such as while the caller speaks, and goes on where it was. What
  // arrives meanwhile is kept. In a pause no time passes for the listener: it is no gap. A second
  // Pause, and a Resume without one, change nothing.
  void Pause(Time at);
  void Resume(Time at);

  // The silence within the answer, as long as it lasted: each from the end of what had arrived to
  // the arrival of the next chunk; and how many of them there were. Behind the last chunk is none.
  Seconds gap() const { return gap_; }
  int underruns() const { return underruns_; }

  // How much audio has arrived.
  Seconds delivered() const { return delivered_; }

  // How much of it has been heard by then, not before the last that this was told of.
  Seconds HeardBy(Time at) const;

  // How many times as fast as it is heard the audio arrived: all of it, over the time from the
  // first to the last chunk, without pauses; none where there is no such time. Below 1 the listener
  // waits.
  std::optional<double> RealTimeFactor() const;

 private:
  // On the listener's own clock, which stands still in a pause.
  Time Listened(Time at) const;

  double speed_ = 1;
  Time first_{};  // the first chunk, on the listener's clock as what follows
  Time last_{};
  Time played_out_{};  // when all that has arrived will have been heard
  Clock::duration delivered_{0};
  Clock::duration gap_{0};
  int underruns_ = 0;
  bool heard_any_ = false;
  std::optional<Time> paused_;
  Clock::duration pauses_{0};
};

}  // namespace clamor
