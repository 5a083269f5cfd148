// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/change_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "metrics/format_value.h"
#include "reporters/format.h"

namespace clamor {
namespace {

// The order of the table.
int PlaceOf(Change change) {
  switch (change) {
    case Change::kWorse:
      return 0;
    case Change::kCannotTell:
      return 1;
    case Change::kBetter:
      return 2;
    case Change::kSame:
      break;
  }
  return 3;
}

// How far head is from base, so that failures and times can stand in one order.
double DistanceOf(const MeasureChange& change) {
  return change.IsShare() ? change.estimate : std::log(std::max(change.estimate, 1e-9));
}

std::string Signed(double share) {
  const double percent = share * 100;
  return fmt::format("{:+.{}f}", percent, std::abs(percent) < 9.95 ? 1 : 0);
}

// Of an effect as the comparison holds it: a ratio, or a difference of shares.
std::string Effect(const MeasureChange& change, double effect) {
  return change.IsShare() ? Signed(effect) + " points" : Signed(effect - 1) + " %";
}

std::size_t CountOf(const BuildComparison& comparison, Change change) {
  return static_cast<std::size_t>(
      std::count_if(comparison.changes.begin(), comparison.changes.end(),
                    [change](const MeasureChange& c) { return c.change == change; }));
}

std::string Named(const ComparedBuild& build) {
  return build.commit.empty() ? "a commit that is not known" : build.commit;
}

std::string Measures(std::size_t count) {
  return fmt::format("{} measure{}", count, count == 1 ? "" : "s");
}

}  // namespace

std::string WordFor(Unit unit, bool is_worse) {
  switch (unit) {
    case Unit::kSeconds:
      return is_worse ? "slower" : "faster";
    case Unit::kRatio:
      return is_worse ? "more failures" : "fewer failures";
    default:
      return is_worse ? "more" : "less";
  }
}

std::vector<const MeasureChange*> WorstFirst(const BuildComparison& comparison) {
  std::vector<const MeasureChange*> changes;
  for (const MeasureChange& change : comparison.changes) changes.push_back(&change);
  std::stable_sort(changes.begin(), changes.end(),
                   [](const MeasureChange* a, const MeasureChange* b) {
                     const int place = PlaceOf(a->change);
                     const int other = PlaceOf(b->change);
                     if (place != other) return place < other;
                     if (a->IsShare() != b->IsShare()) return a->IsShare();
                     return DistanceOf(*a) > DistanceOf(*b);
                   });
  return changes;
}

std::string VerdictOf(const MeasureChange& change) {
  switch (change.change) {
    case Change::kWorse:
    case Change::kBetter:
      return WordFor(change.unit, change.change == Change::kWorse);
    case Change::kSame:
      return fmt::format("same within {:.{}f} {}", change.same_within * 100,
                         change.same_within < 0.00995 ? 2 : 1, change.IsShare() ? "points" : "%");
    case Change::kCannotTell:
      break;
  }
  return "cannot tell";
}

std::string HowMuch(const MeasureChange& change) {
  const std::string effect = Effect(change, change.estimate);
  if (!change.has_interval) return effect;
  return fmt::format("{} ({} to {})", effect, Effect(change, change.low),
                     Effect(change, change.high));
}

TableRow RowOf(const MeasureChange& change) {
  return {VerdictOf(change),
          change.test,
          change.measure,
          FormatValue(change.base, change.unit),
          FormatValue(change.head, change.unit),
          HowMuch(change)};
}

Table TableOf(const std::vector<const MeasureChange*>& changes) {
  Table table;
  table.head = {"verdict", "load test", "measure", "base", "head", "change"};
  table.left_columns = 3;
  for (const MeasureChange* change : changes) table.rows.push_back(RowOf(*change));
  return table;
}

std::string HeadlineOf(const BuildComparison& comparison) {
  const std::size_t all = comparison.changes.size();
  const std::size_t worse = CountOf(comparison, Change::kWorse);
  const std::size_t better = CountOf(comparison, Change::kBetter);
  const std::size_t unknown = CountOf(comparison, Change::kCannotTell);
  if (!comparison.server_ended.empty()) return comparison.server_ended;
  if (all == 0) return "nothing could be compared";
  std::string headline =
      worse == 0 ? "nothing is slower" : fmt::format("{} of {} are worse", worse, Measures(all));
  if (better > 0) headline += fmt::format(", {} better", better);
  if (unknown == all) return "cannot tell";
  if (unknown > 0) headline += fmt::format(", of {} it cannot tell", unknown);
  return headline;
}

std::string HowTaken(const BuildComparison& comparison) {
  std::string text =
      fmt::format("Base is {}, head is {}.", Named(comparison.base), Named(comparison.head));
  if (comparison.pairs == 0) return text;
  text += fmt::format(" {} pairs of blocks", comparison.pairs);
  if (comparison.pairs < static_cast<std::size_t>(std::max(comparison.planned_pairs, 0))) {
    text += fmt::format(" of at most {}", comparison.planned_pairs);
  }
  if (!comparison.lost.empty()) {
    text += fmt::format(", {} more thrown away", comparison.lost.size());
  }
  return text + fmt::format(". Of a hundred comparisons of a build with itself at most {:g} alarm.",
                            comparison.alpha * 100);
}

std::string WhatCouldNotBeSeen(const BuildComparison& comparison) {
  double least = 0;
  double most = 0;
  for (const MeasureChange& change : comparison.changes) {
    if (change.change != Change::kCannotTell || change.IsShare() || change.detectable <= 0)
      continue;
    least = most == 0 ? change.detectable : std::min(least, change.detectable);
    most = std::max(most, change.detectable);
  }
  if (most == 0) return "";
  const std::string smallest =
      least == most ? FormatShare(least) : FormatShare(least) + " to " + FormatShare(most);
  return fmt::format(
      "Where it cannot tell, a change would have had to be {} to be found nine times of ten.",
      smallest);
}

std::string SentenceOf(const NotCompared& entry) {
  return entry.measure.empty() ? fmt::format("{}: {}", entry.test, entry.why)
                               : fmt::format("{} {}: {}", entry.test, entry.measure, entry.why);
}

std::string SentenceOf(const LostPair& lost) {
  return fmt::format("pair {}: {}", lost.number, lost.why);
}

}  // namespace clamor
