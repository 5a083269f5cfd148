// SPDX-License-Identifier: Apache-2.0
// What a C++ source can say.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

// The string literals of a source without raw ones, a line each; adjacent ones are one, as they are
// to the compiler.
std::string StringLiterals(std::string_view source);

}  // namespace clamor
