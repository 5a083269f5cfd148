// SPDX-License-Identifier: Apache-2.0
// How a Node server that we launch is made to load a module of ours before its program.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "target/launch.h"

namespace clamor {

// Adds the module to NODE_OPTIONS, behind the options that are there: the environment's, else this
// process's own. No other program takes notice of it.
void AddNodeModule(Environment& environment, const std::filesystem::path& module);

namespace internal {
// Behind these options; for tests.
std::string WithModule(std::string_view options, std::string_view module);
}  // namespace internal

}  // namespace clamor
