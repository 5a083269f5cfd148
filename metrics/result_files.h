// SPDX-License-Identifier: Apache-2.0
// Result files in a folder: one per load test, repetition and shard.
#pragma once

#include <filesystem>
#include <string_view>

#include "metrics/run_data.h"

namespace clamor {

// Stands near the beginning of every result file, and of no other JSON in a results folder.
inline constexpr std::string_view kResultMark = "\"clamor_result\"";

// "Assistant.DrainsTheQueue.json"; "Each_Assistant.Holds_small_talk-2-shard1.json": a plain name,
// whatever the test's is.
std::string ResultFileName(const RunData& run);

// Writes the run's file, whole or not at all, and gives its path. The folder must exist. Throws
// std::runtime_error naming the path.
std::filesystem::path WriteResultFile(const std::filesystem::path& folder, const RunData& run);

}  // namespace clamor
