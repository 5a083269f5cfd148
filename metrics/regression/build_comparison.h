// SPDX-License-Identifier: Apache-2.0
// Two builds of a server held against each other: what every report of it is a function of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "clamor/units.h"
#include "metrics/regression/compared_measures.h"
#include "metrics/regression/judge_pairs.h"
#include "metrics/run_data.h"

namespace clamor {

// One measure of one load test.
struct MeasureChange {
  std::string test;
  std::string measure;  // as SLAs have it
  Unit unit = Unit::kSeconds;
  Change change = Change::kCannotTell;
  double base = 0;  // over all that was measured, in the unit
  double head = 0;
  std::uint64_t base_samples = 0;
  std::uint64_t head_samples = 0;
  // Head's against base's: how many times as large, with the ends of an interval that agrees with
  // the test; of a share how much larger. Nothing where there is no interval.
  double estimate = 1;
  double low = 0;
  double high = 0;
  bool has_interval = false;
  double p_value = 1;
  double same_within = 0;  // as a share, with 95 % confidence to either side
  double detectable = 0;   // the least change, as a share, that would have been found
  std::size_t pairs = 0;   // 0: not taken in pairs
  std::string remark;      // one sentence on what to make of it; may be empty

  bool IsShare() const { return unit == Unit::kRatio; }
};

// Why something is not compared.
inline constexpr char kOnlyBase[] = "only base has it";
inline constexpr char kOnlyHead[] = "only head has it";

// What stands on one side only, was measured too seldom, or is not believed.
struct NotCompared {
  std::string test;
  std::string measure;  // empty: the whole load test
  std::string why;
};

struct ComparedBuild {
  std::string commit;
  std::string machine;
  std::string target;
};

// A pair of blocks that was thrown away.
struct LostPair {
  int number = 0;  // of all that were taken, from 1
  std::string why;
};

struct BuildComparison {
  static constexpr int kFormatVersion = 1;

  ComparedBuild base;
  ComparedBuild head;
  std::size_t pairs = 0;  // that were kept; 0: the runs were not taken in pairs
  int planned_pairs = 0;
  std::vector<LostPair> lost;
  double alpha = 0;                    // chance of any false alarm
  double floor = 0;                    // least change told, as a share
  std::vector<MeasureChange> changes;  // by load test as it came; failures first
  std::vector<NotCompared> not_compared;
  std::string server_ended;           // which, and how, while it was played; empty: none did
  std::vector<std::string> cautions;  // sentences on the whole

  // Whether anything is worse: the one thing that fails a pipeline.
  bool IsWorse() const;
};

// The values of both sides, which measured the same; nothing is judged yet.
MeasureChange ChangeBetween(const std::string& test, const ComparedMeasure& base,
                            const ComparedMeasure& head);

// "Chat.BasicLoad", "Chat.BasicLoad (repetition 2)": by which runs of both sides belong together.
std::string NameInComparison(const RunData& run);

// What is known of a build from its runs: where they say different things, that of the first.
ComparedBuild BuildOf(const std::vector<RunData>& runs);

// A sentence for each way in which the runs of a load test were not made alike, the machine apart.
std::vector<std::string> DifferencesOfSetting(const RunData& base, const RunData& head);

}  // namespace clamor
