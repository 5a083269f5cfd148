// SPDX-License-Identifier: Apache-2.0
// How sure the judgement of nights is: its false alarms, what it finds and how late, in made-up
// histories. Each has 60 nights, 10 % of them bad ones at 1.5 times; what changes, changes in the
// night 30.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "bench/distributions.h"
#include "bench/simulate.h"
#include "metrics/regression/judge_nights.h"

namespace clamor::bench {
namespace {

constexpr int kNights = 60;
constexpr int kChangeAt = 30;
constexpr int kDriftNights = 20;
constexpr double kBadNights = 0.1;
constexpr double kBadNight = 1.5;

struct Options {
  int runs = 2000;
  std::uint64_t seed = 1;
};

// What becomes of the level, as a factor.
struct World {
  double noise = 0.05;  // standard deviation of a night's logarithm
  double step = 1;      // from the night of the change on
  double drift = 1;     // in the end, growing for kDriftNights
  double one_night = 1;
};

double ChangeOf(const World& world, int night) {
  if (night < kChangeAt) return 0;
  const double drifted = std::min(1.0, (night - kChangeAt + 1.0) / kDriftNights);
  return std::log(world.step) + drifted * std::log(world.drift) +
         (night == kChangeAt ? std::log(world.one_night) : 0);
}

// The first alarm that counts.
struct Outcome {
  int night = -1;          // in which it came; none
  int since = -1;          // since when, as it says
  bool confirmed = false;  // by a second run in the same night
};

// Alarms count from the night `from` on.
Outcome Play(const World& world, int from, double significance, Random& random) {
  const NightsOptions options{.seed = random.Next()};
  std::vector<NightlyValue> nights;
  for (int night = 0; night < kNights; ++night) {
    // The second run of a bad night meets the same conditions: only its noise is its own.
    const double bad = random.Uniform() < kBadNights ? std::log(kBadNight) : 0;
    const double level = bad + ChangeOf(world, night);
    const auto run = [&](int hour) {
      NightlyValue value;
      value.started += std::chrono::days(night) + std::chrono::hours(hour);
      value.value = std::exp(level + world.noise * Normal(random));
      return value;
    };
    nights.push_back(run(0));
    const NightlyValue second = run(1);
    if (night < from || nights.size() < kLeastNights) continue;
    NightSeries series;
    series.nights.assign(
        nights.end() - static_cast<std::ptrdiff_t>(std::min(nights.size(), options.nights)),
        nights.end());
    series.confirmations = {second};
    const JudgedTrend judged = JudgeTrend(std::move(series), options, significance);
    if (!judged.IsAlert()) continue;
    const auto since = std::chrono::floor<std::chrono::days>(judged.Since().time_since_epoch());
    return {night, static_cast<int>(since.count()), judged.confirmed};
  }
  return {};
}

std::vector<Outcome> Play(const World& world, int from, double significance,
                          const Options& options) {
  return Simulate(options.runs, options.seed, [&] {
    return [&](Random& random) { return Play(world, from, significance, random); };
  });
}

bool IsAlarm(const Outcome& outcome) { return outcome.night >= 0; }

double FalseAlarms(double noise, double significance, const Options& options) {
  return Percent(Play({.noise = noise}, 0, significance, options), IsAlarm);
}

double Found(const World& world, double significance, const Options& options) {
  return Percent(Play(world, kChangeAt, significance, options), IsAlarm);
}

// "94.5 (8)": how many of a hundred changes, and how many nights later half of them are.
std::string FoundWhen(const World& world, double significance, const Options& options) {
  const std::vector<Outcome> outcomes = Play(world, kChangeAt, significance, options);
  std::vector<int> delays;
  for (const Outcome& outcome : outcomes) {
    if (IsAlarm(outcome)) delays.push_back(outcome.night - kChangeAt + 1);
  }
  if (delays.empty()) return "0";
  std::nth_element(delays.begin(), delays.begin() + delays.size() / 2, delays.end());
  return fmt::format("{:.1f} ({})", Percent(outcomes, IsAlarm), delays[delays.size() / 2]);
}

void PrintByNoise(const Options& options) {
  fmt::print(
      "| night to night | false alarms, % | +10 % step found, % (nights) | +20 % step | +15 % "
      "drift | one night at 2x |\n| ---: | ---: | ---: | ---: | ---: | ---: |\n");
  const double significance = SignificanceFor(1);
  for (const double noise : {0.02, 0.05, 0.10, 0.15}) {
    fmt::print("| {:.0f} % | {:.1f} | {} | {} | {:.1f} | {:.1f} |\n", 100 * noise,
               FalseAlarms(noise, significance, options),
               FoundWhen({.noise = noise, .step = 1.1}, significance, options),
               FoundWhen({.noise = noise, .step = 1.2}, significance, options),
               Found({.noise = noise, .drift = 1.15}, significance, options),
               Found({.noise = noise, .one_night = 2}, significance, options));
  }
}

// Nights of 5 %.
void PrintBySeries(const Options& options) {
  fmt::print(
      "\n| series | p | permutations | false alarms of one, % | of all, a year | +10 % step found, "
      "% (nights) | +20 % | +100 % |\n"
      "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
  constexpr double kYear = 365.0 / kNights;
  for (const int series : {1, 10, 30, 100, 300, 1000}) {
    const double significance = SignificanceFor(static_cast<std::size_t>(series));
    const double alarms = FalseAlarms(0.05, significance, options);
    fmt::print("| {} | {:.5f} | {} | {:.2f} | {:.1f} | {} | {} | {} |\n", series, significance,
               PermutationsFor(significance), alarms, alarms / 100 * series * kYear,
               FoundWhen({.step = 1.1}, significance, options),
               FoundWhen({.step = 1.2}, significance, options),
               FoundWhen({.step = 2}, significance, options));
  }
}

// Of the alarms, those for which it holds.
template <class Predicate>
double PercentOfAlarms(std::vector<Outcome> outcomes, const Predicate& holds) {
  std::erase_if(outcomes, [](const Outcome& outcome) { return !IsAlarm(outcome); });
  return outcomes.empty() ? 0 : Percent(outcomes, holds);
}

void PrintFirstAlarms(const Options& options) {
  fmt::print(
      "\n| night to night, change | a second run confirms, % | first night told exactly, % | "
      "within "
      "two nights, % |\n| --- | ---: | ---: | ---: |\n");
  const double significance = SignificanceFor(1);
  const auto is_confirmed = [](const Outcome& outcome) { return outcome.confirmed; };
  const auto is_near = [](int nights) {
    return
        [nights](const Outcome& outcome) { return std::abs(outcome.since - kChangeAt) <= nights; };
  };
  for (const double noise : {0.05, 0.10}) {
    fmt::print("| {:.0f} %, none: a false alarm | {:.0f} | | |\n", 100 * noise,
               PercentOfAlarms(Play({.noise = noise}, 0, significance, options), is_confirmed));
    for (const double step : {1.1, 1.2}) {
      const auto found = Play({.noise = noise, .step = step}, kChangeAt, significance, options);
      fmt::print("| {:.0f} %, +{:.0f} % | {:.0f} | {:.0f} | {:.0f} |\n", 100 * noise,
                 100 * (step - 1), PercentOfAlarms(found, is_confirmed),
                 PercentOfAlarms(found, is_near(0)), PercentOfAlarms(found, is_near(2)));
    }
  }
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("False alarms and power of the judgement of nights", "trend_simulation");
  app.add_option("--runs", options.runs, "Histories for each number")->capture_default_str();
  app.add_option("--seed", options.seed, "Of everything drawn")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  PrintByNoise(options);
  PrintBySeries(options);
  PrintFirstAlarms(options);
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Main(argc, argv); }
