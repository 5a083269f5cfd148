// SPDX-License-Identifier: Apache-2.0
// What every format shows of a run's numbers, as text not yet escaped for any: a format only
// arranges it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "clamor/result.h"
#include "metrics/run_data.h"
#include "reporters/table.h"

namespace clamor {

struct Figure {
  std::string name;
  std::string value;
};

// Turns, their rate, failures, conversations, tokens, bytes, goodput, levels and times; only what
// the run has.
std::vector<Figure> FiguresOf(const RunResult& run);

// A row for each metric that has samples over the whole run: metric, count, mean, min, p50, p90,
// p95, p99, p99.9, max.
Table TrendTable(const RunData& run);

// A row for each tag's value: tag, turns, p50 and p95 of the time to the first token and of the
// response time. At most `max_rows`; `left_out` gets the number of others.
Table TagTable(const RunData& run, std::size_t max_rows, std::size_t& left_out);

// "2 threads, 34 % busy (61 % at most), ...": what the load generator itself did.
std::string GeneratorOf(const GeneratorHealth& generator);

// A turn that ended, well or not.
std::uint64_t TurnsEnded(const RunData& run);

}  // namespace clamor
