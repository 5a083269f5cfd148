// SPDX-License-Identifier: Apache-2.0
// The durations of runs as benchmarks: a benchmark for each metric and percentile of each load
// test, named "Chat.BasicLoad/time_to_first_token/p95".
//
// A name stays the same from run to run, for that is what histories are kept by. It is the test's
// with its parameters, "/repetition:2" of a repeated one, the metric and the percentile. "/shard:1"
// follows the test only where several shards of it were not put together: which shard a test falls
// to changes with every test that is added. Characters beyond [A-Za-z0-9_./-] become "_", so that
// no name acts in a table of Markdown, a log or a regular expression's alternatives, and long names
// are cut: Bencher takes at most 1,024 bytes. Names that have become alike are told apart by
// "/namesake:2".
//
// A percentile is there only when the samples support it: p50 from 5, p95 from 59, p99 from 299 on
// (SamplesNeeded, 95 %). With fewer it is little else than the largest sample, and alarms at
// random.
//
// What is no duration of the server's is left out: rates, shares and counts, because the format's
// readers know nothing but times; the load generator's own delays; durations of failed turns, where
// shorter is not better; and series by tag, of which there may be hundreds.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "clamor/result.h"

namespace clamor {

struct BenchmarkValue {
  std::chrono::nanoseconds percentile;
  std::uint64_t samples = 0;  // that it is of
};

struct BenchmarkSeries {
  std::string name;  // "time_to_first_token/p95"
  std::vector<BenchmarkValue> repetitions;
};

// A load test's.
struct BenchmarkFamily {
  std::string name;    // "Chat.BasicLoad"
  std::string title;   // of its first run, as TitleOf tells it; hostile
  int users = 0;       // at most
  std::string scaled;  // as ScaleOf tells it
  std::vector<BenchmarkSeries> series;
};

struct Benchmarks {
  std::vector<BenchmarkFamily> families;  // each with at least one series
  std::vector<std::string> left_out;  // a line for each run without one: which, and why; hostile
};

// The percentiles of each run, from its histograms. Each has one repetition: a repeated load test
// is several families. Left out are runs that are no measurement of the whole load: whose load
// generator was the bottleneck, that were interrupted or ended early, or in which no turn ended.
Benchmarks BenchmarksOfRuns(const std::vector<RunResult>& runs);

// The percentiles of each of the ten blocks of time of a run, from its timelines, as repetitions;
// those of a repeated load test are repetitions of the same benchmarks. A block without samples
// enough for a percentile is none of its repetitions, and a benchmark has at least nine.
Benchmarks BenchmarksOfBlocks(const std::vector<RunResult>& runs);

}  // namespace clamor
