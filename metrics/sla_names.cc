// SPDX-License-Identifier: Apache-2.0
#include "metrics/sla_names.h"

#include "clamor/failure.h"
#include "metrics/catalogue.h"

namespace clamor {
namespace {

using Names = std::vector<std::string_view>;
using Defined = std::span<const DefinedMetric>;

}  // namespace

bool IsDistribution(const DefinedMetric& metric) {
  return metric.kind == SampleKind::kTrend || metric.kind == SampleKind::kGauge;
}

Names NamesOfMeasures(Defined defined) {
  Names names{"p50", "p90", "p95", "p99", "p99.9", "mean", "min", "max"};
  for (const MetricInfo& info : Catalogue()) names.push_back(info.name);
  for (const DefinedMetric& metric : defined) names.push_back(metric.name);
  return names;
}

Names NamesOfDistributions(Defined defined) {
  Names names;
  for (const MetricInfo& info : Catalogue()) {
    if (info.kind == MetricKind::kTrend || info.kind == MetricKind::kGauge) {
      names.push_back(info.name);
    }
  }
  for (const DefinedMetric& metric : defined) {
    if (IsDistribution(metric)) names.push_back(metric.name);
  }
  return names;
}

Names NamesOfFailures() {
  Names names;
  for (std::size_t i = 0; i < kFailureKinds; ++i) {
    names.push_back(ToString(static_cast<Failure>(i)));
  }
  return names;
}

}  // namespace clamor
