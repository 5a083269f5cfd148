// SPDX-License-Identifier: Apache-2.0
// What changed over the nights of a history, of every load test and measure, and how sure that is.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/regression/alike_nights.h"
#include "metrics/regression/change_points.h"
#include "metrics/regression/history.h"

namespace clamor {

// The fewest nights that are judged.
inline constexpr std::size_t kLeastNights = 12;

struct NightsOptions {
  double floor = 0.05;      // by which a level must change, a share of it
  std::size_t nights = 40;  // the newest that are judged
  std::uint64_t seed = 1;   // of the permutations
};

// The worst first.
enum class NightsVerdict : unsigned char {
  kWorse,   // it rose and still is up
  kBetter,  // it fell and still is down
  kSteady,  // no change that stands
  kTooFew,  // fewer nights than kLeastNights
};

// A change of level that still stands; a drift is one in several steps.
struct StandingChange {
  std::vector<ChangePoint> steps;  // in one direction, one after the other
  double now = 0;                  // the median of the newest stretch of nights

  double before() const { return steps.front().before; }
  std::size_t at() const { return steps.front().at; }  // the first night behind its beginning
  double LargestP() const;
};

struct JudgedTrend {
  NightSeries series;
  std::string fingerprint;  // 16 hexadecimal digits, of load test and measure: the same each night
  NightsVerdict verdict = NightsVerdict::kTooFew;
  std::vector<ChangePoint> changes;      // all, in order
  std::optional<StandingChange> change;  // of kWorse and kBetter
  double level = 0;                      // the median of the newest stretch of nights
  std::optional<double> noise;           // 0.1: nights lie by about 10 % around their level
  // The newest second look since the change, and whether it lies beyond the old level too.
  std::optional<NightlyValue> second_look;
  bool confirmed = false;

  bool IsAlert() const { return verdict == NightsVerdict::kWorse; }
  const NightlyValue& LastBefore(const ChangePoint& step) const {
    return series.nights[step.at - 1];
  }
  const NightlyValue& FirstBehind(const ChangePoint& step) const { return series.nights[step.at]; }
  // When the change that stands began.
  std::chrono::system_clock::time_point Since() const {
    return FirstBehind(change->steps.front()).started;
  }
};

struct JudgedNights {
  NightlyRun run;                   // the newest
  std::vector<JudgedTrend> series;  // the worst first
  std::vector<NightNote> notes;
  NightsOptions options;
  double significance = 0;  // the largest p of a change, the lower the more series are judged

  std::size_t Count(NightsVerdict verdict) const;
  bool HasAlert() const { return Count(NightsVerdict::kWorse) > 0; }
  bool HasConfirmedAlert() const;
};

// Judges the load tests of the run, which must be in the history, by the nights up to it. All that
// a history holds is worse the larger it is. A rise is an alert as long as it lies within the
// nights judged and the newest level is still above the one before it; with that, one that has
// lasted for almost all nights judged is no alert any more: it is what later nights are held
// against. One that a second run confirms has been above the old level in that, too.
JudgedNights JudgeNights(const History& history, const NightlyRun& run,
                         const NightsOptions& options);

// One series of it, with the largest p that a change may have.
JudgedTrend JudgeTrend(NightSeries series, const NightsOptions& options, double significance);

// The largest p of a change where so many series are judged: 0.005 of up to ten, then so that all
// together come to 0.05, but at least 0.00005.
double SignificanceFor(std::size_t series);

}  // namespace clamor
