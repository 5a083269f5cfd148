// SPDX-License-Identifier: Apache-2.0
// Merging of shards.
#include "metrics/merge_runs.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "metrics/exemplar_table.h"
#include "metrics/failure_log.h"
#include "metrics/merge_defined.h"

namespace clamor {
namespace {

using std::chrono::nanoseconds;

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
    offsets.together = false;
    second_begins =
        static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(first).count());
    into.counted += from.counted;
  }
  return offsets;
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

bool IsOfAllShards(Gauge gauge) {
  return gauge < Gauge::kGeneratorCpu || gauge == Gauge::kArrivalRate;
}

// Users of all shards together; of their processors the busiest. The server is the same for all.
void MergeGauges(RunData& into, const RunData& from, const Offsets& offsets) {
  for (const GaugeSeries& theirs : from.gauges) {
    FindOrAdd(into.gauges, GaugeSeries{theirs.gauge, {}},
              [&](const auto& s) { return s.gauge == theirs.gauge; });
  }
  for (GaugeSeries& series : into.gauges) {
    const GaugeSeries* theirs = from.FindGauge(series.gauge);
    const bool adds_up = IsOfAllShards(series.gauge);
    MergeRow(series.per_second, theirs == nullptr ? std::vector<double>() : theirs->per_second,
             offsets, [adds_up](double a, double b) { return adds_up ? a + b : std::max(a, b); });
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
  for (std::size_t i = 0; i < into.finishes.size(); ++i) into.finishes[i] += from.finishes[i];
}

void MergeExemplars(RunData& into, const RunData& from, const Offsets& offsets) {
  ExemplarTable table;
  const auto add = [&table](Exemplar exemplar, std::uint32_t later) {
    exemplar.second += later;
    table.Add(exemplar);
  };
  for (const Exemplar& mine : into.exemplars) add(mine, offsets.into);
  for (const Exemplar& theirs : from.exemplars) add(theirs, offsets.from);
  into.exemplars = table.Exemplars();
}

std::optional<double> Larger(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::max(*a, *b) : (a ? a : b);
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

void MergePlannedTurns(std::optional<std::uint64_t>& into,
                       const std::optional<std::uint64_t>& from) {
  if (into && from) {
    *into += *from;
  } else {
    into.reset();
  }
}

void MergeSettings(RunSettings& into, const RunSettings& from) {
  into.users += from.users;
  MergePlannedTurns(into.planned_turns, from.planned_turns);
  if (into.trace_url.empty()) into.trace_url = from.trace_url;
  if (into.command != from.command) into.command.clear();  // no one command makes them all
}

nanoseconds Later(nanoseconds time, std::uint32_t offset) {
  return time + std::chrono::seconds(offset);
}

// Shards of a scenario run side by side; the same one of two load tests, one after the other, has
// no users at both times.
void MergeScenarios(RunData& into, const RunData& from, const Offsets& offsets) {
  for (ScenarioRun& scenario : into.scenarios) {
    scenario.started = Later(scenario.started, offsets.into);
  }
  for (ScenarioRun theirs : from.scenarios) {
    theirs.started = Later(theirs.started, offsets.from);
    const auto mine =
        std::find_if(into.scenarios.begin(), into.scenarios.end(),
                     [&theirs](const ScenarioRun& s) { return s.name == theirs.name; });
    if (mine == into.scenarios.end()) {
      into.scenarios.push_back(std::move(theirs));
      continue;
    }
    const auto ended = std::max(mine->started + mine->counted, theirs.started + theirs.counted);
    mine->started = std::min(mine->started, theirs.started);
    mine->counted = offsets.together ? ended - mine->started : mine->counted + theirs.counted;
    mine->users =
        offsets.together ? mine->users + theirs.users : std::max(mine->users, theirs.users);
    MergePlannedTurns(mine->planned_turns, theirs.planned_turns);
  }
}

}  // namespace

void MergeRuns(RunData& into, const RunData& from) {
  CheckSameDefinitions(into, from);
  const Offsets offsets = MergeTime(into, from);
  into.wall = std::max(into.wall, from.wall);
  into.interrupted = into.interrupted || from.interrupted;
  if (into.ended_early.empty()) into.ended_early = from.ended_early;
  MergeSettings(into.settings, from.settings);
  MergeTrends(into, from, offsets);
  MergeCounters(into, from, offsets);
  MergeGauges(into, from, offsets);
  MergeShares(into.goodputs, from.goodputs, offsets);
  MergeDefined(into, from, offsets);
  MergeScenarios(into, from, offsets);
  MergeFailures(into, from);
  MergeExemplars(into, from, offsets);
  MergeGenerator(into.generator, from.generator);
  AddMissing(into.slices, from.slices, std::equal_to<>());
  AddMissing(into.errors, from.errors, std::equal_to<>());
  AddMissing(into.named, from.named,
             [](const NamedMeasure& a, const NamedMeasure& b) { return a.name == b.name; });
  AddMissing(into.warnings, from.warnings,
             [](const Warning& a, const Warning& b) { return a.name == b.name; });
  AddMissing(into.files, from.files,
             [](const MadeFile& a, const MadeFile& b) { return a.path == b.path; });
  AddMissing(into.promised, from.promised, [](const PromisedSla& a, const PromisedSla& b) {
    return a.sla == b.sla && a.warns == b.warns;
  });
  into.verdicts.clear();
  into.breaking_point.reset();
  into.health.reset();
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
