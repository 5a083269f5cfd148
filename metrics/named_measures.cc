// SPDX-License-Identifier: Apache-2.0
#include "metrics/named_measures.h"

#include <array>
#include <stdexcept>
#include <string>

#include "metrics/evaluate.h"

namespace clamor {
namespace {

constexpr std::array<std::string_view, 4> kOfDistributions{"mean", "p50", "p95", "p99"};

// "*(response_time){stream=true}" as "p95(response_time){stream=true}".
std::string WithFunction(const NamedMeasure& named, std::string_view function) {
  return std::string(function) + named.measure.substr(1);
}

NamedValue ValueOf(std::string_view function, const std::string& text, const RunData& run) {
  const ParsedValue parsed = ParseValue(text, run.defined);
  NamedValue value{function, std::nullopt, parsed.divisor ? Unit::kCount : parsed.measure.unit};
  try {
    value.value = MeasureOf(parsed, run).value;
  } catch (const std::invalid_argument&) {
    // The run kept no such series: a tag value that it never had.
  }
  return value;
}

}  // namespace

std::vector<NamedValue> ValuesOf(const NamedMeasure& named, const RunData& run) {
  if (!named.IsDistribution()) return {ValueOf("value", named.measure, run)};
  std::vector<NamedValue> values;
  for (const std::string_view function : kOfDistributions) {
    values.push_back(ValueOf(function, WithFunction(named, function), run));
  }
  return values;
}

ParsedValue ParseNamed(const NamedMeasure& named, const std::vector<DefinedMetric>& defined) {
  return ParseValue(named.IsDistribution() ? WithFunction(named, "mean") : named.measure, defined);
}

}  // namespace clamor
