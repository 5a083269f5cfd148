// SPDX-License-Identifier: Apache-2.0
// Look-ups in a run.
#include "metrics/run_data.h"

#include <algorithm>

namespace clamor {

namespace {

// The element that is `wanted`, or null.
template <class Element, class Wanted>
const Element* Find(const std::vector<Element>& all, const Wanted& wanted) {
  const auto found = std::find_if(all.begin(), all.end(), wanted);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const TrendSeries* RunData::FindTrend(Trend trend, const Tags& tags) const {
  return Find(trends, [&](const auto& s) { return s.trend == trend && s.tags == tags; });
}

const CounterSeries* RunData::FindCounter(Counter counter, const Tags& tags) const {
  return Find(counters, [&](const auto& s) { return s.counter == counter && s.tags == tags; });
}

const GaugeSeries* RunData::FindGauge(Gauge gauge) const {
  return Find(gauges, [&](const auto& s) { return s.gauge == gauge; });
}

const DefinedTrend* RunData::FindDefinedTrend(const std::string& metric, const Tags& tags) const {
  return Find(defined_trends, [&](const auto& s) { return s.metric == metric && s.tags == tags; });
}

const DefinedLevels* RunData::FindDefinedLevels(const std::string& metric, const Tags& tags) const {
  return Find(defined_levels, [&](const auto& s) { return s.metric == metric && s.tags == tags; });
}

const ScenarioRun* RunData::FindScenario(const std::string& name) const {
  return Find(scenarios, [&](const ScenarioRun& s) { return s.name == name; });
}

const ShareSeries* FindShare(const std::vector<ShareSeries>& shares, const std::string& name,
                             const Tags& tags) {
  return Find(shares, [&](const ShareSeries& s) { return s.name == name && s.tags == tags; });
}

std::uint64_t RunData::Value(Counter counter, const Tags& tags) const {
  const CounterSeries* series = FindCounter(counter, tags);
  return series == nullptr ? 0 : series->value;
}

}  // namespace clamor
