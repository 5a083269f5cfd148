// SPDX-License-Identifier: Apache-2.0
// What a chat completion says: the same for the same seed, request and number, however it is sent.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/chat_request.h"
#include "server/service.h"

namespace clamor::server {

// Models whose name ends so think before they answer.
inline constexpr std::string_view kReasoningSuffix = "-reasoning";

struct ToolCall {
  std::string id;
  std::string name;
};

// A token is a word, with what separates it from the next; each is a delta of a stream.
struct ChatAnswer {
  std::string id;
  std::int64_t created = 0;  // seconds since 1970
  std::string model;
  std::vector<std::string> reasoning;
  std::vector<std::string> tokens;  // the text; of a tool call, the arguments' JSON
  std::optional<ToolCall> tool;
  std::string_view finish_reason;
  std::uint64_t prompt_tokens = 0;

  std::uint64_t completion_tokens() const { return reasoning.size() + tokens.size(); }

  // Of its stream: an answer of no token still says that it has ended.
  std::uint64_t events() const { return std::max<std::uint64_t>(completion_tokens(), 1); }
};

// `other`: what the answer repeats in place of its own text, for a crosstalk fault; none otherwise.
ChatAnswer MakeChatAnswer(const ChatRequest& request, const AnswerPlan& plan, std::uint64_t seed,
                          const std::optional<std::string>& other);

}  // namespace clamor::server
