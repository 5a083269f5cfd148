// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/paired_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "metrics/merge_runs.h"
#include "metrics/regression/compared_measures.h"

namespace clamor {
namespace {

// What the values of all blocks together are made of: eighty blocks with all their tags and seconds
// would not fit in memory.
RunData WithoutTagsAndSeconds(const RunData& run) {
  RunData reduced;
  reduced.suite = run.suite;
  reduced.test = run.test;
  reduced.repetition = run.repetition;
  reduced.started = run.started;
  reduced.counted = run.counted;
  reduced.settings = run.settings;
  reduced.defined = run.defined;
  for (const TrendSeries& series : run.trends) {
    if (series.tags.empty())
      reduced.trends.push_back({series.trend, {}, series.histogram, Timeline()});
  }
  for (const DefinedTrend& series : run.defined_trends) {
    if (!series.tags.empty()) continue;
    reduced.defined_trends.push_back({series.metric, {}, series.histogram, Timeline()});
  }
  for (const CounterSeries& series : run.counters) {
    if (series.tags.empty()) reduced.counters.push_back({series.counter, {}, series.value, {}});
  }
  return reduced;
}

using Blocks = std::vector<std::map<std::string, double>>;

std::optional<double> ValueIn(const Blocks& blocks, std::size_t pair, const std::string& measure) {
  if (pair >= blocks.size()) return std::nullopt;
  const auto found = blocks[pair].find(measure);
  return found == blocks[pair].end() ? std::nullopt : std::optional(found->second);
}

double MeanOf(const Blocks& blocks, const std::string& measure) {
  double sum = 0;
  int count = 0;
  for (std::size_t pair = 0; pair < blocks.size(); ++pair) {
    if (const auto value = ValueIn(blocks, pair, measure)) {
      sum += *value;
      ++count;
    }
  }
  return count == 0 ? 0 : sum / count;
}

// Of all blocks together; levels, which no block's whole has, as the mean of the blocks.
ComparedMeasure WholeOf(const RunData& whole, const Blocks& blocks, const std::string& name,
                        Unit unit) {
  for (ComparedMeasure& measure : ComparedMeasures(whole)) {
    if (measure.name == name) return std::move(measure);
  }
  return {name, unit, MeanOf(blocks, name), 0};
}

// Logarithms make twice as slow and twice as fast the same distance.
double DifferenceOf(double base, double head, bool is_share) {
  if (is_share) return head - base;
  return base > 0 && head > 0 ? std::log(head / base) : PairedSeries::kMissing;
}

// One process of each build holds it all the time: forty blocks are one measurement of it, and
// which of two equal processes took more says nothing of the builds.
bool IsOfOneProcess(const MeasureChange& change) { return change.unit == Unit::kBytes; }
constexpr char kOneProcess[] = "told, not judged: it is of one process of each build";

double EffectOf(const MeasureChange& change) {
  if (change.IsShare()) return change.head - change.base;
  return change.base > 0 ? change.head / change.base : 1;
}

void SetJudgement(MeasureChange& change, const JudgedSeries& judged) {
  change.pairs = judged.pairs;
  if (judged.has_too_few) {
    change.estimate = EffectOf(change);
    change.remark = fmt::format("measured in {} pairs only", judged.pairs);
    return;
  }
  change.change = judged.change;
  change.p_value = judged.p_value;
  change.same_within = judged.same_within;
  change.detectable = judged.detectable;
  change.has_interval = true;
  const bool is_share = change.IsShare();
  change.estimate = is_share ? judged.estimate : std::exp(judged.estimate);
  change.low = is_share ? judged.low : std::exp(judged.low);
  change.high = is_share ? judged.high : std::exp(judged.high);
}

}  // namespace

void PairedBlocks::Add(const std::vector<RunData>& base, const std::vector<RunData>& head) {
  if (pairs_ == 0) {
    builds_ = {BuildOf(base), BuildOf(head)};
    for (const RunData& run : base) {
      for (const RunData& other : head) {
        if (NameInComparison(run) != NameInComparison(other)) continue;
        for (std::string& sentence : DifferencesOfSetting(run, other)) {
          cautions_.push_back(std::move(sentence));
        }
      }
    }
  }
  AddSide(kBase, base);
  AddSide(kHead, head);
  ++pairs_;
}

void PairedBlocks::AddSide(Side side, const std::vector<RunData>& runs) {
  for (const RunData& run : runs) {
    LoadTest& test = LoadTestNamed(NameInComparison(run));
    auto& blocks = test.values[side];
    blocks.resize(pairs_ + 1);
    for (const ComparedMeasure& measure : ComparedMeasures(run)) {
      blocks[pairs_][measure.name] = measure.value;
      const bool known = std::any_of(test.measures.begin(), test.measures.end(),
                                     [&](const Measure& m) { return m.name == measure.name; });
      if (!known) test.measures.push_back({measure.name, measure.unit});
    }
    if (test.whole[side]) {
      MergeRuns(*test.whole[side], WithoutTagsAndSeconds(run));
    } else {
      test.whole[side] = WithoutTagsAndSeconds(run);
    }
  }
}

PairedBlocks::LoadTest& PairedBlocks::LoadTestNamed(const std::string& name) {
  const auto found = std::find_if(tests_.begin(), tests_.end(),
                                  [&name](const LoadTest& test) { return test.name == name; });
  if (found != tests_.end()) return *found;
  tests_.push_back({name, {}, {}, {}});
  return tests_.back();
}

std::string PairedBlocks::WhyNotCompared(const LoadTest& test, const std::string& measure) const {
  std::array<std::size_t, 2> measured{};
  std::size_t both = 0;
  for (std::size_t pair = 0; pair < pairs_; ++pair) {
    const bool in_base = ValueIn(test.values[kBase], pair, measure).has_value();
    const bool in_head = ValueIn(test.values[kHead], pair, measure).has_value();
    measured[kBase] += in_base ? 1 : 0;
    measured[kHead] += in_head ? 1 : 0;
    both += in_base && in_head ? 1 : 0;
  }
  if (measured[kHead] == 0) return kOnlyBase;
  if (measured[kBase] == 0) return kOnlyHead;
  if (2 * both >= pairs_) return "";
  return fmt::format("only {} of {} pairs have enough samples of it on both sides", both, pairs_);
}

PairedSeries PairedBlocks::SeriesOf(const LoadTest& test, const MeasureChange& change) const {
  PairedSeries series;
  series.is_share = change.IsShare();
  series.fewest_of = std::min(change.base_samples, change.head_samples);
  for (std::size_t pair = 0; pair < pairs_; ++pair) {
    const auto base = ValueIn(test.values[kBase], pair, change.measure);
    const auto head = ValueIn(test.values[kHead], pair, change.measure);
    series.differences.push_back(base && head ? DifferenceOf(*base, *head, series.is_share)
                                              : PairedSeries::kMissing);
  }
  return series;
}

BuildComparison PairedBlocks::Frame() const {
  BuildComparison comparison;
  comparison.base = builds_[kBase];
  comparison.head = builds_[kHead];
  comparison.base.commit = commits_[kBase];
  comparison.head.commit = commits_[kHead];
  comparison.pairs = pairs_;
  comparison.planned_pairs = rules_.planned_pairs;
  comparison.lost = lost_;
  comparison.alpha = rules_.alpha;
  comparison.floor = rules_.floor;
  comparison.cautions = cautions_;
  comparison.server_ended = server_ended_;
  return comparison;
}

void PairedBlocks::ListMeasures(const LoadTest& test, BuildComparison& comparison,
                                std::vector<PairedSeries>& series,
                                std::vector<MeasureChange>& told) const {
  for (const Measure& measure : test.measures) {
    const std::string why = WhyNotCompared(test, measure.name);
    if (!why.empty()) {
      comparison.not_compared.push_back({test.name, measure.name, why});
      continue;
    }
    MeasureChange change = ChangeBetween(
        test.name, WholeOf(*test.whole[kBase], test.values[kBase], measure.name, measure.unit),
        WholeOf(*test.whole[kHead], test.values[kHead], measure.name, measure.unit));
    if (IsOfOneProcess(change)) {
      change.estimate = EffectOf(change);
      change.remark = kOneProcess;
      told.push_back(std::move(change));
    } else {
      series.push_back(SeriesOf(test, change));
      comparison.changes.push_back(std::move(change));
    }
  }
}

BuildComparison PairedBlocks::Compare() {
  BuildComparison comparison = Frame();
  std::vector<PairedSeries> series;
  std::vector<MeasureChange> told;  // and not judged
  for (const LoadTest& test : tests_) {
    if (test.whole[kBase] && test.whole[kHead]) {
      ListMeasures(test, comparison, series, told);
    } else {
      comparison.not_compared.push_back({test.name, "", test.whole[kBase] ? kOnlyBase : kOnlyHead});
    }
  }
  const JudgedPairs judged = judge_.Judge(series);
  for (std::size_t i = 0; i < series.size(); ++i) {
    SetJudgement(comparison.changes[i], judged.series[i]);
  }
  comparison.changes.insert(comparison.changes.end(), told.begin(), told.end());
  return comparison;
}

}  // namespace clamor
