// SPDX-License-Identifier: Apache-2.0
// The body of a chat completion's request: what Clamor says of the conversation, and the members
// that its file adds.
#pragma once

#include <string>
#include <string_view>

#include "protocols/chat_history.h"

namespace clamor {

// `model` empty: none. The members of `added`, a JSON object's text, win over Clamor's own but for
// "messages" and "stream", which are the conversation's. Throws std::runtime_error where it is no
// object.
std::string ChatBody(std::string_view model, const ChatHistory& history, bool streams,
                     std::string_view added);

// What is wrong with it, as one line; empty: nothing.
std::string ProblemOfAdded(std::string_view added);

// Whether it has a member of this name.
bool Adds(std::string_view added, std::string_view member);

}  // namespace clamor
