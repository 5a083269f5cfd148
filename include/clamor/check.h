// SPDX-License-Identifier: Apache-2.0
// Checks: yes-or-no questions asked of each answer, counted under their names with a pass rate.
#pragma once

#include <string>

namespace clamor {

// What a check looks at. One on content fails its turn; one on time only counts in its pass rate:
// failing the turn would take the slow ones out of the latencies.
enum class CheckOn : unsigned char { kContent, kTime };

struct NamedCheck {
  std::string name;  // "json_content_type": a word of letters, digits and _
  CheckOn on = CheckOn::kContent;
};

}  // namespace clamor
