// SPDX-License-Identifier: Apache-2.0
// Pairs of blocks, one of each build, until the answer is clear or there are enough of them: what
// the machine does meanwhile both builds meet alike.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "ci/block_player.h"
#include "metrics/regression/build_comparison.h"
#include "metrics/regression/judge_pairs.h"

namespace clamor {

// Plays a block against each build that does not count, then pair after pair until something is
// worse at a look or rules.planned_pairs are taken. Pairs in which the load generator was the
// bottleneck or which are no whole measurement are thrown away, and others taken in their place, at
// most half as many as planned; three in a row end it.
// Leaves paired.json and each block's results in plan.out (paired_folder.h), also where a signal or
// the end of a server ends it early. `tell` gets lines on how it goes on.
//
// Throws std::runtime_error, one line, for a server that does not start and a suite that leaves no
// result.
BuildComparison RunPairs(const BlockPlan& plan, const RegressionRules& rules, Guard& guard,
                         const StopFlag& stop, const std::function<void(const std::string&)>& tell);

// Which build is played first in each of so many pairs: every two pairs are base head head base or
// head base base head, drawn by the seed.
std::vector<Side> OrderOfPairs(std::size_t pairs, std::uint64_t seed);

}  // namespace clamor
