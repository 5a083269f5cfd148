// SPDX-License-Identifier: Apache-2.0
#include "protocols/resumption.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace clamor {
namespace {

std::optional<std::uint64_t> NumberIn(std::string_view id) {
  std::uint64_t number = 0;
  const char* const end = id.data() + id.size();
  const auto [rest, error] = std::from_chars(id.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::uint64_t HashOf(std::string_view id) { return std::hash<std::string_view>{}(id); }

}  // namespace

void Resumption::Begin(long drop_after) {
  std::vector<std::uint64_t> seen = std::move(seen_);  // keeps its memory
  seen.clear();
  *this = Resumption();
  seen_ = std::move(seen);
  drop_after_ = drop_after;
}

void Resumption::SawEvent(std::string_view id, const Arrival& arrival) {
  if (drop_after_ == 0) return;
  ++events_;
  if (!cut_) {
    ids_count_ = ids_count_ && CountsOn(id);
    last_id_ = id;
    if (!id.empty()) seen_.push_back(HashOf(id));
    return;
  }
  if (!went_on_) went_on_ = arrival.kernel;
  if (CameBefore(id)) {
    ++repeated_;
  } else if (!past_cut_) {
    past_cut_ = true;
    lost_ = LostBefore(id);
  }
}

bool Resumption::CountsOn(std::string_view id) const {
  const auto number = NumberIn(id);
  const auto last = NumberIn(last_id_);
  if (!number) return false;
  return last ? *number > *last && *number - *last == 1 : *number <= 1;
}

// Ids such as timestamps are numbers too: only where they have counted until the cut does a gap
// tell of a loss.
std::uint64_t Resumption::LostBefore(std::string_view id) const {
  const auto last = NumberIn(last_id_);
  const auto first = NumberIn(id);
  return ids_count_ && last && first && *first > *last ? *first - *last - 1 : 0;
}

bool Resumption::CameBefore(std::string_view id) const {
  return !id.empty() && std::find(seen_.begin(), seen_.end(), HashOf(id)) != seen_.end();
}

void Resumption::Cut(Time now) { cut_ = now; }

std::optional<Clock::duration> Resumption::ReconnectLatency() const {
  if (!went_on_) return std::nullopt;
  return *went_on_ - *cut_;
}

}  // namespace clamor
