// SPDX-License-Identifier: Apache-2.0
// clamor-paired: two builds of a server launched side by side and played the same load in turn, in
// short blocks, so that a slow machine is not taken for a slow build. Exit code 0: nothing is
// slower; 1: something is; 2: bad usage, a server that does not start or ends, or nothing to
// compare; 130: interrupted.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include "ci/command_line.h"
#include "ci/paired_run.h"
#include "ci/tell_comparison.h"
#include "target/guard.h"

namespace clamor {
namespace {

constexpr int kExitInterrupted = 130;

StopFlag interrupted = 0;

struct Arguments {
  BlockPlan plan;
  int pairs = 40;
  double floor_percent = 5;
  std::string seed;
  std::string out = "clamor-paired";
};

void Declare(CommandLine& line, Arguments& arguments) {
  line.Required("SUITE", arguments.plan.suite,
                "a load suite and its arguments, behind --: -- build/load/bin/chat_load "
                "--gtest_filter=Chat.BasicLoad");
  line.Option(
      "--base", arguments.plan.base,
      "command that launches the server as it was, on the port that the variable PORT names");
  line.Option("--head", arguments.plan.head, "the same of the server as it is to be");
  line.Option("--base-commit", arguments.plan.base_commit, "how reports name the build of --base");
  line.Option("--head-commit", arguments.plan.head_commit, "how reports name the build of --head");
  line.Option("--ready", arguments.plan.ready,
              "path that both answer with 2xx once they are ready; without it, when they accept");
  line.Option("--pairs", arguments.pairs, 8, 400, "pairs of blocks, at most");
  line.Option("--block", arguments.plan.block, "how long the load of a block goes on");
  line.Option("--floor", arguments.floor_percent, 0.1, 1000,
              "least change, in percent, that is called slower or faster");
  line.Option(
      "--seed", arguments.seed,
      "repeats the order of the blocks and what is said in them; drawn where it is not given");
  line.Option("--out", arguments.out, "folder for the comparison and the results of each block");
}

std::uint64_t SeedOf(const std::string& text) {
  if (text.empty()) return std::random_device()();
  std::size_t read = 0;
  std::uint64_t seed = 0;
  try {
    seed = std::stoull(text, &read);
  } catch (const std::exception&) {
    read = 0;
  }
  if (text.front() == '-' || read == 0 || read != text.size()) {
    throw std::invalid_argument(
        fmt::format("--seed: \"{}\" is no number, expected 0 to 2^64 - 1", text));
  }
  return seed;
}

void Complete(Arguments& arguments) {
  for (const auto& [name, command] :
       {std::pair("--base", arguments.plan.base), std::pair("--head", arguments.plan.head)}) {
    if (!command.empty()) continue;
    throw std::invalid_argument(
        fmt::format("{} is missing, expected a command such as './server --port $PORT'", name));
  }
  arguments.plan.seed = SeedOf(arguments.seed);
  arguments.plan.out = std::filesystem::absolute(arguments.out);
  std::filesystem::create_directories(arguments.plan.out);
  for (const char* stale : {"comparison.json", "comparison.md", "comparison.xml", "paired.json"}) {
    std::filesystem::remove(arguments.plan.out / stale);
  }
}

int Run(Arguments& arguments, Guard& guard) {
  Complete(arguments);
  std::signal(SIGINT, [](int) { interrupted = 1; });
  std::signal(SIGTERM, [](int) { interrupted = 1; });
  RegressionRules rules;
  rules.planned_pairs = arguments.pairs;
  rules.floor = arguments.floor_percent / 100;
  fmt::print("At most {} pairs of blocks of {}, seed {}, results in {}\n", arguments.pairs,
             arguments.plan.block, arguments.plan.seed, arguments.out);
  const BuildComparison comparison =
      RunPairs(arguments.plan, rules, guard, interrupted, [](const std::string& text) {
        fmt::print("{}\n", text);
        std::fflush(stdout);
      });
  const int exit_code = TellComparison(comparison, arguments.plan.out);
  return interrupted != 0 ? kExitInterrupted : exit_code;
}

}  // namespace
}  // namespace clamor

int main(int argc, char** argv) {
  clamor::Guard guard;  // before any thread
  clamor::CommandLine line("clamor-paired",
                           "Plays the same load against two builds of a server, in turn.",
                           "Exit code: 0 nothing is slower, 1 something is, 2 bad usage, a server "
                           "that does not start or "
                           "ends, or nothing to compare, 130 interrupted.");
  clamor::Arguments arguments;
  arguments.plan.block = "5s";
  clamor::Declare(line, arguments);
  return line.Run(argc, argv, [&] { return clamor::Run(arguments, guard); });
}
