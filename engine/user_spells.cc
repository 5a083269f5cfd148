// SPDX-License-Identifier: Apache-2.0
#include "engine/user_spells.h"

namespace clamor {

std::vector<Spell> SpellsOf(int user, int from, const std::vector<UserStage>& stages) {
  std::vector<Spell> spells;
  const double wanted = user + 1;
  Seconds now{0};
  bool there = from >= wanted;
  if (there) spells.push_back({now, now});
  double users = from;
  for (const UserStage& stage : stages) {
    const bool there_then = stage.to >= wanted;
    if (there_then != there) {
      const Seconds crossing = now + stage.over * ((wanted - users) / (stage.to - users));
      if (there_then) {
        spells.push_back({crossing, crossing});
      } else {
        spells.back().until = crossing;
      }
      there = there_then;
    }
    now += stage.over;
    users = stage.to;
    if (there) spells.back().until = now;
  }
  return spells;
}

}  // namespace clamor
