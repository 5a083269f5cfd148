// SPDX-License-Identifier: Apache-2.0
// For tests: holds results against the published schema.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace clamor {

// Empty when the text is a valid result; else what is wrong.
std::string SchemaError(const std::string& text);

// The result files of a folder.
std::vector<std::filesystem::path> ResultFilesOf(const std::filesystem::path& folder);

}  // namespace clamor
