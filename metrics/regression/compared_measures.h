// SPDX-License-Identifier: Apache-2.0
// Which measures of a load test are held against those of another run: few, since each is one more
// chance of a false alarm, and those that users feel or operators pay for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

struct ComparedMeasure {
  std::string name;  // as SLAs have it: "p95(time_to_first_token)"
  Unit unit = Unit::kSeconds;
  double value = 0;
  std::uint64_t samples = 0;

  // An error rate: compared by difference, as most are nought.
  bool IsShare() const { return unit == Unit::kRatio; }
};

// Why a run's numbers are not its server's under the whole load; empty: they are.
std::string WhyNotJudged(const RunData& run);

// Those that the run has samples of, in a fixed order, failures first: the error rate; p50, p95 and
// p99 of times that users feel and of durations that the suite defined, as far as there are enough
// samples to bound each percentile (SamplesNeeded at 95 %); what the server took of CPU and memory.
std::vector<ComparedMeasure> ComparedMeasures(const RunData& run);

// The percentiles of one trend, chosen the same way.
std::vector<ComparedMeasure> PercentilesOf(Trend trend, const RunData& run);

}  // namespace clamor
