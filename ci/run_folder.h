// SPDX-License-Identifier: Apache-2.0
// The folder that a run's results and reports go to.
#pragma once

#include <filesystem>

namespace clamor {

// Makes the folder where there is none, and removes what an earlier run left in it: result files,
// told by their content, reports, by their names, and what of either was half written. Nothing else
// is touched, no folder in it either. Throws std::runtime_error with one line naming what could not
// be made or removed.
void BeginRunFolder(const std::filesystem::path& folder);

}  // namespace clamor
