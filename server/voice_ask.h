// SPDX-License-Identifier: Apache-2.0
// What a spoken query asks for, as far as its words tell.
#pragma once

#include <string_view>

namespace clamor::server {

struct VoiceAsk {
  std::string_view tool;  // to be called first; empty: none
  double length = 1;      // of the answer, as a multiple of the usual
};

// Looks for words that begin with those of a small table, in any case: "What's the WEATHER?" calls
// get_weather, "Explain it" asks for a long answer, "Briefly, ..." for a short one.
VoiceAsk AskOf(std::string_view text);

}  // namespace clamor::server
