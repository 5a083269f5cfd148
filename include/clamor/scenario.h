// SPDX-License-Identifier: Apache-2.0
// A part of a load test: what is said, and when. PlayInOrder and PlayTogether (load_test.h) play
// several; each one's results carry the tag `scenario` with its name.
#pragma once

#include <string>

#include "clamor/conversation.h"
#include "clamor/profile.h"

namespace clamor {

struct Scenario {
  std::string name;  // "ramp_up"; of one load test, no two alike
  Conversations what;
  Profile how;
};

}  // namespace clamor
