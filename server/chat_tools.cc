// SPDX-License-Identifier: Apache-2.0
// Reading `tools` and `tool_choice`.
#include "server/chat_tools.h"

#include <algorithm>
#include <vector>

namespace clamor::server {
namespace {

using Names = std::vector<std::string_view>;

// The name in {"type": "function", "function": {"name": ...}}.
std::string_view FunctionName(const JsonField& tool) {
  const JsonField type = tool["type"];
  if (type.String() != "function") type.RefuseValue(Shown(type.String()), "\"function\"");
  return tool["function"]["name"].NonEmptyString();
}

Names ReadNames(const JsonField& tools) {
  Names names;
  if (tools.IsAbsent()) return names;
  const std::size_t size = tools.ListSize();
  for (std::size_t i = 0; i < size; ++i) names.push_back(FunctionName(tools[i]));
  return names;
}

std::optional<ToolChoice> Mentioned(const Names& names, std::string_view asked) {
  const auto found = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
    return asked.find(name) != std::string_view::npos;
  });
  return found == names.end() ? std::nullopt : std::optional(ToolChoice{std::string(*found)});
}

}  // namespace

std::optional<ToolChoice> ReadToolChoice(const JsonField& body, std::string_view asked) {
  const Names names = ReadNames(body["tools"]);
  const JsonField choice = body["tool_choice"];
  if (choice.IsAbsent()) return Mentioned(names, asked);
  if (names.empty()) choice.RefuseValue("set", "none, as there are no \"tools\"");
  if (!choice.IsString()) {
    const std::string_view name = FunctionName(choice);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      choice.RefuseValue(Shown(name), "the name of one of the \"tools\"");
    }
    return ToolChoice{std::string(name), true};
  }
  const std::string_view mode = choice.String();
  if (mode == "none") return std::nullopt;
  if (mode == "auto") return Mentioned(names, asked);
  if (mode != "required") {
    choice.RefuseValue(Shown(mode), "\"none\", \"auto\", \"required\" or a function");
  }
  const auto mentioned = Mentioned(names, asked);
  return mentioned ? mentioned : ToolChoice{std::string(names.front())};
}

}  // namespace clamor::server
