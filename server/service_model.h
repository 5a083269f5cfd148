// SPDX-License-Identifier: Apache-2.0
// How long the server takes over an answer. Each answer draws from random numbers of its own, made
// of the seed and the answer's number alone, so that a run repeats whatever order its connections
// are served in.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "server/distribution.h"

namespace clamor::server {

struct ServiceModel {
  Distribution first_event = {Distribution::Shape::kLogNormal, 150e6, 0.4};  // ns
  Distribution gap = {Distribution::Shape::kLogNormal, 30e6, 0.5};           // ns
  Distribution events = {Distribution::Shape::kUniform, 15, 40};             // content events
};

// What an answer draws random numbers for; each purpose has a stream of its own, so that none
// shifts another.
enum class Purpose : std::uint64_t { kPace, kText, kFault, kId, kAudio };

Random RandomOf(std::uint64_t seed, std::uint64_t answer, Purpose purpose);

// The schedule of one answer.
class Pace {
 public:
  Pace(const ServiceModel& model, std::uint64_t seed, std::uint64_t answer);

  // How many content events the model wants; an echo has as many as it has words.
  std::uint64_t events() const { return events_; }

  // When the next event is due, counted from the answer's start: first_event, then a gap more at
  // each call. Absolute, so that a late write does not shift what follows.
  std::chrono::nanoseconds NextDue();

  // Before the first call of NextDue: what an answer that goes on has to say first is due at once.
  void SkipFirstEvent() { due_ = {}; }

  // When the last of so many further events is due; 0 for none.
  std::chrono::nanoseconds DueOfLast(std::size_t events);

 private:
  Random random_;
  Distribution gap_;
  std::uint64_t events_;
  std::chrono::nanoseconds due_;
};

}  // namespace clamor::server
