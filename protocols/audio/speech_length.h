// SPDX-License-Identifier: Apache-2.0
// How long a caller speaks.
#pragma once

#include <string_view>

#include "clamor/conversation.h"
#include "clamor/units.h"

namespace clamor {

// The length of speech that is generated for this content: the one that is given, else that of 150
// words in a minute, and of no less than one.
Seconds LengthOf(const Speech& speech, std::string_view content);

}  // namespace clamor
