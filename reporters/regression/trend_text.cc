// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/trend_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/utf8.h"
#include "metrics/format_value.h"
#include "metrics/iso_time.h"
#include "reporters/format.h"
#include "reporters/regression/change_words.h"

namespace clamor {
namespace {

constexpr std::size_t kTestsNamed = 3;
constexpr std::size_t kNameBytes = 100;  // of a title's names
constexpr double kNoisy = 0.1;           // from here on a step of 10 % is missed as often as not

std::string Nights(std::size_t count) {
  return fmt::format("{} night{}", count, count == 1 ? "" : "s");
}

std::string Shortened(const std::string& name) {
  if (name.size() <= kNameBytes) return name;
  return std::string(Utf8Prefix(name, kNameBytes)) + "...";
}

// "25 %", "1.2 points", without a sign.
std::string SizeOfChange(const JudgedTrend& judged) {
  const double before = judged.change->before();
  const double by = std::abs(judged.change->now - before);
  if (judged.series.unit == Unit::kRatio) {
    return fmt::format("{:.1f} points", 100 * by);
  }
  return before > 0 ? FormatValue(by / before, Unit::kRatio, 2) : LevelText(by, judged.series.unit);
}

// Those between the last night before the step and the first one behind it.
std::string CommitsOf(const JudgedTrend& judged, const ChangePoint& step) {
  const NightlyValue& last = judged.LastBefore(step);
  const NightlyValue& first = judged.FirstBehind(step);
  if (last.commit.empty() || first.commit.empty()) return "unknown";
  if (last.commit != first.commit) return fmt::format("{}..{}", last.commit, first.commit);
  return fmt::format("none: both nights ran {}, so look at what surrounds it", last.commit);
}

// How many nights lie between this change and the one before it, or the first.
std::size_t NightsBefore(const JudgedTrend& judged) {
  std::size_t begin = 0;
  for (const ChangePoint& change : judged.changes) {
    if (change.at < judged.change->at()) begin = change.at;
  }
  return judged.change->at() - begin;
}

std::size_t NightsSince(const JudgedTrend& judged) {
  return judged.series.nights.size() - judged.change->at();
}

std::string HowSure(const JudgedTrend& judged) {
  const auto orders = static_cast<std::uint64_t>(std::llround(1 / judged.change->LargestP()));
  std::string text = fmt::format(
      "of {} random orders of these nights, at most one parts as clearly", FormatCount(orders));
  if (judged.noise) {
    text += fmt::format("; nights lie by about {} around their level",
                        FormatValue(*judged.noise, Unit::kRatio, 2));
  }
  return text;
}

std::string SecondRun(const JudgedTrend& judged) {
  if (!judged.second_look) return "none since then";
  return fmt::format("{} on {}: {}", LevelText(judged.second_look->value, judged.series.unit),
                     DateText(judged.second_look->started),
                     judged.confirmed ? "confirms it" : "does not confirm it");
}

void AddWhatElseChanged(const JudgedTrend& judged, const ChangePoint& step,
                        std::vector<Figure>& facts) {
  const auto add = [&](const char* what, const std::string& before, const std::string& after) {
    if (before != after) facts.push_back({what, fmt::format("{}, before it {}", after, before)});
  };
  const NightlyValue& last = judged.LastBefore(step);
  const NightlyValue& first = judged.FirstBehind(step);
  add("Clamor", last.clamor_version, first.clamor_version);
  add("machine", last.machine, first.machine);
}

// The commits of each step, and what else came with it.
void AddSteps(const JudgedTrend& judged, std::vector<Figure>& facts) {
  const auto& steps = judged.change->steps;
  for (const ChangePoint& step : steps) {
    if (steps.size() > 1) {
      facts.push_back(
          {"step", fmt::format("{} to {} on {}", LevelText(step.before, judged.series.unit),
                               LevelText(step.after, judged.series.unit),
                               DateText(judged.FirstBehind(step).started))});
    }
    facts.push_back({"commits in between", CommitsOf(judged, step)});
    AddWhatElseChanged(judged, step, facts);
  }
}

// "Chat.One, Chat.Two and 7 more"
std::string Named(const std::vector<std::string>& tests) {
  const std::size_t named = std::min(tests.size(), kTestsNamed);
  std::string text = fmt::format(
      "{}", fmt::join(tests.begin(), tests.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  if (named < tests.size()) text += fmt::format(" and {} more", tests.size() - named);
  return text;
}

std::size_t LoadTests(const JudgedNights& nights) {
  std::set<std::string> tests;
  for (const JudgedTrend& judged : nights.series) tests.insert(judged.series.test);
  return tests.size();
}

std::string Series(std::size_t count) { return fmt::format("{} series", count); }

}  // namespace

std::string WordOf(const JudgedTrend& judged) {
  switch (judged.verdict) {
    case NightsVerdict::kWorse:
      return WordFor(judged.series.unit, true) + (judged.confirmed ? ", confirmed" : ", suspected");
    case NightsVerdict::kBetter:
      return WordFor(judged.series.unit, false);
    case NightsVerdict::kSteady:
      return "steady";
    case NightsVerdict::kTooFew:
      break;
  }
  return "too few nights";
}

std::string LevelText(double level, Unit unit) {
  const std::string text = FormatValue(level, unit);
  return unit == Unit::kCount ? text + " cores" : text;
}

std::string ChangeText(const JudgedTrend& judged) {
  if (!judged.change) return {};
  return fmt::format("{}{}", judged.IsAlert() ? '+' : '-', SizeOfChange(judged));
}

std::string DateText(std::chrono::system_clock::time_point time) {
  return IsoTime(time).substr(0, 10);
}

std::string SinceText(const JudgedTrend& judged) {
  if (!judged.change) return {};
  return fmt::format("since {} ({})", DateText(judged.Since()), Nights(NightsSince(judged)));
}

std::string TitleOf(const JudgedTrend& judged) {
  return fmt::format("{}: {} is {} {} since {}", Shortened(judged.series.test),
                     Shortened(judged.series.measure), SizeOfChange(judged),
                     judged.IsAlert() ? "higher" : "lower", DateText(judged.Since()));
}

std::vector<Figure> FactsOf(const JudgedTrend& judged) {
  const Unit unit = judged.series.unit;
  const StandingChange& change = *judged.change;
  std::vector<Figure> facts{
      {"before", fmt::format("{}, the level of {} up to {}", LevelText(change.before(), unit),
                             Nights(NightsBefore(judged)),
                             DateText(judged.LastBefore(change.steps.front()).started))},
      {"now", fmt::format("{} ({}), {}", LevelText(change.now, unit), ChangeText(judged),
                          SinceText(judged))}};
  AddSteps(judged, facts);
  facts.push_back({"how sure", HowSure(judged)});
  facts.push_back({"second run", SecondRun(judged)});
  return facts;
}

std::string BarsOf(const NightSeries& series) {
  static constexpr std::array<std::string_view, 8> kBars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const auto [low, high] = std::minmax_element(
      series.nights.begin(), series.nights.end(),
      [](const NightlyValue& a, const NightlyValue& b) { return a.value < b.value; });
  std::string bars;
  for (const NightlyValue& night : series.nights) {
    const double range = high->value - low->value;
    const double share = range > 0 ? (night.value - low->value) / range : 0;
    bars += kBars[static_cast<std::size_t>(std::lround(share * (kBars.size() - 1)))];
  }
  return bars;
}

std::string TotalsOf(const JudgedNights& nights) {
  if (nights.series.empty()) return "no nights to judge";
  const std::size_t tests = LoadTests(nights);
  std::vector<std::string> counts;
  constexpr std::array<std::pair<NightsVerdict, std::string_view>, 4> kWords{
      {{NightsVerdict::kWorse, "worse"},
       {NightsVerdict::kBetter, "better"},
       {NightsVerdict::kSteady, "steady"},
       {NightsVerdict::kTooFew, "with too few nights"}}};
  for (const auto& [verdict, word] : kWords) {
    const std::size_t count = nights.Count(verdict);
    if (count > 0) counts.push_back(fmt::format("{} {}", count, word));
  }
  return fmt::format("{} of {} load test{}: {}", Series(nights.series.size()), tests,
                     tests == 1 ? "" : "s", fmt::join(counts, ", "));
}

std::vector<std::string> RemarksOf(const JudgedNights& nights) {
  std::vector<std::string> remarks;
  for (const NightNote& note : nights.notes) {
    remarks.push_back(fmt::format("{}: {}", Named(note.tests), note.text));
  }
  const std::size_t too_few = nights.Count(NightsVerdict::kTooFew);
  if (too_few > 0) {
    remarks.push_back(fmt::format("{} {} judged once there are {} nights alike", Series(too_few),
                                  too_few == 1 ? "is" : "are", kLeastNights));
  }
  const auto noisy =
      std::count_if(nights.series.begin(), nights.series.end(),
                    [](const JudgedTrend& s) { return s.noise && *s.noise >= kNoisy; });
  if (noisy > 0) {
    remarks.push_back(fmt::format(
        "{} var{} by 10 % or more from night to night: there a change of 10 % may be missed",
        Series(static_cast<std::size_t>(noisy)), noisy == 1 ? "ies" : "y"));
  }
  return remarks;
}

}  // namespace clamor
