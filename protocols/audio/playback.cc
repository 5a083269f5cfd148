// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/playback.h"

#include <algorithm>
#include <chrono>

namespace clamor {
namespace {

// Sums of whole nanoseconds are exact: no chunk comes too late by a rounding error.
Clock::duration Whole(Seconds d) { return std::chrono::round<Clock::duration>(d); }

}  // namespace

void Playback::Begin(double speed) {
  *this = Playback();
  speed_ = speed;
}

Time Playback::Listened(Time at) const { return (paused_ ? std::min(at, *paused_) : at) - pauses_; }

void Playback::Hear(Time arrival, Seconds audio) {
  const Time at = Listened(arrival);
  if (!heard_any_) {
    heard_any_ = true;
    first_ = last_ = played_out_ = at;
  }
  if (at > played_out_) {
    gap_ += at - played_out_;
    ++underruns_;
    played_out_ = at;
  }
  last_ = std::max(last_, at);
  played_out_ += Whole(audio / speed_);
  delivered_ += Whole(audio);
}

void Playback::Pause(Time at) {
  if (!paused_) paused_ = at;
}

void Playback::Resume(Time at) {
  if (!paused_) return;
  pauses_ += std::max(at - *paused_, Clock::duration::zero());
  paused_.reset();
}

Seconds Playback::HeardBy(Time at) const {
  const Seconds left = std::max(played_out_ - Listened(at), Clock::duration::zero());
  return std::max<Seconds>(delivered_ - left * speed_, Seconds(0));
}

std::optional<double> Playback::RealTimeFactor() const {
  const Seconds span = last_ - first_;
  if (span.count() <= 0) return std::nullopt;
  return Seconds(delivered_) / (span * speed_);
}

}  // namespace clamor
