// SPDX-License-Identifier: Apache-2.0
// Rows of counts per second.
#include "metrics/per_second.h"

#include <algorithm>
#include <span>

#include "metrics/measured_series.h"

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;

void Add(Row& into, const Row& from) {
  into.resize(std::max(into.size(), from.size()));
  for (std::size_t s = 0; s < from.size(); ++s) into[s] += from[s];
}

Row SumOf(std::span<const Counter> counters, const Tags& tags, const RunData& run) {
  Row sum;
  for (const Counter counter : counters) {
    if (const CounterSeries* series = run.FindCounter(counter, tags)) Add(sum, series->per_second);
  }
  return sum;
}

bool AllKeptOfTags(std::span<const Counter> counters) {
  return std::all_of(counters.begin(), counters.end(), KeptByTheSecondOfTags);
}

}  // namespace

bool KeptByTheSecond(const ParsedMeasure& measure) {
  if (measure.failure) return false;
  if (measure.tags.empty()) return true;
  switch (measure.function) {
    case Function::kCounter:
      return KeptByTheSecondOfTags(*measure.counter);
    case Function::kComputed:
      return AllKeptOfTags(measure.computed->part) && AllKeptOfTags(measure.computed->of);
    case Function::kDefinedTotal:
      return false;
    default:
      return true;
  }
}

SharePerSecond ShareRows(const ParsedMeasure& measure, const RunData& run) {
  if (measure.function == Function::kComputed) {
    return {SumOf(measure.computed->part, measure.tags, run),
            SumOf(measure.computed->of, measure.tags, run)};
  }
  SharePerSecond rows;
  for (const ShareSeries* share : SharesOf(measure, run)) {
    Add(rows.part, share->yes_per_second);
    Add(rows.whole, share->of_per_second);
  }
  return rows;
}

Row CountRow(const ParsedMeasure& measure, const RunData& run) {
  if (measure.function == Function::kComputed) {
    return SumOf(measure.computed->part, measure.tags, run);
  }
  const Counter counter = measure.counter.value_or(Counter::kTurnsFailed);  // failures
  return SumOf({&counter, 1}, measure.tags, run);
}

}  // namespace clamor
