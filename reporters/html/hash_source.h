// SPDX-License-Identifier: Apache-2.0
// How a content security policy names a script or a style sheet that it allows.
#pragma once

#include <string>
#include <string_view>

namespace clamor::html {

// "sha256-..." in base64, of a digest in hexadecimal digits, as CMake gives it.
std::string HashSource(std::string_view sha256);

}  // namespace clamor::html
