// SPDX-License-Identifier: Apache-2.0
// Conversations made ready to be held: placeholders and expressions are compiled once, before the
// load.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/pattern.h"
#include "base/placeholders.h"
#include "clamor/conversation.h"

namespace clamor {

struct ScriptedTurn {
  explicit ScriptedTurn(const Turn& said);

  const Turn* turn;
  TextTemplate content;
  std::optional<TextTemplate> interruption;  // what is said into the answer
  std::optional<TextTemplate> contains;
  std::optional<Pattern> matches;
  bool holds_words = false;  // {{words}}

  // Whether the answer's text is looked at, and not only its times.
  bool ExpectsText() const { return contains || matches; }
};

// The conversation must outlive it.
struct Script {
  explicit Script(const Conversation& held);

  const Conversation* conversation;
  std::vector<ScriptedTurn> turns;
};

// Whether any turn puts its session's id into what is said, so that answers may carry one.
bool SpeaksOfSessions(const std::vector<Script>& scripts);

}  // namespace clamor
