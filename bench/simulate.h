// SPDX-License-Identifier: Apache-2.0
// A simulation's runs, spread over the machine's cores.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/random.h"

namespace clamor::bench {

// What each of so many runs came to, in order. `make_player()` gives each thread a player of its
// own, which plays a run as player(Random&) and may keep what is costly to make; a run's numbers
// come from the seed and its place alone, so the outcomes are the same on any number of cores.
template <class MakePlayer>
auto Simulate(int runs, std::uint64_t seed, const MakePlayer& make_player) {
  using Outcome = std::invoke_result_t<std::invoke_result_t<MakePlayer>&, Random&>;
  static_assert(!std::is_same_v<Outcome, bool>, "threads cannot write neighbouring bits");
  std::vector<Outcome> outcomes(static_cast<std::size_t>(runs));
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (std::size_t core = 0; core < cores; ++core) {
    threads.emplace_back([&, core] {
      auto player = make_player();
      for (std::size_t run = core; run < outcomes.size(); run += cores) {
        Random random(MixSeed(seed, run));
        outcomes[run] = player(random);
      }
    });
  }
  threads.clear();  // joins them
  return outcomes;
}

// The share of the outcomes for which it holds, in percent.
template <class Outcome, class Predicate>
double Percent(const std::vector<Outcome>& outcomes, const Predicate& holds) {
  const auto count = std::count_if(outcomes.begin(), outcomes.end(), holds);
  return 100 * static_cast<double>(count) / static_cast<double>(outcomes.size());
}

}  // namespace clamor::bench
