// SPDX-License-Identifier: Apache-2.0
// Text as one word of a command line.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

// As a POSIX shell reads it back as an argument: in single quotes where it needs any.
std::string ShellWord(std::string_view text);

}  // namespace clamor
