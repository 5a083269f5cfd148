// SPDX-License-Identifier: Apache-2.0
// benchmark.json and benchmark-blocks.json: durations in the JSON of Google Benchmark 1.7.1, for
// what reads that: its own compare.py, github-action-benchmark (`tool: googlecpp`) and Bencher's
// adapter `cpp_google`. docs/reading-results.md shows how to feed each.
//
// Why two files. compare.py compares by the U test what has several rows of one name, and wants
// nine (tools/gbench/report.py, partition_benchmarks and calc_utest). The other two take one row to
// be all there is of a name:
// - github-action-benchmark makes a result of every row, whatever its run_type (src/extract.ts,
//   extractGoogleCppResult); its page draws a point for each, so ten for a commit
//   (src/default_index_html.ts, collectBenchesPerTestCase); and it holds each row against the first
//   of that name of the run before, `prevSuite.benches.find((b) => b.name === current.name)`
//   (src/write.ts, findAlerts): ten chances of a false alarm, each of one block's noise.
// - Bencher puts the rows into a map by name, where the last one stays (lib/bencher_adapter,
//   src/results/adapter_results.rs, `.insert(resource_id, ...)`): a run would be its last block.
// None of the three leaves rows out by any member, and none looks beyond `benchmarks`, so one file
// cannot serve all. benchmark.json has one row for each name, the value of the whole run, and all
// three read it; benchmark-blocks.json has the blocks of time as repetitions, for compare.py alone.
//
// What stands in a row:
// - real_time is the percentile, in ns always: who compares goes by name and unit, and compare.py
//   prints no fractions. cpu_time is the same again, since compare.py compares and tests both, and
//   a server's answer has no processor time that would be known here.
// - iterations is the number of samples, threads that of users.
// - run_type is always "iteration": there is no row for a mean or a deviation that would be charted
//   as a benchmark of its own.
// - label tells that a run was scaled.
// No row has error_occurred. Google Benchmark writes such a row with times of 0, and all three take
// it for a measurement. What is void or has no samples has no row; `left_out` in the context names
// it with the reason. Where nothing is left, github-action-benchmark ends with "No benchmark result
// was found" and Bencher with an error: a load test that left nothing has mostly failed by then.
//
// The context has `caches`, which Bencher insists on, empty: the server's are not known. Of its
// other members only the date is.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "clamor/reporter.h"

namespace clamor {

// A row for each metric and percentile of each run, as BenchmarksOfRuns has them.
class GoogleBenchmarkReporter : public Reporter {
 public:
  std::string FileName() const override { return "benchmark.json"; }
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override;
};

// A row for each block of time of each of them, as BenchmarksOfBlocks has them.
class GoogleBenchmarkBlocksReporter : public Reporter {
 public:
  std::string FileName() const override { return "benchmark-blocks.json"; }
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override;
};

}  // namespace clamor
