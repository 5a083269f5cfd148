// SPDX-License-Identifier: Apache-2.0
// Rows of counts per second.
#include "metrics/per_second.h"

#include <algorithm>

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;

Row RowOf(const RunData& run, Counter counter, const Tags& tags) {
  const CounterSeries* series = run.FindCounter(counter, tags);
  return series == nullptr ? Row() : series->per_second;
}

Row Sum(Row a, const Row& b) {
  a.resize(std::max(a.size(), b.size()));
  for (std::size_t s = 0; s < b.size(); ++s) a[s] += b[s];
  return a;
}

Row Ended(const RunData& run, const Tags& tags) {
  return Sum(RowOf(run, Counter::kTurnsSucceeded, tags), RowOf(run, Counter::kTurnsFailed, tags));
}

}  // namespace

SharePerSecond ShareRows(const ParsedMeasure& measure, const RunData& run) {
  if (measure.function == Function::kGoodput) {
    const GoodputSeries* series = run.FindGoodput(measure.WithoutTags(), measure.tags);
    if (series == nullptr) return {};
    return {series->good_per_second, series->of_per_second};
  }
  const Counter part =
      measure.function == Function::kErrorRate ? Counter::kTurnsFailed : Counter::kTurnsSucceeded;
  return {RowOf(run, part, measure.tags), Ended(run, measure.tags)};
}

Row CountRow(const ParsedMeasure& measure, const RunData& run) {
  switch (measure.function) {
    case Function::kThroughput:
      return Ended(run, measure.tags);
    case Function::kTokenRate:
      return RowOf(run, Counter::kCompletionTokens, measure.tags);
    case Function::kFailures:
      return RowOf(run, Counter::kTurnsFailed, measure.tags);
    default:
      return RowOf(run, *measure.counter, measure.tags);
  }
}

}  // namespace clamor
