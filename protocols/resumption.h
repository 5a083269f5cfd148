// SPDX-License-Identifier: Apache-2.0
// An answer whose connection the client cuts in its middle, to see how the server goes on with it:
// what is lost and what comes twice. Told by the events' ids; where they are numbers that count the
// events, a gap in them is a loss.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/clock.h"

namespace clamor {

class Resumption {
 public:
  // A new answer, to be cut behind that many events; 0: never.
  void Begin(long drop_after);

  // An event has come.
  void SawEvent(std::string_view id, const Arrival& arrival);

  // The connection is to be cut now: what else has come is as if it had not.
  bool IsDue() const { return drop_after_ > 0 && events_ == drop_after_ && !cut_; }
  void Cut(Time now);

  // Of the last event before the cut; empty where the server gives none.
  const std::string& last_id() const { return last_id_; }

  std::uint64_t lost() const { return lost_; }
  std::uint64_t repeated() const { return repeated_; }

  // From the cut to the first event behind it.
  std::optional<Clock::duration> ReconnectLatency() const;

 private:
  bool CameBefore(std::string_view id) const;
  bool CountsOn(std::string_view id) const;
  std::uint64_t LostBefore(std::string_view id) const;

  long drop_after_ = 0;
  long events_ = 0;
  std::vector<std::uint64_t> seen_;  // hashes of the ids before the cut
  std::string last_id_;
  bool ids_count_ = true;  // each is the number behind the one before it, the first one 0 or 1
  std::optional<Time> cut_;
  std::optional<Time> went_on_;
  bool past_cut_ = false;  // an event has come that is none of those before the cut
  std::uint64_t lost_ = 0;
  std::uint64_t repeated_ = 0;
};

}  // namespace clamor
