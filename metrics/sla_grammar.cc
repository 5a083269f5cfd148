// SPDX-License-Identifier: Apache-2.0
// Reads SLAs by recursive descent: one function for each rule of the grammar in clamor/sla.h.
#include "metrics/sla_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/edit_distance.h"
#include "metrics/limit_text.h"
#include "metrics/per_second.h"
#include "metrics/sla_cursor.h"
#include "metrics/sla_names.h"

namespace clamor {
namespace {

constexpr std::string_view kExamples = "p95(response_time), error_rate or failures(reset)";

using Defined = std::span<const DefinedMetric>;

class Parser {
 public:
  Parser(std::string_view text, Defined defined, bool of_any_suite = false)
      : in_(text), defined_(defined), of_any_suite_(of_any_suite) {}

  ParsedSla WholeSla();
  ParsedValue WholeValue();

 private:
  ParsedValue Value();
  ParsedMeasure Measure();
  ParsedMeasure NamedMeasure(std::string_view name, std::size_t at);
  std::optional<double> QuantileOf(std::string_view name, std::size_t at);
  std::optional<DefinedMetric> DefinedNamed(std::string_view name, SampleKind if_any) const;
  void Distribution(ParsedMeasure& measure);
  void CheckName(ParsedMeasure& measure);
  void Reason(ParsedMeasure& measure);
  void Limits(ParsedMeasure& measure);
  Tags TagList();
  Comparison ComparisonSign();
  void Clauses(ParsedSla& sla);
  void CheckWindows(const ParsedMeasure& measure, std::size_t at) const;

  [[noreturn]] void FailAsDistribution(std::string_view name, std::size_t at) const;

  SlaCursor in_;
  Defined defined_;
  bool of_any_suite_;
};

ParsedSla Parser::WholeSla() {
  ParsedSla sla;
  sla.value = Value();
  sla.comparison = ComparisonSign();
  sla.limit = in_.Limit(sla.unit(), sla.value.ToString());
  Clauses(sla);
  return sla;
}

ParsedValue Parser::WholeValue() {
  ParsedValue value = Value();
  if (!in_.AtEnd()) in_.Expected("the measure's end");
  return value;
}

ParsedValue Parser::Value() {
  ParsedValue value;
  value.measure = Measure();
  if (!in_.Take("/")) return value;
  const std::size_t at = in_.Here();
  value.divisor = Measure();
  if (value.divisor->unit != value.measure.unit && !of_any_suite_) {
    in_.Fail(at, fmt::format("{} and {} have different units, expected measures of the same",
                             value.measure.WithoutTags(), value.divisor->WithoutTags()));
  }
  return value;
}

ParsedMeasure Parser::Measure() {
  const std::size_t at = in_.Here();
  const std::string_view name = in_.Word();
  if (name.empty()) in_.Expected(fmt::format("a measure such as {}", kExamples));
  ParsedMeasure measure = NamedMeasure(name, at);
  const std::size_t tags_at = in_.Here();
  if (in_.Take("{")) measure.tags = TagList();
  if (!measure.tags.empty() && (measure.gauge || measure.failure)) {
    in_.Fail(tags_at,
             fmt::format("{} is kept for the whole run only, expected no tags",
                         measure.gauge ? Info(*measure.gauge).name : measure.WithoutTags()));
  }
  return measure;
}

ParsedMeasure Parser::NamedMeasure(std::string_view name, std::size_t at) {
  ParsedMeasure measure;
  const auto set = [&measure](Function function, Unit unit) {
    measure.function = function;
    measure.unit = unit;
  };
  if (const Computed* computed = ComputedNamed(name)) {
    set(Function::kComputed, FindMetric(name)->unit);
    measure.computed = computed;
  } else if (name == "failures") {
    set(Function::kFailures, Unit::kCount);
    Reason(measure);
  } else if (name == "goodput") {
    set(Function::kGoodput, Unit::kRatio);
    Limits(measure);
  } else if (name == "checks") {
    set(Function::kChecks, Unit::kRatio);
    CheckName(measure);
  } else if (const auto counter = CounterNamed(name)) {
    set(Function::kCounter, Info(*counter).unit);
    measure.counter = counter;
  } else if (name == "mean" || name == "min" || name == "max") {
    measure.function = name == "mean"  ? Function::kMean
                       : name == "min" ? Function::kMin
                                       : Function::kMax;
    Distribution(measure);
  } else if (const auto quantile = QuantileOf(name, at)) {
    measure.function = Function::kQuantile;
    measure.quantile = *quantile;
    Distribution(measure);
  } else if (FindMetric(name) != nullptr) {
    FailAsDistribution(name, at);
  } else if (const auto own = DefinedNamed(name, SampleKind::kCounter)) {
    if (IsDistribution(*own)) FailAsDistribution(name, at);
    const bool rate = own->kind == SampleKind::kRate;
    set(rate ? Function::kDefinedShare : Function::kDefinedTotal, rate ? Unit::kRatio : own->unit);
    measure.defined = own;
  } else {
    in_.Fail(at, fmt::format("there is no measure \"{}\", expected one such as {}{}", name,
                             kExamples, DidYouMean(name, NamesOfMeasures(defined_))));
  }
  return measure;
}

void Parser::FailAsDistribution(std::string_view name, std::size_t at) const {
  in_.Fail(at, fmt::format("{0} is a distribution, expected what of it is meant, such as p95({0})",
                           name));
}

// None when no suite is known to have defined it.
std::optional<DefinedMetric> Parser::DefinedNamed(std::string_view name, SampleKind if_any) const {
  const auto found = std::find_if(defined_.begin(), defined_.end(),
                                  [name](const DefinedMetric& m) { return m.name == name; });
  if (found != defined_.end()) return *found;
  if (!of_any_suite_ || name.empty()) return std::nullopt;
  return DefinedMetric{std::string(name), if_any, Unit::kCount};
}

// 0.95 for "p95"; none for a name that is no percentile.
std::optional<double> Parser::QuantileOf(std::string_view name, std::size_t at) {
  if (name.size() < 2 || name[0] != 'p') return std::nullopt;
  double percent = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), percent,
                                            std::chars_format::fixed);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  if (!(percent > 0 && percent < 100)) {
    in_.Fail(at,
             fmt::format("there is no percentile {}, expected one between p0 and p100, such as p95",
                         name));
  }
  return percent / 100;
}

void Parser::Distribution(ParsedMeasure& measure) {
  if (!in_.Take("(")) in_.Expected("\"(\" and the metric");
  const std::size_t at = in_.Here();
  const std::string_view name = in_.Word();
  const auto is_one_number = [&](Unit unit) {
    in_.Fail(at, fmt::format("{0} is one number, expected it alone, as in: {0} > {1}", name,
                             LimitText(1, unit)));
  };
  if (const MetricInfo* info = FindMetric(name)) {
    measure.trend = TrendNamed(name);
    measure.gauge = GaugeNamed(name);
    if (!measure.trend && !measure.gauge) is_one_number(info->unit);
    measure.unit = info->unit;
  } else if (auto own = DefinedNamed(name, SampleKind::kTrend)) {
    if (!IsDistribution(*own)) {
      is_one_number(own->kind == SampleKind::kRate ? Unit::kRatio : own->unit);
    }
    measure.unit = own->unit;
    measure.defined = std::move(own);
  } else {
    in_.Fail(at, fmt::format("there is no metric \"{}\", expected one such as response_time{}",
                             name, DidYouMean(name, NamesOfDistributions(defined_))));
  }
  if (!in_.Take(")")) in_.Expected("\")\"");
}

void Parser::CheckName(ParsedMeasure& measure) {
  if (!in_.Take("(")) return;
  measure.check = in_.Word();
  if (measure.check.empty()) in_.Expected("a check's name");
  if (!in_.Take(")")) in_.Expected("\")\"");
}

void Parser::Reason(ParsedMeasure& measure) {
  if (!in_.Take("(")) return;
  const std::size_t at = in_.Here();
  const std::string_view name = in_.Word();
  measure.failure = FailureNamed(name);
  if (!measure.failure) {
    in_.Fail(at,
             fmt::format("there is no failure reason \"{}\", expected one of {}{}", name,
                         fmt::join(NamesOfFailures(), ", "), DidYouMean(name, NamesOfFailures())));
  }
  if (!in_.Take(")")) in_.Expected("\")\"");
}

void Parser::Limits(ParsedMeasure& measure) {
  if (!in_.Take("(")) in_.Expected("\"(\" and limits such as response_time < 5s");
  do {
    const std::size_t at = in_.Here();
    const std::string_view name = in_.Word();
    const auto trend = TrendNamed(name);
    if (!trend) {
      in_.Fail(at, fmt::format("there is no duration \"{}\" of a turn, expected one such as "
                               "response_time{}",
                               name, DidYouMean(name, NamesOfDistributions({}))));
    }
    if (*trend == Trend::kInterEventGap || *trend == Trend::kConversationTime ||
        *trend == Trend::kFailedResponseTime) {
      in_.Fail(at,
               fmt::format("{} is not one duration of a turn, expected one such as response_time",
                           name));
    }
    if (!in_.Take("<")) in_.Expected("\"<\"");
    const Seconds limit = in_.Duration(name);
    measure.limits.emplace_back(*trend, std::chrono::round<std::chrono::nanoseconds>(limit));
  } while (in_.Take(","));
  if (!in_.Take(")")) in_.Expected("\",\" or \")\"");
}

Tags Parser::TagList() {
  Tags tags;
  do {
    const std::size_t at = in_.Here();
    std::string tag = in_.WordOrQuoted("a tag's name");
    if (!in_.Take("=")) in_.Expected("\"=\"");
    std::string value = in_.WordOrQuoted("the tag's value");
    const bool again =
        std::any_of(tags.begin(), tags.end(), [&tag](const auto& t) { return t.first == tag; });
    if (again) in_.Fail(at, fmt::format("the tag \"{}\" stands twice, expected it once", tag));
    tags.emplace_back(std::move(tag), std::move(value));
  } while (in_.Take(","));
  if (!in_.Take("}")) in_.Expected("\",\" or \"}\"");
  std::sort(tags.begin(), tags.end());
  return tags;
}

Comparison Parser::ComparisonSign() {
  if (in_.Take("<=")) return Comparison::kLessOrEqual;
  if (in_.Take(">=")) return Comparison::kGreaterOrEqual;
  if (in_.Take("<")) return Comparison::kLess;
  if (in_.Take(">")) return Comparison::kGreater;
  in_.Expected("<, <=, > or >=");
}

void Parser::Clauses(ParsedSla& sla) {
  while (!in_.AtEnd()) {
    const std::size_t at = in_.Here();
    if (!sla.over && in_.TakeWord("over")) {
      sla.over = in_.Duration("a window");
      if (sla.over->count() <= 0) in_.Fail(at, "a window of no length, expected such as: over 10s");
      CheckWindows(sla.value.measure, at);
      if (sla.value.divisor) CheckWindows(*sla.value.divisor, at);
    } else if (!sla.abort_after && in_.TakeWord("abort")) {
      if (!in_.TakeWord("after")) in_.Expected("\"after\" and a duration");
      sla.abort_after = in_.Duration("a delay");
    } else {
      in_.Expected("\"over\" and a window, \"abort after\" and a delay, or the end");
    }
  }
}

// Refuses windows for what is not kept by the second.
void Parser::CheckWindows(const ParsedMeasure& measure, std::size_t at) const {
  if (KeptByTheSecond(measure)) return;
  in_.Fail(at,
           fmt::format("{} is not kept by the second, expected no \"over\"", measure.ToString()));
}

}  // namespace

ParsedSla ParseSla(std::string_view text, std::span<const DefinedMetric> defined) {
  return Parser(text, defined).WholeSla();
}

ParsedValue ParseValue(std::string_view text, std::span<const DefinedMetric> defined) {
  return Parser(text, defined).WholeValue();
}

ParsedValue ParseValueOfAnySuite(std::string_view text) {
  return Parser(text, {}, true).WholeValue();
}

}  // namespace clamor
