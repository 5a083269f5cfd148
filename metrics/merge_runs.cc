// SPDX-License-Identifier: Apache-2.0
// Merging of shards.
#include "metrics/merge_runs.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "metrics/failure_log.h"

namespace clamor {
namespace {

using std::chrono::nanoseconds;

// How much later than the merged run's second 0 each of the two began, in whole seconds.
struct Offsets {
  std::uint32_t into = 0;
  std::uint32_t from = 0;
};

std::uint32_t WholeSeconds(nanoseconds time) {
  return static_cast<std::uint32_t>(std::chrono::round<std::chrono::seconds>(time).count());
}

// Sets started and counted of the merged run.
Offsets MergeTime(RunData& into, const RunData& from) {
  const nanoseconds later = from.started - into.started;
  into.started = std::min(into.started, from.started);
  const nanoseconds first = later.count() >= 0 ? into.counted : from.counted;
  Offsets offsets;
  std::uint32_t& second_begins = later.count() >= 0 ? offsets.from : offsets.into;
  const nanoseconds apart = std::chrono::abs(later);
  if (apart < first) {  // at the same time
    second_begins = WholeSeconds(apart);
    const nanoseconds second = later.count() >= 0 ? from.counted : into.counted;
    into.counted = std::max(first, apart + second);
  } else {  // the time between the two was not measured, and is left out
    second_begins =
        static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(first).count());
    into.counted += from.counted;
  }
  return offsets;
}

template <class Number, class Combine>
void MergeRow(std::vector<Number>& into, const std::vector<Number>& from, const Offsets& offsets,
              const Combine& combine) {
  into.insert(into.begin(), into.empty() ? 0 : offsets.into, Number{});
  if (from.empty()) return;
  into.resize(std::max(into.size(), from.size() + offsets.from));
  for (std::size_t s = 0; s < from.size(); ++s) {
    Number& sum = into[s + offsets.from];
    sum = combine(sum, from[s]);
  }
}

constexpr auto kAdd = [](auto a, auto b) { return a + b; };

void MergeTimeline(Timeline& into, const Timeline& from, const Offsets& offsets) {
  if (offsets.into > 0) {
    Timeline shifted(into.cell_seconds());
    shifted.Merge(into, offsets.into);
    into = std::move(shifted);
  }
  into.Merge(from, offsets.from);
}

// The element that `same` finds, else a new one.
template <class Series, class Same>
Series& FindOrAdd(std::vector<Series>& all, Series fresh, const Same& same) {
  const auto found = std::find_if(all.begin(), all.end(), same);
  if (found != all.end()) return *found;
  all.push_back(std::move(fresh));
  return all.back();
}

void MergeTrends(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const TrendSeries& theirs : from.trends) {
    FindOrAdd(into.trends, TrendSeries{theirs.trend, theirs.tags, {}, Timeline()},
              [&](const auto& s) { return s.trend == theirs.trend && s.tags == theirs.tags; });
  }
  for (TrendSeries& series : into.trends) {
    const TrendSeries* theirs = from.FindTrend(series.trend, series.tags);
    if (theirs != nullptr) series.histogram.Merge(theirs->histogram);
    MergeTimeline(series.timeline, theirs == nullptr ? Timeline() : theirs->timeline, offsets);
  }
}

void MergeCounters(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const CounterSeries& theirs : from.counters) {
    FindOrAdd(into.counters, CounterSeries{theirs.counter, theirs.tags, 0, {}},
              [&](const auto& s) { return s.counter == theirs.counter && s.tags == theirs.tags; });
  }
  for (CounterSeries& series : into.counters) {
    const CounterSeries* theirs = from.FindCounter(series.counter, series.tags);
    series.value += theirs == nullptr ? 0 : theirs->value;
    MergeRow(series.per_second,
             theirs == nullptr ? std::vector<std::uint32_t>() : theirs->per_second, offsets, kAdd);
  }
}

// Users of all shards together; of their processors the busiest.
void MergeGauges(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const GaugeSeries& theirs : from.gauges) {
    FindOrAdd(into.gauges, GaugeSeries{theirs.gauge, {}},
              [&](const auto& s) { return s.gauge == theirs.gauge; });
  }
  for (GaugeSeries& series : into.gauges) {
    const GaugeSeries* theirs = from.FindGauge(series.gauge);
    const bool busiest = series.gauge == Gauge::kGeneratorCpu;
    MergeRow(series.per_second, theirs == nullptr ? std::vector<double>() : theirs->per_second,
             offsets, [busiest](double a, double b) { return busiest ? std::max(a, b) : a + b; });
  }
}

void MergeGoodputs(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const GoodputSeries& theirs : from.goodputs) {
    FindOrAdd(into.goodputs, GoodputSeries{theirs.measure, theirs.tags, 0, 0, {}, {}},
              [&](const auto& s) { return s.measure == theirs.measure && s.tags == theirs.tags; });
  }
  for (GoodputSeries& series : into.goodputs) {
    const GoodputSeries* theirs = from.FindGoodput(series.measure, series.tags);
    const GoodputSeries none;
    const GoodputSeries& other = theirs == nullptr ? none : *theirs;
    series.good += other.good;
    series.of += other.of;
    MergeRow(series.good_per_second, other.good_per_second, offsets, kAdd);
    MergeRow(series.of_per_second, other.of_per_second, offsets, kAdd);
  }
}

void MergeFailures(RunData& into, const RunData& from) {
  FailureLog log;
  log.Merge(into.failures);
  log.Merge(from.failures);
  into.failures = log.Counts();
  for (std::size_t i = 0; i < into.stream_ends.size(); ++i) {
    into.stream_ends[i] += from.stream_ends[i];
  }
}

std::optional<double> Larger(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::max(*a, *b) : (a ? a : b);
}

template <class Element, class Same>
void AddMissing(std::vector<Element>& into, const std::vector<Element>& from, const Same& same) {
  for (const Element& element : from) {
    const bool known = std::any_of(into.begin(), into.end(),
                                   [&](const Element& mine) { return same(mine, element); });
    if (!known) into.push_back(element);
  }
}

void MergeGenerator(GeneratorHealth& into, const GeneratorHealth& from) {
  const int threads = into.threads + from.threads;
  if (threads > 0) {
    into.mean_cpu = (into.mean_cpu * into.threads + from.mean_cpu * from.threads) / threads;
  }
  into.threads = threads;
  into.peak_cpu = std::max(into.peak_cpu, from.peak_cpu);
  into.steal = Larger(into.steal, from.steal);
  into.pressure = Larger(into.pressure, from.pressure);
  into.memory_peak_bytes = std::max(into.memory_peak_bytes, from.memory_peak_bytes);
  into.memory_per_user_bytes = std::max(into.memory_per_user_bytes, from.memory_per_user_bytes);
  into.kernel_stamps = into.kernel_stamps && from.kernel_stamps;
  AddMissing(into.void_because, from.void_because, std::equal_to<>());
  into.first_token_as_read.Merge(from.first_token_as_read);
  into.response_as_read.Merge(from.response_as_read);
}

void MergeSettings(RunSettings& into, const RunSettings& from) {
  into.users += from.users;
  if (into.planned_turns && from.planned_turns) {
    *into.planned_turns += *from.planned_turns;
  } else {
    into.planned_turns.reset();
  }
}

}  // namespace

void MergeRuns(RunData& into, const RunData& from) {
  const Offsets offsets = MergeTime(into, from);
  into.wall = std::max(into.wall, from.wall);
  into.interrupted = into.interrupted || from.interrupted;
  if (into.ended_early.empty()) into.ended_early = from.ended_early;
  MergeSettings(into.settings, from.settings);
  MergeTrends(into, from, offsets);
  MergeCounters(into, from, offsets);
  MergeGauges(into, from, offsets);
  MergeGoodputs(into, from, offsets);
  MergeFailures(into, from);
  MergeGenerator(into.generator, from.generator);
  AddMissing(into.slices, from.slices, std::equal_to<>());
  AddMissing(into.errors, from.errors, std::equal_to<>());
  AddMissing(into.warnings, from.warnings,
             [](const Warning& a, const Warning& b) { return a.name == b.name; });
  AddMissing(into.promised, from.promised,
             [](const PromisedSla& a, const PromisedSla& b) { return a.sla == b.sla; });
  into.verdicts.clear();
}

RunData MergeInTime(std::vector<RunData> runs) {
  std::stable_sort(runs.begin(), runs.end(),
                   [](const RunData& a, const RunData& b) { return a.started < b.started; });
  std::vector<RunData> apart;
  for (RunData& run : runs) {
    if (!apart.empty() && run.started < apart.back().started + apart.back().counted) {
      MergeRuns(apart.back(), run);
    } else {
      apart.push_back(std::move(run));
    }
  }
  RunData whole = std::move(apart.front());
  for (std::size_t i = 1; i < apart.size(); ++i) MergeRuns(whole, apart[i]);
  return whole;
}

}  // namespace clamor
