// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/compare_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <optional>

#include "metrics/evaluate.h"
#include "metrics/regression/alpha_spending.h"
#include "metrics/regression/compared_measures.h"
#include "metrics/regression/paired_statistics.h"

namespace clamor {
namespace {

constexpr char kDrift[] =
    "The runs were not taken in pairs: what the machine did between them is in every difference, "
    "so that only changes of {:.0f} % and more are called slower or faster. clamor-paired takes "
    "pairs.";
constexpr char kOtherMachine[] = "base and head ran on different machines";
constexpr double kEquivalenceAlpha = 0.10;
constexpr double kLeastAlpha = 1e-6;  // beyond it intervals of percentiles are open

// A measure on both sides, with what is needed to compare it at any level.
struct Both {
  const RunData& base;
  const RunData& head;
  ParsedValue parsed;
  bool is_share;
};

// The ends of one side's interval on the scale of the comparison; none where one is open.
std::optional<Between> SideAt(const Both& both, const RunData& run, double alpha) {
  const auto interval = IntervalOf(both.parsed, run, 1 - alpha);
  if (!interval || !interval->low || !interval->high) return std::nullopt;
  if (both.is_share) return Between{*interval->low, *interval->high};
  if (*interval->low <= 0) return std::nullopt;
  return Between{std::log(*interval->low), std::log(*interval->high)};
}

double OnScale(const Both& both, double value) { return both.is_share ? value : std::log(value); }

std::optional<Between> DifferenceAt(const Both& both, double base, double head, double alpha) {
  const auto of_base = SideAt(both, both.base, alpha);
  const auto of_head = SideAt(both, both.head, alpha);
  if (!of_base || !of_head) return std::nullopt;
  const double b = OnScale(both, base);
  const double h = OnScale(both, head);
  return Between{h - b - std::hypot(h - of_head->low, of_base->high - b),
                 h - b + std::hypot(of_head->high - h, b - of_base->low)};
}

bool Excludes0(const std::optional<Between>& interval) {
  return interval && (interval->low > 0 || interval->high < 0);
}

// The least alpha at which the interval leaves 0 out; 1 where none does.
double PValue(const Both& both, double base, double head) {
  const auto excludes = [&](double alpha) {
    return Excludes0(DifferenceAt(both, base, head, alpha));
  };
  if (!excludes(0.5)) return 1;
  if (excludes(kLeastAlpha)) return kLeastAlpha;
  double low = std::log(kLeastAlpha);
  double high = std::log(0.5);
  for (int i = 0; i < 20; ++i) {
    const double middle = (low + high) / 2;
    (excludes(std::exp(middle)) ? high : low) = middle;
  }
  return std::exp(high);
}

std::string WhyUnreliable(const Both& both) {
  for (const RunData* run : {&both.base, &both.head}) {
    const auto interval = IntervalOf(both.parsed, *run, 0.95);
    if (!interval) return "a level has no interval without pairs";
    if (!interval->unreliable.empty()) {
      return fmt::format("{}: {}", run == &both.base ? "base" : "head", interval->unreliable);
    }
  }
  return "";
}

void SetInterval(MeasureChange& change, const std::optional<Between>& interval) {
  if (!interval) return;
  change.has_interval = true;
  change.low = change.IsShare() ? interval->low : std::exp(interval->low);
  change.high = change.IsShare() ? interval->high : std::exp(interval->high);
}

double Shown(const MeasureChange& change, double distance) {
  return change.IsShare() ? distance : std::expm1(distance);
}

double FarEnd(const Between& interval) {
  return std::max(std::abs(interval.low), std::abs(interval.high));
}

// What a test at `alpha` would have found nine times of ten, from its own interval's width.
double Detectable(const Between& interval, double alpha) {
  const boost::math::normal normal;
  const double z = boost::math::quantile(boost::math::complement(normal, alpha / 2));
  return (interval.high - interval.low) / 2 * (1 + boost::math::quantile(normal, 0.9) / z);
}

MeasureChange Frame(const Both& both, const ComparedMeasure& base, const ComparedMeasure& head) {
  MeasureChange change = ChangeBetween(NameInComparison(both.base), base, head);
  change.estimate = both.is_share ? head.value - base.value : head.value / base.value;
  change.p_value = PValue(both, base.value, head.value);
  return change;
}

struct Candidate {
  Both both;
  MeasureChange change;
};

bool IsPastFloor(const MeasureChange& change) {
  if (change.IsShare()) return std::abs(change.estimate) >= kUnpairedShareFloor;
  return std::abs(std::log(change.estimate)) >= std::log1p(kUnpairedFloor);
}

void Judge(Candidate& candidate, bool is_rejected, double alpha, const RegressionRules& rules) {
  MeasureChange& change = candidate.change;
  change.remark = WhyUnreliable(candidate.both);
  const auto interval = DifferenceAt(candidate.both, change.base, change.head, alpha);
  const auto ninety = DifferenceAt(candidate.both, change.base, change.head, kEquivalenceAlpha);
  SetInterval(change, interval);
  if (!interval || !ninety || !change.remark.empty()) return;
  change.same_within = Shown(change, FarEnd(*ninety));
  change.detectable = std::max(Shown(change, Detectable(*interval, alpha)),
                               change.IsShare() ? kUnpairedShareFloor : kUnpairedFloor);
  if (candidate.both.base.settings.machine != candidate.both.head.settings.machine) {
    change.remark = kOtherMachine;
  } else if (is_rejected && IsPastFloor(change)) {
    change.change = change.estimate > (change.IsShare() ? 0 : 1) ? Change::kWorse : Change::kBetter;
  } else if (change.same_within <= (change.IsShare() ? kUnpairedShareFloor : rules.same_within)) {
    change.change = Change::kSame;
  } else if (is_rejected) {
    change.remark = "it differs, by no more than a machine drifts";
  }
}

void JudgeAll(std::vector<Candidate>& candidates, const RegressionRules& rules) {
  if (candidates.empty()) return;
  SpendingBoundaries boundaries(rules.alpha, {1});
  SequentialHolm holm(candidates.size(), boundaries);
  holm.Look([&](std::size_t i) { return candidates[i].change.p_value; });
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Judge(candidates[i], holm.IsRejected(i), holm.HeldTo(i), rules);
  }
}

const ComparedMeasure* Find(const std::vector<ComparedMeasure>& measures, const std::string& name) {
  const auto found = std::find_if(measures.begin(), measures.end(),
                                  [&name](const auto& measure) { return measure.name == name; });
  return found == measures.end() ? nullptr : &*found;
}

const RunData* Find(const std::vector<RunData>& runs, const std::string& name) {
  const auto found = std::find_if(runs.begin(), runs.end(), [&name](const RunData& run) {
    return NameInComparison(run) == name;
  });
  return found == runs.end() ? nullptr : &*found;
}

std::string WhyNotComparable(const ComparedMeasure& base, const ComparedMeasure* head) {
  if (head == nullptr) return kOnlyBase;
  return !base.IsShare() && (base.value <= 0 || head->value <= 0) ? "it is 0" : "";
}

void AddMeasures(const RunData& base, const RunData& head, BuildComparison& comparison,
                 std::vector<Candidate>& candidates) {
  const std::string test = NameInComparison(base);
  const auto of_base = ComparedMeasures(base);
  const auto of_head = ComparedMeasures(head);
  for (const ComparedMeasure& measure : of_base) {
    const ComparedMeasure* other = Find(of_head, measure.name);
    const std::string why = WhyNotComparable(measure, other);
    if (!why.empty()) {
      comparison.not_compared.push_back({test, measure.name, why});
      continue;
    }
    const Both both{base, head, ParseValue(measure.name, base.defined), measure.IsShare()};
    candidates.push_back({both, Frame(both, measure, *other)});
  }
  for (const ComparedMeasure& measure : of_head) {
    if (Find(of_base, measure.name) == nullptr) {
      comparison.not_compared.push_back({test, measure.name, kOnlyHead});
    }
  }
}

void AddTest(const RunData& base, const RunData& head, BuildComparison& comparison,
             std::vector<Candidate>& candidates) {
  for (const RunData* run : {&base, &head}) {
    const std::string why = WhyNotJudged(*run);
    if (why.empty()) continue;
    comparison.not_compared.push_back(
        {NameInComparison(base), "", fmt::format("{}: {}", run == &base ? "base" : "head", why)});
    return;
  }
  for (std::string& sentence : DifferencesOfSetting(base, head)) {
    comparison.cautions.push_back(std::move(sentence));
  }
  AddMeasures(base, head, comparison, candidates);
}

}  // namespace

BuildComparison CompareRuns(const std::vector<RunData>& base, const std::vector<RunData>& head,
                            const RegressionRules& rules) {
  BuildComparison comparison;
  comparison.base = BuildOf(base);
  comparison.head = BuildOf(head);
  comparison.alpha = rules.alpha;
  comparison.floor = kUnpairedFloor;
  comparison.cautions.push_back(fmt::format(kDrift, kUnpairedFloor * 100));
  if (comparison.base.machine != comparison.head.machine) {
    comparison.cautions.push_back(
        fmt::format("Base ran on \"{}\", head on \"{}\": nothing is called slower or faster.",
                    comparison.base.machine, comparison.head.machine));
  }
  std::vector<Candidate> candidates;
  for (const RunData& run : base) {
    const std::string name = NameInComparison(run);
    if (const RunData* other = Find(head, name)) {
      AddTest(run, *other, comparison, candidates);
    } else {
      comparison.not_compared.push_back({name, "", kOnlyBase});
    }
  }
  for (const RunData& run : head) {
    if (Find(base, NameInComparison(run)) == nullptr) {
      comparison.not_compared.push_back({NameInComparison(run), "", kOnlyHead});
    }
  }
  JudgeAll(candidates, rules);
  for (Candidate& candidate : candidates) comparison.changes.push_back(std::move(candidate.change));
  return comparison;
}

}  // namespace clamor
