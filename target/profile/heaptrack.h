// SPDX-License-Identifier: Apache-2.0
// Where the parts of heaptrack lie that no PATH has.
#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

namespace clamor {

// "libheaptrack_preload.so" -> "/usr/lib/heaptrack/libheaptrack_preload.so", from where the program
// `heaptrack` is, as the program itself finds it.
inline std::filesystem::path HeaptrackFile(const std::filesystem::path& heaptrack,
                                           std::string_view name) {
  std::error_code ignored;  // a path that cannot be followed has no such file either
  const auto program = std::filesystem::canonical(heaptrack, ignored);
  return program.parent_path().parent_path() / "lib/heaptrack" / name;
}

}  // namespace clamor
