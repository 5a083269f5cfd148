// SPDX-License-Identifier: Apache-2.0
// What a turn says for agents of voice: how its content is spoken, and what is spoken into the
// answer.
#pragma once

#include "base/json_text.h"
#include "clamor/conversation.h"
#include "conversations/json_checks.h"

namespace clamor {

// Reads it from the turn's object, whose other members are passed over. Throws JsonError at the
// first mistake.
void ReadVoice(const JsonChecks& checks, const JsonValue& turn, Turn& read);

}  // namespace clamor
