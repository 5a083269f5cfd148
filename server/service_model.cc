// SPDX-License-Identifier: Apache-2.0
// Drawing an answer's schedule.
#include "server/service_model.h"

#include <utility>

namespace clamor::server {

Random RandomOf(std::uint64_t seed, std::uint64_t answer, Purpose purpose) {
  return Random(MixSeed(MixSeed(seed, answer), static_cast<std::uint64_t>(purpose)));
}

Pace::Pace(const ServiceModel& model, std::uint64_t seed, std::uint64_t answer)
    : random_(RandomOf(seed, answer, Purpose::kPace)),
      gap_(model.gap),
      events_(DrawCount(model.events, random_)),
      due_(DrawDuration(model.first_event, random_)) {}

std::chrono::nanoseconds Pace::NextDue() {
  return std::exchange(due_, due_ + DrawDuration(gap_, random_));
}

std::chrono::nanoseconds Pace::DueOfLast(std::size_t events) {
  std::chrono::nanoseconds due{};
  for (std::size_t i = 0; i < events; ++i) due = NextDue();
  return due;
}

}  // namespace clamor::server
