// SPDX-License-Identifier: Apache-2.0
#include "metrics/exemplar.h"

#include <algorithm>
#include <tuple>

namespace clamor {

bool AreOneTurn(const Exemplar& a, const Exemplar& b) {
  return a.second == b.second && a.place == b.place && a.session == b.session &&
         a.trace_id == b.trace_id && a.scenario == b.scenario && a.durations == b.durations;
}

std::vector<SlowTurn> EachOnce(const std::vector<const Exemplar*>& exemplars) {
  std::vector<SlowTurn> turns;
  for (const Exemplar* const exemplar : exemplars) {
    const auto known = std::find_if(turns.begin(), turns.end(), [exemplar](const SlowTurn& slow) {
      return AreOneTurn(*slow.turn, *exemplar);
    });
    if (known == turns.end()) {
      turns.push_back({exemplar, {exemplar->trend}});
    } else {
      known->slow_by.push_back(exemplar->trend);
    }
  }
  return turns;
}

bool StandsBefore(const Exemplar& a, const Exemplar& b) {
  // What follows the value only settles ties.
  using Order =
      std::tuple<Trend, std::uint32_t, std::int64_t, std::string_view, std::string_view, int>;
  const auto order = [](const Exemplar& e) {
    return Order(e.trend, e.second, -e.Value().count(), e.trace_id, e.session, e.place);
  };
  return order(a) < order(b);
}

}  // namespace clamor
