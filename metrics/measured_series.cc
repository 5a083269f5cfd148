// SPDX-License-Identifier: Apache-2.0
#include "metrics/measured_series.h"

#include <algorithm>

#include "metrics/histogram_scale.h"

namespace clamor {
namespace {

constexpr const char* kScenarioTag = "scenario";

double InSeconds(std::chrono::nanoseconds value) {
  return std::chrono::duration<double>(value).count();
}

// None for a series that is not there or has no sample.
template <class Series>
std::optional<Distribution> In(const Series* series, double scale) {
  if (series == nullptr || series->histogram.empty()) return std::nullopt;
  return Distribution{series->histogram, series->timeline, scale};
}

void AddShare(const std::vector<ShareSeries>& shares, const std::string& name, const Tags& tags,
              std::vector<const ShareSeries*>& found) {
  if (const ShareSeries* share = FindShare(shares, name, tags)) found.push_back(share);
}

}  // namespace

std::optional<Distribution> DistributionOf(const ParsedMeasure& measure, const RunData& run) {
  if (!measure.defined) return In(run.FindTrend(*measure.trend, measure.tags), 1);
  return In(run.FindDefinedTrend(measure.defined->name, measure.tags),
            HistogramScale(measure.defined->unit));
}

std::vector<SecondValue> LevelsOf(const ParsedMeasure& measure, const RunData& run) {
  if (measure.defined) {
    const DefinedLevels* series = run.FindDefinedLevels(measure.defined->name, measure.tags);
    return series == nullptr ? std::vector<SecondValue>() : series->per_second;
  }
  std::vector<SecondValue> levels;
  const GaugeSeries* series = run.FindGauge(*measure.gauge);
  if (series == nullptr) return levels;
  for (std::size_t s = 0; s < series->per_second.size(); ++s) {
    levels.push_back({static_cast<std::uint32_t>(s), series->per_second[s]});
  }
  return levels;
}

std::vector<const ShareSeries*> SharesOf(const ParsedMeasure& measure, const RunData& run) {
  std::vector<const ShareSeries*> found;
  if (measure.function == Function::kGoodput) {
    AddShare(run.goodputs, measure.WithoutTags(), measure.tags, found);
  } else if (measure.function == Function::kDefinedShare) {
    AddShare(run.defined_rates, measure.defined->name, measure.tags, found);
  } else {
    for (const NamedCheck& check : run.checks) {
      if (!measure.check.empty() && measure.check != check.name) continue;
      AddShare(run.check_rates, check.name, measure.tags, found);
    }
  }
  return found;
}

Stretch CountedTimeOf(const Tags& tags, const RunData& run) {
  const auto named = std::find_if(tags.begin(), tags.end(),
                                  [](const auto& tag) { return tag.first == kScenarioTag; });
  const ScenarioRun* scenario = named == tags.end() ? nullptr : run.FindScenario(named->second);
  if (scenario == nullptr) return {0, InSeconds(run.counted)};
  return {InSeconds(scenario->started), InSeconds(scenario->started + scenario->counted)};
}

bool IsPartOf(const Stretch& stretch, const RunData& run) {
  return stretch.begin > 0 || stretch.end < InSeconds(run.counted);
}

}  // namespace clamor
