// SPDX-License-Identifier: Apache-2.0
// A chat completion as OpenAI's API writes it: in chunks, or whole.
#pragma once

#include <string>

#include "server/chat_answer.h"
#include "server/event_list.h"

namespace clamor::server {

// An event per token. The chunk with the role goes together with the first, those with the reason
// of the end and the usage (where it is asked for) with the last.
EventList ChunksOf(const ChatAnswer& answer, bool include_usage);

// The `chat.completion`.
std::string CompletionOf(const ChatAnswer& answer);

}  // namespace clamor::server
