// SPDX-License-Identifier: Apache-2.0
// The house's arrows: which room may include which, and which third-party headers it may know.
// A compiler cannot tell: with includes from the repository's root, a wrong one builds.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

// Why the file may not have the include, or an empty string. `file` is relative to the repository's
// root ("net/http1.cc"), `include` has its delimiters ("<vector>", "\"net/url.h\"").
std::string WhyForbidden(std::string_view file, std::string_view include);

// Every forbidden include in the .h and .cc files of the tree, as "net/http1.cc:12: why"; also the
// files in folders that no rule knows.
std::vector<std::string> ForbiddenIncludes(const std::filesystem::path& root);

}  // namespace clamor
