// SPDX-License-Identifier: Apache-2.0
// Holds text against a file in reporters/testdata. CLAMOR_UPDATE_GOLDEN=1 in the environment writes
// the file instead: look at the difference before committing it.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

// A GoogleTest failure when they differ, showing the first line that does.
void ExpectGolden(std::string_view file_name, std::string_view text);

}  // namespace clamor
