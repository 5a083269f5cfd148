// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/judge_pairs.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "metrics/regression/paired_statistics.h"

namespace clamor {
namespace {

constexpr double kEquivalenceAlpha = 0.10;  // two one-sided tests at 5 %

// Failed turns come in bursts, and a mean of shares is what a reader expects of an error rate.
constexpr double kNoTrim = 0;

// The upper end of a 95 % interval of a share of which no case was seen in n tries is 3 / n
// (Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all right?", JAMA 249).
constexpr double kRuleOfThree = 3;

// A thousandfold, and a share of all: an end of an interval that lies beyond, as of few pairs at
// the level of an early look, says only that nothing is known. Further out lie numbers that no
// report can show.
const double kFarthest = std::log(1000.0);
constexpr double kFarthestShare = 1;

double FarthestOf(const PairedSeries& series) {
  return series.is_share ? kFarthestShare : kFarthest;
}

double FloorOf(const PairedSeries& series, const RegressionRules& rules) {
  return series.is_share ? rules.share_floor : std::log1p(rules.floor);
}

std::vector<double> MeasuredAmong(const PairedSeries& series, std::size_t pairs) {
  std::vector<double> measured;
  std::copy_if(series.differences.begin(),
               series.differences.begin() + static_cast<std::ptrdiff_t>(pairs),
               std::back_inserter(measured), [](double d) { return !std::isnan(d); });
  return measured;
}

std::optional<TrimmedMean> MeanOf(const PairedSeries& series, std::span<const double> differences) {
  return series.is_share ? TrimmedMean::Of(differences, kNoTrim) : TrimmedMean::Of(differences);
}

double PValueOf(const PairedSeries& series, std::size_t pairs) {
  const std::vector<double> differences = MeasuredAmong(series, pairs);
  if (series.is_share) return SignedRankPValue(differences);
  const auto mean = TrimmedMean::Of(differences);
  return mean ? mean->PValue() : 1;
}

double FarEnd(const Between& interval) {
  return std::max(std::abs(interval.low), std::abs(interval.high));
}

// At most so much has changed, with 95 % confidence to either side.
double SameWithin(const PairedSeries& series, std::span<const double> differences,
                  const TrimmedMean& mean) {
  if (series.is_share) {
    const auto turns = static_cast<double>(std::max<std::uint64_t>(series.fewest_of, 1));
    return std::max(FarEnd(mean.IntervalAt(kEquivalenceAlpha)), kRuleOfThree / turns);
  }
  const auto interval = HodgesLehmannInterval(differences, kEquivalenceAlpha);
  return std::expm1(FarEnd(interval ? *interval : mean.IntervalAt(kEquivalenceAlpha)));
}

// What the test finds and the floor lets through.
double Detectable(const PairedSeries& series, const TrimmedMean& mean, double alpha,
                  const RegressionRules& rules) {
  const double detectable =
      std::clamp(mean.Detectable(alpha), FloorOf(series, rules), FarthestOf(series));
  return series.is_share ? detectable : std::expm1(detectable);
}

Change ChangeOf(const PairedSeries& series, const JudgedSeries& judged, bool is_rejected,
                const RegressionRules& rules) {
  const double floor = FloorOf(series, rules);
  if (is_rejected && judged.estimate >= floor) return Change::kWorse;
  if (is_rejected && judged.estimate <= -floor) return Change::kBetter;
  const double same_within = series.is_share ? 2 * rules.share_floor : rules.same_within;
  return judged.same_within <= same_within ? Change::kSame : Change::kCannotTell;
}

JudgedSeries JudgeOne(const PairedSeries& series, bool is_rejected, double alpha,
                      const RegressionRules& rules) {
  JudgedSeries judged;
  const std::vector<double> differences = MeasuredAmong(series, series.differences.size());
  judged.pairs = differences.size();
  const auto mean = MeanOf(series, differences);
  if (!mean) {
    judged.has_too_few = true;
    return judged;
  }
  const Between interval = mean->IntervalAt(alpha);
  judged.estimate = mean->value();
  judged.low = std::max(interval.low, std::min(mean->value(), -FarthestOf(series)));
  judged.high = std::min(interval.high, std::max(mean->value(), FarthestOf(series)));
  judged.alpha = alpha;
  judged.p_value = PValueOf(series, series.differences.size());
  judged.same_within = SameWithin(series, differences, *mean);
  judged.detectable = Detectable(series, *mean, alpha, rules);
  const bool agrees =
      !series.is_share || PositiveRanksPrevail(differences) == (judged.estimate > 0);
  judged.change = ChangeOf(series, judged, is_rejected && agrees, rules);
  return judged;
}

}  // namespace

std::vector<std::size_t> LooksAt(std::size_t pairs, const RegressionRules& rules) {
  std::vector<std::size_t> looks;
  const auto step = static_cast<std::size_t>(rules.pairs_per_look);
  for (std::size_t at = step; at < pairs; at += step) looks.push_back(at);
  if (pairs > 0) looks.push_back(pairs);
  return looks;
}

SpendingBoundaries& PairJudge::BoundariesOf(const std::vector<std::size_t>& looks) {
  const double planned =
      std::max(static_cast<double>(rules_.planned_pairs), static_cast<double>(looks.back()));
  std::vector<double> fractions;
  for (const std::size_t look : looks) fractions.push_back(static_cast<double>(look) / planned);
  return boundaries_.try_emplace(fractions, rules_.alpha, fractions).first->second;
}

JudgedPairs PairJudge::Judge(std::span<const PairedSeries> series) {
  JudgedPairs judged;
  if (series.empty() || series.front().differences.empty()) {
    judged.series.resize(series.size(), JudgedSeries{.has_too_few = true});
    return judged;
  }
  const std::vector<std::size_t> looks = LooksAt(series.front().differences.size(), rules_);
  SequentialHolm holm(series.size(), BoundariesOf(looks));
  for (const std::size_t look : looks) {
    holm.Look([&](std::size_t i) { return PValueOf(series[i], look); });
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    judged.series.push_back(JudgeOne(series[i], holm.IsRejected(i), holm.HeldTo(i), rules_));
    judged.is_clear = judged.is_clear || judged.series.back().change == Change::kWorse;
  }
  return judged;
}

}  // namespace clamor
