// SPDX-License-Identifier: Apache-2.0
#include "metrics/defined_table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "metrics/histogram_scale.h"

namespace clamor {

DefinedTable::DefinedTable(const SeriesPlan& plan)
    : plan_(&plan),
      trends_(plan.slices.size(), plan.defined.size()),
      levels_(plan.slices.size() * plan.defined.size()),
      rates_(plan, plan.defined.size()) {}

void DefinedTable::AddTurn(const TurnRecord& turn, std::uint32_t second,
                           std::span<const SliceId> slices) {
  for (const DefinedSample& sample : turn.defined) {
    if (!std::isfinite(sample.value)) continue;
    const DefinedMetric& metric = plan_->defined[sample.metric];
    switch (metric.kind) {
      case SampleKind::kTrend:
        trends_.Add(sample.metric, ToHistogram(sample.value, metric.unit), second, slices);
        break;
      case SampleKind::kRate:
        rates_.Add(sample.metric, sample.value != 0, second, slices);
        break;
      case SampleKind::kCounter:
      case SampleKind::kGauge:
        AddLevel(sample, second, turn.ended, slices);
        break;
    }
  }
}

namespace {

// The second's place in a row that is sorted by second; a new one comes from `fresh`.
template <class Level>
Level& PlaceOf(std::vector<Level>& row, const Level& fresh) {
  if (row.empty() || row.back().second < fresh.second) return row.emplace_back(fresh);
  const auto place =
      std::lower_bound(row.begin(), row.end(), fresh,
                       [](const Level& a, const Level& b) { return a.second < b.second; });
  return place->second == fresh.second ? *place : *row.insert(place, fresh);
}

}  // namespace

void DefinedTable::AddLevel(const DefinedSample& sample, std::uint32_t second, Time at,
                            std::span<const SliceId> slices) {
  const bool sums = plan_->defined[sample.metric].kind == SampleKind::kCounter;
  for (const SliceId slice : slices) {
    Levels& levels = LevelsAt(slice, sample.metric);
    if (sums) {
      levels.sum += sample.value;
      if (slice == 0) PlaceOf(levels.per_second, {second, 0, at}).value += sample.value;
      continue;
    }
    Level& level = PlaceOf(levels.per_second, {second, sample.value, at});
    if (level.at <= at) level = {second, sample.value, at};
  }
}

void DefinedTable::MergeLevels(const DefinedTable& other) {
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const bool sums = plan_->defined[i % plan_->defined.size()].kind == SampleKind::kCounter;
    levels_[i].sum += other.levels_[i].sum;
    for (const Level& theirs : other.levels_[i].per_second) {
      Level& mine = PlaceOf(levels_[i].per_second, {theirs.second, 0, Time::min()});
      if (sums) {
        mine.value += theirs.value;
      } else if (mine.at <= theirs.at) {
        mine = theirs;
      }
    }
  }
}

void DefinedTable::Merge(const DefinedTable& other) {
  trends_.Merge(other.trends_);
  MergeLevels(other);
  rates_.Merge(other.rates_);
}

void DefinedTable::Merge(DefinedTable&& other) {
  trends_.Merge(std::move(other.trends_));
  MergeLevels(other);
  rates_.Merge(other.rates_);
}

void DefinedTable::WriteTo(RunData& run, std::span<const SliceId> slices) const {
  WriteRest(run);
  for (const SliceId slice : slices) {
    for (std::size_t metric = 0; metric < plan_->defined.size(); ++metric) {
      const SampleSeries* series = trends_.Find(slice, metric);
      if (series == nullptr) continue;
      run.defined_trends.push_back(
          {plan_->defined[metric].name, plan_->slices[slice], series->histogram, series->timeline});
    }
  }
}

void DefinedTable::MoveTo(RunData& run) {
  WriteRest(run);
  trends_.TakeEach([&](std::size_t slice, std::size_t metric, SampleSeries series) {
    run.defined_trends.push_back({plan_->defined[metric].name, plan_->slices[slice],
                                  std::move(series.histogram), std::move(series.timeline)});
  });
}

void DefinedTable::WriteRest(RunData& run) const {
  run.defined = plan_->defined;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const Levels& levels = levels_[i];
    const DefinedMetric& metric = plan_->defined[i % plan_->defined.size()];
    if (levels.per_second.empty() && levels.sum == 0) continue;
    DefinedLevels series{metric.name, plan_->slices[i / plan_->defined.size()], levels.sum, {}};
    for (const Level& level : levels.per_second) {
      series.per_second.push_back({level.second, level.value});
    }
    run.defined_levels.push_back(std::move(series));
  }
  for (std::size_t metric = 0; metric < plan_->defined.size(); ++metric) {
    if (plan_->defined[metric].kind != SampleKind::kRate) continue;
    rates_.WriteTo(metric, plan_->defined[metric].name, plan_->slices, run.defined_rates);
  }
}

}  // namespace clamor
