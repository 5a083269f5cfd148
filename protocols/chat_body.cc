// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_body.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "base/json_text.h"

namespace clamor {
namespace {

constexpr std::string_view kNamed = "body";
constexpr std::array<std::string_view, 2> kOfTheConversation{"messages", "stream"};

bool IsOfTheConversation(std::string_view key) {
  return key == kOfTheConversation[0] || key == kOfTheConversation[1];
}

JsonValue Parsed(std::string_view added) {
  if (added.empty()) added = "{}";
  JsonValue value = ParseJson(added, kNamed);
  if (value.Is(JsonValue::Kind::kObject)) return value;
  throw std::runtime_error(fmt::format("\"{}\" is {}, expected an object", kNamed, value.Shown()));
}

// The value as it is written: up to the comma before the next member, or the object's brace.
std::string_view TextOf(std::string_view added, const JsonValue& object, std::size_t member) {
  const bool last = member + 1 == object.members.size();
  const std::size_t begin = object.members[member].value.offset;
  const std::size_t end =
      last ? added.rfind('}') : added.rfind(',', object.members[member + 1].offset);
  return added.substr(begin, end - begin);
}

void AppendMember(std::string& out, std::string_view key, std::string_view json) {
  out += out.size() == 1 ? "" : ",";
  AppendJsonQuoted(out, key);
  out += ':';
  out += json;
}

}  // namespace

std::string ChatBody(std::string_view model, const ChatHistory& history, bool streams,
                     std::string_view added) {
  const JsonValue object = Parsed(added);
  std::string body = "{";
  const auto append = [&](std::string_view key, std::string_view json) {
    if (object.Find(key) == nullptr || IsOfTheConversation(key)) AppendMember(body, key, json);
  };
  if (!model.empty()) append("model", JsonQuote(model));
  AppendMember(body, "messages", "");
  history.AppendMessages(body);
  append("stream", streams ? "true" : "false");
  if (streams) append("stream_options", R"({"include_usage":true})");
  for (std::size_t i = 0; i < object.members.size(); ++i) {
    const std::string& key = object.members[i].key;
    if (!IsOfTheConversation(key)) AppendMember(body, key, TextOf(added, object, i));
  }
  return body + "}";
}

std::string ProblemOfAdded(std::string_view added) {
  try {
    const JsonValue object = Parsed(added);
    for (const std::string_view key : kOfTheConversation) {
      if (object.Find(key) == nullptr) continue;
      return fmt::format("\"{}\" has \"{}\", which Clamor writes itself: from {}", kNamed, key,
                         key == "stream" ? "the tag \"stream\"" : "the conversation's turns");
    }
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

bool Adds(std::string_view added, std::string_view member) {
  return !added.empty() && Parsed(added).Find(member) != nullptr;
}

}  // namespace clamor
