// SPDX-License-Identifier: Apache-2.0
#include "reporters/definitions.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "metrics/catalogue.h"
#include "metrics/named_measures.h"

namespace clamor {
namespace {

// All that a measure of a trend is made of: "p95(response_time)".
bool IsAbout(std::string_view measure, std::string_view metric) {
  return measure.find("(" + std::string(metric) + ")") != std::string_view::npos;
}

bool IsAskedFor(const RunData& run, std::string_view metric) {
  return std::any_of(run.verdicts.begin(), run.verdicts.end(),
                     [metric](const Verdict& verdict) { return IsAbout(verdict.sla, metric); }) ||
         std::any_of(run.named.begin(), run.named.end(), [metric](const NamedMeasure& named) {
           return IsAbout(named.measure, metric);
         });
}

}  // namespace

std::vector<Figure> DefinitionsOf(const RunData& run) {
  std::vector<Figure> definitions;
  const auto add = [&](std::string_view metric, std::string_view definition) {
    if (definition.empty() || !IsAskedFor(run, metric)) return;
    definitions.push_back({std::string(metric), std::string(definition)});
  };
  for (std::size_t i = 0; i < kTrends; ++i) {
    const MetricInfo& info = Info(static_cast<Trend>(i));
    add(info.name, info.definition);
  }
  for (const DefinedMetric& metric : run.defined) add(metric.name, metric.definition);
  return definitions;
}

}  // namespace clamor
