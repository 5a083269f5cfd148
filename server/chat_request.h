// SPDX-License-Identifier: Apache-2.0
// What a chat completion's request asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/chat_tools.h"

namespace clamor::server {

struct ChatRequest {
  std::string model;
  std::string opening;   // the first user message: what tells one conversation from another
  std::string question;  // the last user message: what is answered
  std::uint64_t prompt_tokens = 0;  // words of all messages
  bool stream = false;
  bool include_usage = false;               // of a stream
  std::optional<std::uint64_t> max_tokens;  // of the answer, its reasoning included
  std::optional<ToolChoice> tool;           // what the answer calls
};

// Members that the server has no use for are not looked at. Throws ApiError with the member that is
// wrong.
ChatRequest ReadChatRequest(std::string_view body);

}  // namespace clamor::server
