// SPDX-License-Identifier: Apache-2.0
// The text of a file of values that a tag is drawn from. tag_values.schema.json says the same for
// editors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clamor/conversation.h"

namespace clamor {

// `file` is its path, which errors name. Throws JsonError at the first mistake.
std::vector<Weight> ReadTagValues(std::string_view text, const std::string& file);

}  // namespace clamor
