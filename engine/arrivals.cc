// SPDX-License-Identifier: Apache-2.0
#include "engine/arrivals.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace clamor {
namespace {

// What a sum of floating-point numbers may be off by: 10/s for 120 s are 1,200 arrivals, not 1,201.
constexpr double kNoise = 1e-6;

long WholeArrivals(double arrivals) {
  return std::lround(std::ceil(std::max(0.0, arrivals - kNoise)));
}

std::vector<Seconds> DrawPoisson(Rate rate, Seconds from, Seconds until, std::uint64_t seed) {
  Random random(seed);
  std::vector<Seconds> times;
  const auto gap = [&] { return Seconds(-std::log1p(-random.Uniform()) / rate.per_second); };
  for (Seconds at = from + gap(); at < until; at += gap()) times.push_back(at);
  return times;
}

}  // namespace

Arrivals::Arrivals(const Profile& profile, std::uint64_t seed) : warm_up_(profile.warm_up) {
  if (profile.model == LoadModel::kRampingRate) {
    Rate from = profile.rate;
    for (const Stage& stage : profile.stages) {
      curve_.Add(from, stage.to, stage.over);
      from = stage.to;
    }
  } else {
    curve_.Add(profile.rate, profile.rate, profile.duration);
  }
  length_ = curve_.length();
  if (profile.model == LoadModel::kPoissonRate) {
    times_ = DrawPoisson(profile.rate, -warm_up_, length_, seed);
    in_warm_up_ = std::lower_bound(times_.begin(), times_.end(), Seconds(0)) - times_.begin();
    counted_ = static_cast<long>(times_.size()) - in_warm_up_;
  } else {
    in_warm_up_ = WholeArrivals(profile.rate.per_second * warm_up_.count());
    counted_ = WholeArrivals(curve_.arrivals());
  }
}

Arrivals::Arrivals(const std::vector<RecordedArrival>& recorded)
    : counted_(static_cast<long>(recorded.size())), length_(recorded.back().at) {
  for (const RecordedArrival& arrival : recorded) {
    times_.push_back(arrival.at);
    if (arrival.prompt_tokens) prompt_words_.push_back(*arrival.prompt_tokens);
  }
  if (prompt_words_.size() < recorded.size()) prompt_words_.clear();
}

std::optional<PlannedArrival> Arrivals::At(long n) const {
  const bool counted = n >= in_warm_up_;
  const long iteration = counted ? n - in_warm_up_ : n;
  if (counted && iteration >= counted_) return std::nullopt;
  Seconds at;
  if (!times_.empty()) {
    at = times_[static_cast<std::size_t>(n)];
  } else if (counted) {
    at = curve_.WhenDue(static_cast<double>(iteration)).value_or(length_);
  } else {
    at = warm_up_ * (static_cast<double>(n) / static_cast<double>(in_warm_up_) - 1);
  }
  return PlannedArrival{std::chrono::duration_cast<std::chrono::nanoseconds>(at), iteration,
                        counted,
                        prompt_words_.empty() ? 0 : prompt_words_[static_cast<std::size_t>(n)]};
}

double Arrivals::RateIn(long second) const {
  const Seconds from(static_cast<double>(second));
  if (times_.empty()) {
    const Seconds until = std::min(from + Seconds(1), curve_.length());
    return curve_.At((from + until) / 2).per_second;
  }
  const auto begin = std::lower_bound(times_.begin(), times_.end(), from);
  return static_cast<double>(std::lower_bound(begin, times_.end(), from + Seconds(1)) - begin);
}

}  // namespace clamor
