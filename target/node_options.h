// SPDX-License-Identifier: Apache-2.0
// How a Node server that we launch is made to load a module of ours before its program.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace clamor {

// The value of NODE_OPTIONS: this process's own, and the module behind it. No other program takes
// notice of it.
std::string NodeOptionsWith(const std::filesystem::path& module);

namespace internal {
// The same behind these options; for tests.
std::string WithModule(std::string_view options, std::string_view module);
}  // namespace internal

}  // namespace clamor
