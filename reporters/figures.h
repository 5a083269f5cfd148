// SPDX-License-Identifier: Apache-2.0
// What every format shows of a run's numbers, as text not yet escaped for any: a format only
// arranges it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clamor/result.h"
#include "metrics/run_data.h"

namespace clamor {

struct Figure {
  std::string name;
  std::string value;
};

// Turns, their rate, failures, retries, ends of streams, conversations, tokens, bytes, goodput, the
// suite's own numbers, levels and times; only what the run has.
std::vector<Figure> FiguresOf(const RunResult& run);

// "2 threads, 34 % busy (61 % at most), ...": what the load generator itself did.
std::string GeneratorOf(const GeneratorHealth& generator);

// "0.35 cores busy (0.5 at most, 17.5 % of those it may use), memory 45 MB at most, ...": what the
// server under test did; "not measured" of one that was not launched by the load test, and nothing
// of a run that had none.
std::string ServerOf(const RunResult& run);

// A turn that ended, well or not.
std::uint64_t TurnsEnded(const RunData& run);

}  // namespace clamor
