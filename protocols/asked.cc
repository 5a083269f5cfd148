// SPDX-License-Identifier: Apache-2.0
#include "clamor/dialect.h"

namespace clamor {

std::string_view Asked::Tag(std::string_view name) const {
  const auto tag = conversation.tags.find(std::string(name));
  return tag == conversation.tags.end() ? std::string_view{} : std::string_view(tag->second);
}

}  // namespace clamor
