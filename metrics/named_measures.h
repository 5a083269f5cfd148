// SPDX-License-Identifier: Apache-2.0
// What a suite reports under names of its own.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {

struct NamedValue {
  std::string_view function;    // "mean", "p50", "p95", "p99" of a distribution; else "value"
  std::optional<double> value;  // none: nothing was measured
  Unit unit = Unit::kCount;
};

// Four of a distribution, else one.
std::vector<NamedValue> ValuesOf(const NamedMeasure& named, const RunData& run);

// What the name stands for, as the grammar reads it. Throws SlaError.
ParsedValue ParseNamed(const NamedMeasure& named, const std::vector<DefinedMetric>& defined);

}  // namespace clamor
