// SPDX-License-Identifier: Apache-2.0
// What every program that compares two builds does with its comparison.
#pragma once

#include <filesystem>

#include "metrics/regression/build_comparison.h"

namespace clamor {

// Prints it; in a workflow of GitHub adds annotations to the log and the Markdown to the step's
// summary. With a folder, which is made, also leaves comparison.json, comparison.md and
// comparison.xml (JUnit) there. Gives the exit code: kExitError where a server ended or nothing
// could be compared, kExitBad where something is worse, else kExitGood. Throws std::runtime_error
// for what cannot be written.
int TellComparison(const BuildComparison& comparison, const std::filesystem::path& folder);

}  // namespace clamor
