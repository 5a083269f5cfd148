// SPDX-License-Identifier: Apache-2.0
// The folder that a paired run leaves: paired.json, which says how the pairs were taken, and a
// folder of results for each block: base/pair-07, head/pair-07.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "metrics/regression/build_comparison.h"
#include "metrics/regression/judge_pairs.h"
#include "metrics/run_data.h"

namespace clamor {

enum class Side : unsigned char { kBase, kHead };
std::string NameOf(Side side);

struct TakenPair {
  int number = 0;  // from 1
  Side first = Side::kBase;
  std::string lost;  // why it was thrown away; empty: it counts
};

struct PairedRecord {
  std::uint64_t seed = 0;
  std::string base_commit;  // empty: not told
  std::string head_commit;
  RegressionRules rules;
  std::vector<TakenPair> pairs;
  std::vector<std::string> cautions;
  std::string server_ended;  // which, and how; empty: none did
};

std::filesystem::path BlockFolder(const std::filesystem::path& folder, Side side, int number);

// The load tests of a block; none where it left no result. Throws std::runtime_error for results
// that cannot be read.
std::vector<RunData> ReadBlock(const std::filesystem::path& folder, Side side, int number);

void WriteRecord(const std::filesystem::path& folder, const PairedRecord& record);

// The folder whose base/ and head/ these are, where a paired run left them.
std::optional<std::filesystem::path> PairedFolderOf(const std::filesystem::path& base,
                                                    const std::filesystem::path& head);

// Compares again what a paired run left. Throws std::runtime_error with one line that names the
// file and what is wrong with it.
BuildComparison ComparePairedFolder(const std::filesystem::path& folder);

}  // namespace clamor
