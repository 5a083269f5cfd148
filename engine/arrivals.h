// SPDX-License-Identifier: Apache-2.0
// When the conversations of an open profile arrive: an absolute schedule, known before the load.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "clamor/profile.h"
#include "engine/rate_curve.h"
#include "engine/trace.h"

namespace clamor {

struct PlannedArrival {
  std::chrono::nanoseconds at;  // from the begin of the counted part; before it: warm-up
  long iteration;  // from 0 within the counted ones; those of the warm-up are numbered apart
  bool counted;
  long prompt_words = 0;  // of its prompts, where a trace says
};

// Shared by all worker threads, read only.
class Arrivals {
 public:
  // Of a checked open profile that is no trace; the seed is the run's.
  Arrivals(const Profile& profile, std::uint64_t seed);

  // Those recorded, at their times from the begin of the counted part; at least one.
  explicit Arrivals(const std::vector<RecordedArrival>& recorded);

  // The nth from 0, those of the warm-up first; none when there are no more.
  std::optional<PlannedArrival> At(long n) const;

  // How many are counted.
  long counted() const { return counted_; }

  // Whether the size of every arrival's prompts is known.
  bool gives_sizes() const { return !prompt_words_.empty(); }

  // From the begin of the counted part until no more arrive.
  Seconds length() const { return length_; }

  // The planned rate in the middle of the second that begins then; where no formula gives the
  // times, how many there are in it.
  double RateIn(long second) const;

 private:
  RateCurve curve_;
  std::vector<Seconds> times_;      // those that no formula gives: drawn or recorded
  std::vector<long> prompt_words_;  // of each, or empty
  Seconds warm_up_{0};
  long in_warm_up_ = 0;
  long counted_ = 0;
  Seconds length_{0};
};

}  // namespace clamor
