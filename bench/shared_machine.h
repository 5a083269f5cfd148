// SPDX-License-Identifier: Apache-2.0
// A model of paired blocks of load on a machine that is shared with others. Between two blocks of
// one build lie chance, the machine's drift and its bursts; docs/regressions.md tells of it.
#pragma once

#include <vector>

#include "base/random.h"
#include "metrics/regression/judge_pairs.h"

namespace clamor::bench {

// Of the logarithm of a turn's time. Log-normal times are given, their width is not: with this one
// the rates of docs/regressions.md come out that another simulation found.
constexpr double kSigma = 0.47;

struct BlockPlan {
  int pairs = 40;
  int turns = 100;  // of one block
  double seconds = 5;
};

// What is measured in either block of a pair.
template <class T>
struct PairOf {
  T base;
  T head;
};

// Share of the blocks that meet a burst.
constexpr double kUsualBursts = 0.10;

// The logarithm of how many times as slow as at the start the machine is in each block. It drifts
// as a random walk of 15 % in five minutes does; the share `bursts` of the blocks meets one and is
// slowed as a whole, 1.5 to 3 times. Which build comes first in a pair makes no difference to such
// a walk.
std::vector<PairOf<double>> DrawSlowness(Random& random, const BlockPlan& plan, double bursts);

// Four durations that know of each other only through the machine, each with its p50, p95 and p99.
constexpr int kDurations = 4;
constexpr int kQuantiles = 3;

// How those twelve differ in each pair, the first duration's first. The first duration takes so
// much longer in head, as a share; the others do not.
std::vector<PairedSeries> DrawLatencies(Random& random, const BlockPlan& plan, double bursts,
                                        double change);

struct FailingTurns {
  double base = 0;          // share of turns
  double rise = 0;          // by so much in head
  double burst_blocks = 0;  // share of blocks in which
  double burst = 0;         // so much more fails
};

PairedSeries DrawErrorRates(Random& random, const BlockPlan& plan, const FailingTurns& failing);

}  // namespace clamor::bench
