// SPDX-License-Identifier: Apache-2.0
// A conversation file's text made a Conversation. conversation.schema.json says the same for
// editors.
#pragma once

#include <string>
#include <string_view>

#include "clamor/conversation.h"

namespace clamor {

// More of one conversation is a slip of the keyboard, and would not fit into memory as a queue.
inline constexpr long kMostInvocations = 10'000'000;

// What a file's stem becomes as a test's name: every character but [A-Za-z0-9_] an underscore.
std::string TestName(std::string_view stem);

// `file` is its path: named in errors, and its stem names the conversation. Throws JsonError at the
// first mistake.
Conversation ReadConversation(std::string_view text, const std::string& file);

}  // namespace clamor
