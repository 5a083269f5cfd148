// SPDX-License-Identifier: Apache-2.0
// What is checked of each answer to a chat completion, streamed or whole.
#pragma once

#include <cstdint>
#include <span>

#include "clamor/dialect.h"

namespace clamor {

// What a dialect has seen of an answer.
struct ChatSeen {
  bool is_json = true;       // the body, or each `data:` line but the marker
  bool is_object = false;    // `object` is "chat.completion"
  bool has_content = false;  // text, a refusal or a tool call of the first choice
  bool has_finish = false;   // its finish reason
  bool content_behind_finish = false;
  bool has_usage = false;  // prompt, completion and total
  bool is_done = false;    // the terminal marker
  bool has_error = false;
  long chunks = 0;
};

// All of them, and the bits of those that are made of a stream or of a whole body.
std::span<const NamedCheck> ChatChecks();
std::uint64_t ChatChecksOf(bool stream);

// Tells each check that passed.
void TellChatChecks(bool stream, const ChatSeen& seen, const Ended& ended, Answer& answer);

}  // namespace clamor
