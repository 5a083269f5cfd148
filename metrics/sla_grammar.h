// SPDX-License-Identifier: Apache-2.0
// Reads SLAs: from the text of clamor/sla.h into what the judge computes, and back.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/failure.h"
#include "clamor/units.h"
#include "metrics/catalogue.h"
#include "metrics/series_plan.h"

namespace clamor {

enum class Comparison : unsigned char { kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

std::string_view ToString(Comparison comparison);

// Whether `value comparison limit` is true.
bool Holds(double value, Comparison comparison, double limit);

enum class Function : unsigned char {
  kQuantile,  // of a trend or gauge
  kMean,
  kMin,
  kMax,
  kErrorRate,
  kSuccessRate,
  kThroughput,
  kTokenRate,
  kFailures,  // of one reason, or of all
  kGoodput,
  kCounter,
};

// "p95(response_time){stream=true}"
struct ParsedMeasure {
  Function function = Function::kCounter;
  double quantile = 0;         // of kQuantile: 0.95
  std::optional<Trend> trend;  // of kQuantile to kMax: this or the gauge
  std::optional<Gauge> gauge;
  std::optional<Counter> counter;  // of kCounter
  std::optional<Failure> failure;  // of kFailures; none: every reason
  std::vector<std::pair<Trend, std::chrono::nanoseconds>> limits;  // of kGoodput
  Tags tags;                                                       // sorted by tag
  Unit unit = Unit::kCount;

  // As the grammar prints it: "goodput(response_time < 2s){stream=true}".
  std::string ToString() const;
  // The same without tags: the name under which RunData keeps a goodput.
  std::string WithoutTags() const;
};

// A measure, or how many times as large it is as another.
struct ParsedValue {
  ParsedMeasure measure;
  std::optional<ParsedMeasure> divisor;

  std::string ToString() const;
};

struct ParsedSla {
  ParsedValue value;
  Comparison comparison = Comparison::kLess;
  double limit = 0;                    // seconds, share (0.01 is 1 %), per second, bytes, or plain
  std::optional<Seconds> over;         // each window of this length is judged
  std::optional<Seconds> abort_after;  // a promise broken after this long ends the run

  // The unit of the value: kCount for a ratio of two measures.
  Unit unit() const { return value.divisor ? Unit::kCount : value.measure.unit; }

  std::string ToString() const;
};

// What is wrong with a text, and where: what() is "column 5: ..., expected ...".
class SlaError : public std::invalid_argument {
 public:
  SlaError(std::size_t column, const std::string& message);

  std::size_t column() const { return column_; }  // from 1
  const std::string& message() const { return message_; }

 private:
  std::size_t column_;
  std::string message_;
};

// Throw SlaError.
ParsedSla ParseSla(std::string_view text);
ParsedValue ParseValue(std::string_view text);

// What in the SLA can never be measured by a run with this plan, naming what exists: an unknown tag
// or value, or a level to abort on. None when all is well.
// `known` are all tags that turns may have; a plan's slices will do.
std::optional<std::string> CheckAgainst(const ParsedSla& sla, const std::vector<Tags>& known);

}  // namespace clamor
