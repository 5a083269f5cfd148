// SPDX-License-Identifier: Apache-2.0
#include "metrics/merge_defined.h"

#include <fmt/format.h>

#include <stdexcept>

#include "metrics/result_names.h"

namespace clamor {
namespace {

const DefinedMetric* Find(const std::vector<DefinedMetric>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&name](const DefinedMetric& m) { return m.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string Described(const DefinedMetric& metric) {
  return fmt::format("a {} in {}", NameOf(metric.kind), NameOf(metric.unit));
}

void MergeTrends(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const DefinedTrend& theirs : from.defined_trends) {
    FindOrAdd(into.defined_trends, DefinedTrend{theirs.metric, theirs.tags, {}, Timeline()},
              [&](const auto& s) { return s.metric == theirs.metric && s.tags == theirs.tags; });
  }
  for (DefinedTrend& series : into.defined_trends) {
    const DefinedTrend* theirs = from.FindDefinedTrend(series.metric, series.tags);
    if (theirs != nullptr) series.histogram.Merge(theirs->histogram);
    MergeTimeline(series.timeline, theirs == nullptr ? Timeline() : theirs->timeline, offsets);
  }
}

void MergeSamples(std::vector<SecondValue>& into, const std::vector<SecondValue>& from,
                  const Offsets& offsets, bool sums) {
  for (SecondValue& sample : into) sample.second += offsets.into;
  for (const SecondValue& theirs : from) {
    const std::uint32_t second = theirs.second + offsets.from;
    const auto place = std::lower_bound(
        into.begin(), into.end(), second,
        [](const SecondValue& sample, std::uint32_t s) { return sample.second < s; });
    if (place == into.end() || place->second != second) {
      into.insert(place, {second, theirs.value});
    } else {
      place->value = sums ? place->value + theirs.value : std::max(place->value, theirs.value);
    }
  }
}

void MergeLevels(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const DefinedLevels& theirs : from.defined_levels) {
    FindOrAdd(into.defined_levels, DefinedLevels{theirs.metric, theirs.tags, 0, {}},
              [&](const auto& s) { return s.metric == theirs.metric && s.tags == theirs.tags; });
  }
  for (DefinedLevels& series : into.defined_levels) {
    const DefinedMetric* metric = Find(into.defined, series.metric);
    const bool sums = metric != nullptr && metric->kind == SampleKind::kCounter;
    const DefinedLevels* theirs = from.FindDefinedLevels(series.metric, series.tags);
    series.sum += theirs == nullptr ? 0 : theirs->sum;
    MergeSamples(series.per_second,
                 theirs == nullptr ? std::vector<SecondValue>() : theirs->per_second, offsets,
                 sums);
  }
}

}  // namespace

void MergeShares(std::vector<ShareSeries>& into, const std::vector<ShareSeries>& from,
                 const Offsets& offsets) {
  for (const ShareSeries& theirs : from) {
    FindOrAdd(into, ShareSeries{theirs.name, theirs.tags, 0, 0, {}, {}},
              [&](const auto& s) { return s.name == theirs.name && s.tags == theirs.tags; });
  }
  for (ShareSeries& series : into) {
    const ShareSeries* theirs = FindShare(from, series.name, series.tags);
    const ShareSeries none;
    const ShareSeries& other = theirs == nullptr ? none : *theirs;
    series.yes += other.yes;
    series.of += other.of;
    MergeRow(series.yes_per_second, other.yes_per_second, offsets, kAdd);
    MergeRow(series.of_per_second, other.of_per_second, offsets, kAdd);
  }
}

void CheckSameDefinitions(const RunData& into, const RunData& from) {
  for (const DefinedMetric& theirs : from.defined) {
    const DefinedMetric* mine = Find(into.defined, theirs.name);
    if (mine == nullptr || *mine == theirs) continue;
    throw std::runtime_error(fmt::format(
        "the metric \"{}\" is {} in {} and {} in {}: such results cannot be put together, expected "
        "one definition of it",
        theirs.name, Described(*mine), into.FullName(), Described(theirs), from.FullName()));
  }
}

void MergeDefined(RunData& into, const RunData& from, const Offsets& offsets) {
  AddMissing(into.checks, from.checks,
             [](const NamedCheck& a, const NamedCheck& b) { return a.name == b.name; });
  AddMissing(into.defined, from.defined, std::equal_to<>());
  MergeShares(into.check_rates, from.check_rates, offsets);
  MergeShares(into.defined_rates, from.defined_rates, offsets);
  MergeTrends(into, from, offsets);
  MergeLevels(into, from, offsets);
}

}  // namespace clamor
