// SPDX-License-Identifier: Apache-2.0
#include "protocols/script.h"

#include <algorithm>

namespace clamor {

ScriptedTurn::ScriptedTurn(const Turn& said) : turn(&said), content(said.content) {
  if (said.interrupt) interruption.emplace(said.interrupt->content);
  if (said.expect.contains) contains.emplace(*said.expect.contains);
  if (said.expect.matches) matches.emplace(*said.expect.matches);
  holds_words =
      content.Holds(Placeholder::kWords) || (contains && contains->Holds(Placeholder::kWords));
}

Script::Script(const Conversation& held) : conversation(&held) {
  turns.reserve(held.turns.size());
  for (const Turn& turn : held.turns) turns.emplace_back(turn);
}

bool SpeaksOfSessions(const std::vector<Script>& scripts) {
  return std::any_of(scripts.begin(), scripts.end(), [](const Script& script) {
    return std::any_of(script.turns.begin(), script.turns.end(), [](const ScriptedTurn& turn) {
      return turn.content.Holds(Placeholder::kSession);
    });
  });
}

}  // namespace clamor
