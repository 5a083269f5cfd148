// SPDX-License-Identifier: Apache-2.0
// Every report of a folder of results, written at once.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/reporter.h"

namespace clamor {

// The formats that every results folder gets.
std::vector<std::unique_ptr<Reporter>> StandardReporters();

// Writes each report of StandardReporters and of `extra` whole into the folder, which is created.
// One that fails leaves the others alone: gives a line for each that was not written, naming the
// file and the reason; empty when all are there.
std::vector<std::string> WriteReports(const std::filesystem::path& folder,
                                      const std::vector<RunResult>& runs,
                                      const std::vector<std::shared_ptr<Reporter>>& extra = {});

// Adds Markdown, or summary.md's of the runs, to the end of a file: the one $GITHUB_STEP_SUMMARY
// names. Throws std::runtime_error naming the file and the reason.
void AppendToStepSummary(const std::filesystem::path& file, std::string_view markdown);
void AppendToStepSummary(const std::filesystem::path& file, const std::vector<RunResult>& runs);

}  // namespace clamor
