// SPDX-License-Identifier: Apache-2.0
// Checking a chat completion's body.
#include "server/chat_request.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "server/answer_text.h"
#include "server/json_body.h"
#include "server/json_field.h"
#include "server/openai_error.h"

namespace clamor::server {
namespace {

constexpr std::array<std::string_view, 5> kRoles = {"system", "developer", "user", "assistant",
                                                    "tool"};

rapidjson::Document Parse(std::string_view body) {
  try {
    return ParseObject(body, R"({"model": ..., "messages": [...]})");
  } catch (const std::invalid_argument& error) {
    throw ApiError(http::status::bad_request, error.what());
  }
}

std::string_view ReadRole(const JsonField& message) {
  const JsonField field = message["role"];
  const std::string_view role = field.String();
  if (std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end()) {
    field.RefuseValue(Shown(role), "system, developer, user, assistant or tool");
  }
  return role;
}

// The text of a list of parts. The server reads text only.
std::string ReadParts(const JsonField& parts) {
  std::string text;
  const std::size_t size = parts.ListSize();
  for (std::size_t i = 0; i < size; ++i) {
    const JsonField type = parts[i]["type"];
    if (type.String() != "text") type.RefuseValue(Shown(type.String()), "\"text\"");
    text += parts[i]["text"].String();
  }
  return text;
}

// An assistant that called a tool has said nothing.
std::string ReadContent(const JsonField& message, std::string_view role) {
  const JsonField content = message["content"];
  if (content.IsAbsent() && role == "assistant") return {};
  if (content.IsString()) return std::string(content.String());
  if (!content.IsList()) content.RefuseType("a string or a list of parts");
  return ReadParts(content);
}

void ReadMessages(const JsonField& messages, ChatRequest& request) {
  const std::size_t size = messages.ListSize();
  if (size == 0) messages.RefuseValue("empty", "at least one message");
  bool user_has_spoken = false;
  for (std::size_t i = 0; i < size; ++i) {
    const JsonField message = messages[i];
    const std::string_view role = ReadRole(message);
    std::string content = ReadContent(message, role);
    if (role == "tool") message["tool_call_id"].NonEmptyString();
    request.prompt_tokens += CountWords(content);
    if (role != "user") continue;
    if (!user_has_spoken) request.opening = content;
    user_has_spoken = true;
    request.question = std::move(content);
  }
}

bool UserSpeaksLast(const JsonField& messages) {
  return messages[messages.ListSize() - 1]["role"].String() == "user";
}

void ReadStream(const JsonField& body, ChatRequest& request) {
  request.stream = body["stream"].FlagOr(false);
  const JsonField options = body["stream_options"];
  if (options.IsAbsent()) return;
  if (!request.stream) options.RefuseValue("set", "none, as \"stream\" is not");
  request.include_usage = options["include_usage"].FlagOr(false);
}

// The name of today, or the deprecated one.
std::optional<std::uint64_t> ReadMaxTokens(const JsonField& body) {
  const auto old = body["max_tokens"].Count();
  const auto today = body["max_completion_tokens"].Count();
  return today ? today : old;
}

}  // namespace

ChatRequest ReadChatRequest(std::string_view body) {
  const rapidjson::Document document = Parse(body);
  const JsonField root(document);
  ChatRequest request;
  request.model = root["model"].NonEmptyString();
  const JsonField messages = root["messages"];
  ReadMessages(messages, request);
  ReadStream(root, request);
  request.max_tokens = ReadMaxTokens(root);
  if (root["n"].Count().value_or(1) != 1) root["n"].RefuseValue("above 1", "one choice");
  request.tool = ReadToolChoice(root, UserSpeaksLast(messages) ? request.question : std::string());
  return request;
}

}  // namespace clamor::server
