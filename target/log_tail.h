// SPDX-License-Identifier: Apache-2.0
// The end of a log file, however long the file has grown.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace clamor {

// The last `count` lines of the file, oldest first, from its last 64 KiB, each made safe to show
// and cut at 500 bytes. None when the file cannot be read.
std::vector<std::string> LastLines(const std::filesystem::path& file, std::size_t count);

}  // namespace clamor
