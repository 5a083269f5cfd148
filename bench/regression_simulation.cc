// SPDX-License-Identifier: Apache-2.0
// How sure the judgement of pairs is: how often it alarms falsely, and what it finds, in a model of
// a machine that is shared with others (shared_machine.h). Prints the tables of
// docs/regressions.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/paired_run.h"
#include "bench/shared_machine.h"
#include "bench/simulate.h"
#include "bench/single_tests.h"

namespace clamor::bench {
namespace {

constexpr int kRunsOfOneAgainstItself = 5;  // times as many as behind the other figures
constexpr int kRunsOfLooks = 50;            // the same: their chances are small, and they are quick

struct Options {
  int runs = 2000;
  std::uint64_t seed = 1;
};

// `draw(random)` gives the series of all pairs.
template <class Draw>
std::vector<PairedRun> Play(const BlockPlan& plan, const Options& options, const Draw& draw) {
  const RegressionRules rules{.planned_pairs = plan.pairs};
  return Simulate(options.runs, options.seed, [&] {
    return [&, judge = PairJudge(rules)](Random& random) mutable {
      return PlayPairs(draw(random), plan.turns, rules, judge);
    };
  });
}

std::vector<PairedRun> PlayLatencies(const BlockPlan& plan, double bursts, double change,
                                     const Options& options) {
  return Play(plan, options,
              [&](Random& random) { return DrawLatencies(random, plan, bursts, change); });
}

double Saying(Change change, const std::vector<PairedRun>& runs) {
  return Percent(runs, [&](const PairedRun& run) { return run.Says(change); });
}

double Alarming(const std::vector<PairedRun>& runs) {
  return Percent(runs, [](const PairedRun& run) {
    return run.Says(Change::kWorse) || run.Says(Change::kBetter);
  });
}

// Of one series.
double Judging(std::size_t series, Change change, const std::vector<PairedRun>& runs) {
  return Percent(runs, [&](const PairedRun& run) { return run.series[series].change == change; });
}

double MeanBlocks(const std::vector<PairedRun>& runs) {
  double pairs = 0;
  for (const PairedRun& run : runs) pairs += run.pairs;
  return 2 * pairs / static_cast<double>(runs.size());
}

double MedianOf(double JudgedSeries::*figure, std::size_t series,
                const std::vector<PairedRun>& runs) {
  std::vector<double> figures;
  for (const PairedRun& run : runs) figures.push_back(run.series[series].*figure);
  const auto middle = figures.begin() + static_cast<std::ptrdiff_t>(figures.size() / 2);
  std::nth_element(figures.begin(), middle, figures.end());
  return *middle;
}

struct Setting {
  const char* name;
  BlockPlan plan;
  double bursts = kUsualBursts;
};

const std::array<Setting, 7> kSettings = {
    {{"**40 pairs of 5 s, 100 turns per block**", {}},
     {"40 pairs, 250 turns", {.turns = 250}},
     {"20 pairs, 100 turns", {.pairs = 20}},
     {"60 pairs of 2 s, 50 turns", {.pairs = 60, .turns = 50, .seconds = 2}},
     {"mild machine (5 % bursts), 100 turns", {}, 0.05},
     {"mild machine, 250 turns", {.turns = 250}, 0.05},
     {"harsh machine (20 % bursts), 100 turns", {}, 0.20}}};

void PrintLatencies(const Options& options) {
  fmt::print(
      "\nTwelve measures, Holm, spending, Yuen: % of runs with any verdict; mean blocks\n\n"
      "| | same build: rejected / worse or better | +3 % | +5 % | +10 % | +20 % |\n"
      "| --- | --- | --- | --- | --- | --- |\n");
  for (const Setting& setting : kSettings) {
    const auto same = PlayLatencies(setting.plan, setting.bursts, 0, options);
    const double rejected = Percent(same, [](const PairedRun& run) { return run.has_rejected; });
    fmt::print("| {} | {:.1f} / {:.1f}, {:.0f} |", setting.name, rejected, Alarming(same),
               MeanBlocks(same));
    for (const double change : {0.03, 0.05, 0.1, 0.2}) {
      const auto runs = PlayLatencies(setting.plan, setting.bursts, change, options);
      fmt::print(" {:.1f}, {:.0f} |", Saying(Change::kWorse, runs), MeanBlocks(runs));
    }
    fmt::print("\n");
  }
}

void PrintOneAgainstItself(Options options) {
  options.runs *= kRunsOfOneAgainstItself;
  fmt::print(
      "\nThe same build twice, 40 pairs of 100 turns, % of {} runs\n\n"
      "| blocks with a burst | any worse | any better | either |\n"
      "| --- | --- | --- | --- |\n",
      options.runs);
  for (const double bursts : {0.0, 0.05, kUsualBursts, 0.20}) {
    const auto same = PlayLatencies({}, bursts, 0, options);
    fmt::print("| {:.0f} % | {:.2f} | {:.2f} | {:.2f} |\n", 100 * bursts,
               Saying(Change::kWorse, same), Saying(Change::kBetter, same), Alarming(same));
  }
}

std::string SameAndWrong(std::size_t series, double change, const std::vector<PairedRun>& runs) {
  const double wrong = Percent(runs, [&](const PairedRun& run) {
    const JudgedSeries& one = run.series[series];
    return one.change == Change::kSame && one.same_within < change;
  });
  return fmt::format("{:.1f} / {:.1f}", Judging(series, Change::kSame, runs), wrong);
}

// How often a change of one series alone is found.
double FoundAlone(std::size_t series, double change, const Options& options) {
  const auto runs = Play({}, options, [&](Random& random) {
    auto pairs = DrawLatencies(random, {}, kUsualBursts, 0);
    for (double& difference : pairs[series].differences) difference += std::log1p(change);
    return pairs;
  });
  return Judging(series, Change::kWorse, runs);
}

void PrintSame(const Options& options) {
  constexpr std::array<const char*, kQuantiles> kNames = {"p50", "p95", "p99"};
  constexpr std::array<double, 3> kChanges = {0.05, 0.1, 0.2};
  fmt::print(
      "\n`same within x %`, 40 pairs of 100 turns: % of runs that say it / wrongly\n\n"
      "| | same build: x, median | says it | +5 % | +10 % | +20 % | detectable, median "
      "| found of that size |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  const auto same = PlayLatencies({}, kUsualBursts, 0, options);
  std::vector<std::vector<PairedRun>> changed;
  for (const double change : kChanges) {
    changed.push_back(PlayLatencies({}, kUsualBursts, change, options));
  }
  for (std::size_t series = 0; series < kQuantiles; ++series) {
    fmt::print("| {} | {:.1f} % | {:.1f} |", kNames[series],
               100 * MedianOf(&JudgedSeries::same_within, series, same),
               Judging(series, Change::kSame, same));
    for (std::size_t i = 0; i < kChanges.size(); ++i) {
      fmt::print(" {} |", SameAndWrong(series, kChanges[i], changed[i]));
    }
    const double detectable = MedianOf(&JudgedSeries::detectable, series, same);
    fmt::print(" {:.1f} % | {:.1f} |\n", 100 * detectable, FoundAlone(series, detectable, options));
  }
}

struct FailureCase {
  const char* name;
  FailingTurns failing;
};

const std::array<FailureCase, 5> kFailureCases = {
    {{"none", {}},
     {"0.1 %", {.base = 0.001}},
     {"1 %", {.base = 0.01}},
     {"1 %, and 20 % in a tenth of the blocks", {.base = 0.01, .burst_blocks = 0.1, .burst = 0.19}},
     {"1 %, and 20 % in a quarter of the blocks",
      {.base = 0.01, .burst_blocks = 0.25, .burst = 0.19}}}};

// The error rate first, then so many durations that do not change.
std::vector<PairedRun> PlayErrorRates(FailingTurns failing, double rise, std::size_t durations,
                                      const Options& options) {
  const BlockPlan plan;
  failing.rise = rise;
  return Play(plan, options, [&](Random& random) {
    auto series = DrawLatencies(random, plan, kUsualBursts, 0);
    series.resize(durations);
    series.insert(series.begin(), DrawErrorRates(random, plan, failing));
    return series;
  });
}

void PrintErrorRates(const Options& options) {
  fmt::print(
      "\nError rates by signed ranks, 40 pairs of 100 turns, % of runs\n\n"
      "| turns that fail in both | measures | same build: it is worse or better "
      "| any measure is | `same` | +2 points: worse | mean blocks |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const auto& [name, failing] : kFailureCases) {
    for (const std::size_t durations : {0, 11}) {
      const auto same = PlayErrorRates(failing, 0, durations, options);
      const auto risen = PlayErrorRates(failing, 0.02, durations, options);
      fmt::print("| {} | {} | {:.2f} | {:.2f} | {:.1f} | {:.1f} | {:.0f} |\n", name, durations + 1,
                 Judging(0, Change::kWorse, same) + Judging(0, Change::kBetter, same),
                 Alarming(same), Judging(0, Change::kSame, same), Judging(0, Change::kWorse, risen),
                 MeanBlocks(risen));
    }
  }
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("How often the judgement of pairs alarms falsely, and what it finds",
               "regression_simulation");
  app.add_option("--runs", options.runs, "Behind each figure")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Of all that is drawn")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // it takes minutes: show lines as they come
  fmt::print("{} runs behind each figure: chance moves it by up to {:.1f} points.\n", options.runs,
             100 / std::sqrt(options.runs));
  PrintTestsOfOneMeasure(options.runs, options.seed);
  PrintLatencies(options);
  PrintOneAgainstItself(options);
  PrintSame(options);
  PrintErrorRates(options);
  PrintLooks(kRunsOfLooks * options.runs, options.seed);
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Main(argc, argv); }
