// SPDX-License-Identifier: Apache-2.0
// The slowest turns of a run, step by step: when each was due, connected, sent, answered and done,
// with what finds it in the server's own traces.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "metrics/exemplar.h"
#include "metrics/run_data.h"

namespace clamor::html {

// When what happened, counted from when the turn was due. A failed turn may lack all but its end.
struct TurnSteps {
  using Time = std::chrono::nanoseconds;
  std::optional<Time> connecting;  // began; none where a connection was open
  Time sent{0};
  std::optional<Time> first_byte;
  std::optional<Time> first_token;
  std::vector<Time> events;  // those with content, the first among them
  Time end{0};
};

TurnSteps StepsOf(const Exemplar& turn);

// The slowest few by each duration that exemplars are kept of, each turn once.
std::vector<SlowTurn> SlowestOf(const RunData& run);

// As a picture and as a table; nothing where there are none.
std::string Waterfalls(const RunData& run);

}  // namespace clamor::html
