// SPDX-License-Identifier: Apache-2.0
// The slowest turns of a run, each with what is needed to look it up in the server's own traces.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/failure.h"
#include "metrics/catalogue.h"
#include "metrics/turn_record.h"

namespace clamor {

// Which turn of which session it was. The views must live for the call.
struct TurnIdentity {
  std::string_view scenario{};  // empty where there is but one
  std::string_view conversation{};
  std::string_view session{};
  std::string_view trace_id{};  // empty: none was sent
  int place = 1;                // of the turn in its conversation
};

// One of the slowest turns of a stretch of time by one of its durations.
struct Exemplar {
  static constexpr std::size_t kMostGaps = 64;
  static constexpr std::size_t kNameBytes = 200;  // of each text: they are a file's or a server's

  Trend trend = Trend::kResponseTime;  // by which it is slow
  std::uint32_t second = 0;            // of the run, in which it ended
  TrendValues durations;               // all that it has; that of `trend` is what it stands for
  // Between its content events, off by at most 0.1 %. Each is the sum of so many neighbours, the
  // last of what is left, so that at most kMostGaps tell of the whole answer.
  std::vector<std::chrono::nanoseconds> gaps;
  std::uint32_t gap_events = 1;
  std::uint64_t content_events = 0;
  std::optional<Failure> failure;  // of a turn that failed
  std::string scenario;
  std::string conversation;
  std::string session;
  std::string trace_id;
  int place = 1;

  // What it stands here for; zero where it has no such duration.
  std::chrono::nanoseconds Value() const {
    return durations.Get(trend).value_or(std::chrono::nanoseconds(0));
  }
};

// Whether both are the same turn, which may be slow in more than one way.
bool AreOneTurn(const Exemplar& a, const Exemplar& b);

// A turn and all that it is among the slowest by.
struct SlowTurn {
  const Exemplar* turn;
  std::vector<Trend> slow_by;
};

// Each turn once, in the order in which they first come. The exemplars must outlive what is
// returned.
std::vector<SlowTurn> EachOnce(const std::vector<const Exemplar*>& exemplars);

// The order of RunData::exemplars: by trend, then by second, the slowest first.
bool StandsBefore(const Exemplar& a, const Exemplar& b);

}  // namespace clamor
