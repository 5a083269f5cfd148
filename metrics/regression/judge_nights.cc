// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/judge_nights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/random.h"

namespace clamor {
namespace {

// Of all series together, were they independent of each other. They are not, which makes it less.
constexpr double kSignificanceOfAll = 0.05;
// More permutations would take longer than they are worth.
constexpr double kLeastSignificance = 0.00005;

// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv), 64 bits.
std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

std::vector<double> ValuesOf(const NightSeries& series) {
  std::vector<double> values;
  for (const NightlyValue& night : series.nights) values.push_back(night.value);
  return values;
}

// What is closer than the distance is the same to users and operators, however small it is. Error
// rates change by points: of 0.1 % of errors, 5 % more are none.
ChangeFloor FloorOf(const NightSeries& series, double share) {
  switch (series.unit) {
    case Unit::kRatio:
      return {0, 0.005};
    case Unit::kSeconds:
      return {share, 0.0001};
    case Unit::kBytes:
      return {share, 1e6};
    default:  // cores
      return {share, 0.05};
  }
}

// The newest change in that direction which later ones have not undone, with those before it that
// went the same way.
std::optional<StandingChange> Standing(const std::vector<ChangePoint>& changes,
                                       const ChangeFloor& floor, bool upward) {
  const auto is_other_way = [upward](const ChangePoint& c) { return c.IsUpward() != upward; };
  for (auto last = changes.rbegin(); last != changes.rend(); ++last) {
    const double now = changes.back().after;
    const bool stands =
        upward ? floor.IsAbove(now, last->before) : floor.IsAbove(last->before, now);
    if (is_other_way(*last) || !stands) continue;
    const auto first = std::find_if(last, changes.rend(), is_other_way);
    return StandingChange{{first.base(), last.base()}, now};
  }
  return std::nullopt;
}

// As the standard deviation would be without bad nights: 1.4826 times the median of how far the
// logarithms lie from their level (Hampel 1974).
std::optional<double> NoiseOf(const std::vector<double>& values,
                              const std::vector<ChangePoint>& changes, double level) {
  constexpr double kOfNormal = 1.4826;
  std::vector<double> distances;
  auto change = changes.begin();
  for (std::size_t i = 0; i < values.size(); ++i) {
    while (change != changes.end() && change->at <= i) ++change;
    const double own = change == changes.end() ? level : change->before;
    if (values[i] <= 0 || own <= 0) return std::nullopt;
    distances.push_back(std::abs(std::log(values[i] / own)));
  }
  std::nth_element(distances.begin(),
                   distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2),
                   distances.end());
  return std::expm1(kOfNormal * distances[distances.size() / 2]);
}

void LookAgain(JudgedTrend& judged, const ChangeFloor& floor) {
  const auto& confirmations = judged.series.confirmations;
  if (confirmations.empty()) return;
  const NightlyValue& newest = confirmations.back();
  if (newest.started < judged.Since()) return;
  judged.second_look = newest;
  const double before = judged.change->before();
  judged.confirmed =
      judged.IsAlert() ? floor.IsAbove(newest.value, before) : floor.IsAbove(before, newest.value);
}

double SizeOf(const JudgedTrend& judged, const NightsOptions& options) {
  if (!judged.change) return 0;
  return FloorOf(judged.series, options.floor)
      .TimesApart(judged.change->before(), judged.change->now);
}

void PutWorstFirst(JudgedNights& judged) {
  const auto rank = [&judged](const JudgedTrend& s) {
    return std::tuple(s.verdict, !s.confirmed, -SizeOf(s, judged.options));
  };
  std::stable_sort(
      judged.series.begin(), judged.series.end(),
      [&rank](const JudgedTrend& a, const JudgedTrend& b) { return rank(a) < rank(b); });
}

}  // namespace

double StandingChange::LargestP() const {
  double largest = 0;
  for (const ChangePoint& step : steps) largest = std::max(largest, step.p);
  return largest;
}

std::size_t JudgedNights::Count(NightsVerdict verdict) const {
  return static_cast<std::size_t>(
      std::count_if(series.begin(), series.end(),
                    [verdict](const JudgedTrend& s) { return s.verdict == verdict; }));
}

bool JudgedNights::HasConfirmedAlert() const {
  return std::any_of(series.begin(), series.end(),
                     [](const JudgedTrend& s) { return s.IsAlert() && s.confirmed; });
}

JudgedNights JudgeNights(const History& history, const NightlyRun& run,
                         const NightsOptions& options) {
  AlikeNights nights = AlikeNightsOf(history, run, options.nights);
  const auto enough = std::count_if(nights.series.begin(), nights.series.end(),
                                    [](const auto& s) { return s.nights.size() >= kLeastNights; });
  JudgedNights judged{
      run, {}, std::move(nights.notes), options, SignificanceFor(static_cast<std::size_t>(enough))};
  for (NightSeries& series : nights.series) {
    judged.series.push_back(JudgeTrend(std::move(series), options, judged.significance));
  }
  PutWorstFirst(judged);
  return judged;
}

JudgedTrend JudgeTrend(NightSeries series, const NightsOptions& options, double significance) {
  JudgedTrend judged;
  judged.series = std::move(series);
  const std::uint64_t hash = HashOf(judged.series.test + '\n' + judged.series.measure);
  judged.fingerprint = fmt::format("{:016x}", hash);
  const std::vector<double> values = ValuesOf(judged.series);
  judged.level = MedianLevel(values);
  if (values.size() < kLeastNights) return judged;
  const ChangeFloor floor = FloorOf(judged.series, options.floor);
  judged.changes = FindChangePoints(values, {.significance = significance,
                                             .least_segment = ChangePointSearch::kLeastSegment,
                                             .floor = floor,
                                             .seed = MixSeed(options.seed, hash)});
  judged.verdict = NightsVerdict::kSteady;
  if (judged.changes.empty()) {
    judged.noise = NoiseOf(values, {}, judged.level);
    return judged;
  }
  judged.level = judged.changes.back().after;
  judged.noise = NoiseOf(values, judged.changes, judged.level);
  for (const bool upward : {true, false}) {
    judged.change = Standing(judged.changes, floor, upward);
    if (!judged.change) continue;
    judged.verdict = upward ? NightsVerdict::kWorse : NightsVerdict::kBetter;
    LookAgain(judged, floor);
    break;
  }
  return judged;
}

double SignificanceFor(std::size_t series) {
  if (series == 0) return ChangePointSearch::kSignificance;
  return std::clamp(kSignificanceOfAll / static_cast<double>(series), kLeastSignificance,
                    ChangePointSearch::kSignificance);
}

}  // namespace clamor
