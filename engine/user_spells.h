// SPDX-License-Identifier: Apache-2.0
// When each user of a ramp of users is there. Pure.
#pragma once

#include <vector>

#include "clamor/profile.h"
#include "clamor/units.h"

namespace clamor {

// From the begin of the counted part.
struct Spell {
  Seconds from;
  Seconds until;
};

// The user counts from 0, and is there while the ramp wants at least so many and one: while it
// stands at 10, users 0 to 9 are.
std::vector<Spell> SpellsOf(int user, int from, const std::vector<UserStage>& stages);

}  // namespace clamor
