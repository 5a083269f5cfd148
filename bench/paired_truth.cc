// SPDX-License-Identifier: Apache-2.0
// How often clamor-paired calls a build slower that is not, and how often it finds one that is: the
// embedded server held against itself, or against itself with later first tokens, again and again
// on this machine. Prints what each run found and, at the end, the shares.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>

#include "ci/paired_run.h"
#include "reporters/regression/change_words.h"
#include "target/guard.h"
#include "target/temporary_folder.h"

namespace clamor::bench {
namespace {

struct Arguments {
  int runs = 200;
  int pairs = 16;
  std::string block = "300ms";
  double slower_percent = 0;
  std::uint64_t seed = 1;
  std::string suite = CLAMOR_CHAT_LOAD;
};

struct Tally {
  int slower = 0;       // runs in which anything was called so
  int first_token = 0;  // in which that was a time to first token
  int faster = 0;
  int cannot_tell = 0;  // measures
  int measures = 0;
  std::size_t pairs = 0;
  std::size_t lost = 0;
};

// The times are drawn anew for each server, as two builds on one machine would have them.
std::string Server(double first_token_ms, std::uint64_t seed) {
  return fmt::format(
      "exec {} --port $PORT --seed {} --ttft lognormal:{}us,0.3 "
      "--gap lognormal:1ms,0.3 --answer-events constant:6",
      CLAMOR_SERVER_PROGRAM, seed, static_cast<int>(first_token_ms * 1000));
}

bool IsOfFirstToken(const MeasureChange& change) {
  return change.measure.find("time_to_first_token") != std::string::npos;
}

void Count(const BuildComparison& comparison, Tally& tally) {
  const auto any = [&comparison](Change wanted, bool of_first_token) {
    return std::any_of(
        comparison.changes.begin(), comparison.changes.end(), [&](const MeasureChange& change) {
          return change.change == wanted && (!of_first_token || IsOfFirstToken(change));
        });
  };
  tally.slower += any(Change::kWorse, false) ? 1 : 0;
  tally.first_token += any(Change::kWorse, true) ? 1 : 0;
  tally.faster += any(Change::kBetter, false) ? 1 : 0;
  for (const MeasureChange& change : comparison.changes) {
    tally.cannot_tell += change.change == Change::kCannotTell ? 1 : 0;
  }
  tally.measures += static_cast<int>(comparison.changes.size());
  tally.pairs += comparison.pairs;
  tally.lost += comparison.lost.size();
}

void TellFindings(int run, const BuildComparison& comparison) {
  for (const MeasureChange& change : comparison.changes) {
    if (change.change != Change::kWorse && change.change != Change::kBetter) continue;
    fmt::print("run {}: {} {} {}\n", run, change.measure, VerdictOf(change), HowMuch(change));
  }
  std::fflush(stdout);
}

void Print(const Arguments& arguments, const Tally& tally) {
  const double runs = arguments.runs;
  fmt::print(
      "\n| true change of time to first token | runs | anything slower | time to first token "
      "slower | anything faster | cannot tell | pairs a run | thrown away |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
      "| {:+g} % | {} | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % of measures | {:.1f} | {:.1f} "
      "% |\n",
      arguments.slower_percent, arguments.runs, 100 * tally.slower / runs,
      100 * tally.first_token / runs, 100 * tally.faster / runs,
      100.0 * tally.cannot_tell / std::max(tally.measures, 1),
      static_cast<double>(tally.pairs) / runs,
      100.0 * static_cast<double>(tally.lost) /
          static_cast<double>(std::max<std::size_t>(tally.pairs + tally.lost, 1)));
}

void Compare(const Arguments& arguments, Guard& guard) {
  constexpr double kFirstTokenMs = 12;
  const StopFlag never = 0;
  RegressionRules rules;
  rules.planned_pairs = arguments.pairs;
  Tally tally;
  for (int run = 0; run < arguments.runs; ++run) {
    const TemporaryFolder folder;
    const std::uint64_t seed = arguments.seed + static_cast<std::uint64_t>(run);
    BlockPlan plan;
    plan.base = Server(kFirstTokenMs, 2 * seed);
    plan.head = Server(kFirstTokenMs * (1 + arguments.slower_percent / 100), 2 * seed + 1);
    plan.suite = {arguments.suite, "--gtest_filter=Chat.BasicLoad", "--clamor_rate=400"};
    plan.block = arguments.block;
    plan.seed = seed;
    plan.out = folder.path();
    const BuildComparison comparison =
        RunPairs(plan, rules, guard, never, [](const std::string&) {});
    Count(comparison, tally);
    TellFindings(run, comparison);
  }
  Print(arguments, tally);
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) {
  clamor::Guard guard;  // before any thread
  CLI::App app("Holds the embedded server against itself by pairs, again and again.");
  clamor::bench::Arguments arguments;
  app.add_option("--runs", arguments.runs, "comparisons")->capture_default_str();
  app.add_option("--pairs", arguments.pairs, "pairs of blocks in each, at most")
      ->capture_default_str();
  app.add_option("--block", arguments.block, "length of a block")->capture_default_str();
  app.add_option("--slower", arguments.slower_percent,
                 "percent by which head's first token is late")
      ->capture_default_str();
  app.add_option("--seed", arguments.seed, "of the first comparison")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    clamor::bench::Compare(arguments, guard);
  } catch (const std::exception& error) {
    fmt::print(stderr, "paired_truth_bench: {}\n", error.what());
    return 2;
  }
  return 0;
}
