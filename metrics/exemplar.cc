// SPDX-License-Identifier: Apache-2.0
#include "metrics/exemplar.h"

#include <tuple>

namespace clamor {

bool AreOneTurn(const Exemplar& a, const Exemplar& b) {
  return a.second == b.second && a.place == b.place && a.session == b.session &&
         a.trace_id == b.trace_id && a.scenario == b.scenario && a.durations == b.durations;
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
