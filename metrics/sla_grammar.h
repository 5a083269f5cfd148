// SPDX-License-Identifier: Apache-2.0
// Reads SLAs: from the text of clamor/sla.h into what the judge computes, and back.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/failure.h"
#include "clamor/units.h"
#include "metrics/catalogue.h"
#include "metrics/computed.h"
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
  kComputed,  // from counters
  kFailures,  // of one reason, or of all
  kGoodput,
  kChecks,  // passed of one check, or of all
  kCounter,
  kDefinedTotal,  // of a counter that the suite defined
  kDefinedShare,  // of a rate that it defined
};

// "p95(response_time){stream=true}"
struct ParsedMeasure {
  Function function = Function::kCounter;
  double quantile = 0;         // of kQuantile: 0.95
  std::optional<Trend> trend;  // of kQuantile to kMax: this, the gauge, or the defined
  std::optional<Gauge> gauge;
  std::optional<DefinedMetric> defined;  // of kDefinedTotal and kDefinedShare too
  const Computed* computed = nullptr;    // of kComputed
  std::string check;                     // of kChecks; empty: all
  std::optional<Counter> counter;        // of kCounter
  std::optional<Failure> failure;        // of kFailures; none: every reason
  std::vector<std::pair<Trend, std::chrono::nanoseconds>> limits;  // of kGoodput
  Tags tags;                                                       // sorted by tag
  Unit unit = Unit::kCount;

  // Whether it is of levels, sampled each second, rather than of a distribution of turns.
  bool IsOfLevels() const { return gauge || (defined && defined->kind == SampleKind::kGauge); }

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

// Throw SlaError. `defined` are the suite's own metrics: beside the catalogue's, only their names
// are known.
ParsedSla ParseSla(std::string_view text, std::span<const DefinedMetric> defined = {});
ParsedValue ParseValue(std::string_view text, std::span<const DefinedMetric> defined = {});

// The same, taking an unknown name for that of a metric which some suite defines: for a text that
// is only printed again.
ParsedValue ParseValueOfAnySuite(std::string_view text);

// A metric of the catalogue that a run can never have a sample of, and why: "the target is http://,
// without TLS".
struct NeverRecorded {
  std::string metric;
  std::string why;
};

// What SLAs of a run may name.
struct Recordable {
  std::vector<Tags> tags;  // all that turns may have; a plan's slices will do
  std::vector<NamedCheck> checks;
  std::vector<NeverRecorded> never;
};

// What in the SLA can never be measured by such a run, naming what exists: an unknown tag, value or
// check, a metric that it never records, or a level to abort on. None when all is well.
std::optional<std::string> CheckAgainst(const ParsedSla& sla, const Recordable& run);

}  // namespace clamor
