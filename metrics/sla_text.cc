// SPDX-License-Identifier: Apache-2.0
// Prints SLAs: the typed spelling of clamor/metric.h and what was parsed, in the one canonical way.
#include <fmt/format.h>

#include <algorithm>

#include "clamor/sla.h"
#include "metrics/limit_text.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

std::string_view NameOf(const ParsedMeasure& measure) {
  if (measure.defined) return measure.defined->name;
  return measure.trend ? Info(*measure.trend).name : Info(*measure.gauge).name;
}

std::string GoodputText(const ParsedMeasure& measure) {
  std::string limits;
  for (const auto& [trend, limit] : measure.limits) {
    limits += fmt::format("{}{} < {}", limits.empty() ? "" : ", ", Info(trend).name,
                          LimitText(Seconds(limit).count(), Unit::kSeconds));
  }
  return "goodput(" + limits + ")";
}

void SetTag(Tags& tags, std::string_view tag, std::string_view value) {
  std::erase_if(tags, [tag](const auto& known) { return known.first == tag; });
  tags.emplace_back(tag, value);
  std::sort(tags.begin(), tags.end());
}

Sla LimitOf(const std::string& measure, std::string_view comparison, double limit, Unit unit) {
  return {fmt::format("{} {} {}", measure, comparison, LimitText(limit, unit))};
}

}  // namespace

std::string_view ToString(Comparison comparison) {
  switch (comparison) {
    case Comparison::kLess:
      return "<";
    case Comparison::kLessOrEqual:
      return "<=";
    case Comparison::kGreater:
      return ">";
    case Comparison::kGreaterOrEqual:
      break;
  }
  return ">=";
}

bool Holds(double value, Comparison comparison, double limit) {
  switch (comparison) {
    case Comparison::kLess:
      return value < limit;
    case Comparison::kLessOrEqual:
      return value <= limit;
    case Comparison::kGreater:
      return value > limit;
    case Comparison::kGreaterOrEqual:
      break;
  }
  return value >= limit;
}

std::string ParsedMeasure::WithoutTags() const {
  switch (function) {
    case Function::kQuantile:
      return fmt::format("p{}({})", NumberText(quantile * 100), NameOf(*this));
    case Function::kMean:
      return fmt::format("mean({})", NameOf(*this));
    case Function::kMin:
      return fmt::format("min({})", NameOf(*this));
    case Function::kMax:
      return fmt::format("max({})", NameOf(*this));
    case Function::kComputed:
      return std::string(computed->name);
    case Function::kFailures:
      return failure ? fmt::format("failures({})", clamor::ToString(*failure)) : "failures";
    case Function::kGoodput:
      return GoodputText(*this);
    case Function::kChecks:
      return check.empty() ? "checks" : fmt::format("checks({})", check);
    case Function::kDefinedTotal:
    case Function::kDefinedShare:
      return defined->name;
    case Function::kCounter:
      break;
  }
  return std::string(Info(*counter).name);
}

std::string ParsedMeasure::ToString() const { return WithoutTags() + TagsText(tags); }

std::string ParsedValue::ToString() const {
  return divisor ? measure.ToString() + " / " + divisor->ToString() : measure.ToString();
}

std::string ParsedSla::ToString() const {
  std::string text = fmt::format("{} {} {}", value.ToString(), clamor::ToString(comparison),
                                 LimitText(limit, unit()));
  if (over) text += " over " + LimitText(over->count(), Unit::kSeconds);
  if (abort_after) text += " abort after " + LimitText(abort_after->count(), Unit::kSeconds);
  return text;
}

namespace internal {

std::string WithTag(const std::string& measure, std::string_view tag, std::string_view value) {
  try {
    ParsedValue parsed = ParseValueOfAnySuite(measure);
    SetTag(parsed.measure.tags, tag, value);
    if (parsed.divisor) SetTag(parsed.divisor->tags, tag, value);
    return parsed.ToString();
  } catch (const SlaError&) {
    // No measure: whoever promises it says so, at the line of the promise.
    return measure + TagsText({{std::string(tag), std::string(value)}});
  }
}

Sla Limit(const std::string& measure, std::string_view comparison, Seconds limit) {
  return LimitOf(measure, comparison, limit.count(), Unit::kSeconds);
}
Sla Limit(const std::string& measure, std::string_view comparison, Ratio limit) {
  return LimitOf(measure, comparison, limit.value, Unit::kRatio);
}
Sla Limit(const std::string& measure, std::string_view comparison, Rate limit) {
  return LimitOf(measure, comparison, limit.per_second, Unit::kPerSecond);
}
Sla Limit(const std::string& measure, std::string_view comparison, Bytes limit) {
  return LimitOf(measure, comparison, static_cast<double>(limit.value), Unit::kBytes);
}
Sla Limit(const std::string& measure, std::string_view comparison, ByteRate limit) {
  return LimitOf(measure, comparison, limit.per_second, Unit::kBytesPerSecond);
}
Sla Limit(const std::string& measure, std::string_view comparison, Count limit) {
  return LimitOf(measure, comparison, limit.value, Unit::kCount);
}
Sla Limit(const std::string& measure, std::string_view comparison, double limit) {
  return LimitOf(measure, comparison, limit, Unit::kCount);
}

}  // namespace internal
}  // namespace clamor
