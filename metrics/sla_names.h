// SPDX-License-Identifier: Apache-2.0
// Internal to the SLA grammar: the names that may stand somewhere, for messages that name the
// closest.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "metrics/series_plan.h"

namespace clamor {

bool IsDistribution(const DefinedMetric& metric);

std::vector<std::string_view> NamesOfMeasures(std::span<const DefinedMetric> defined);
std::vector<std::string_view> NamesOfDistributions(std::span<const DefinedMetric> defined);
std::vector<std::string_view> NamesOfFailures();

}  // namespace clamor
