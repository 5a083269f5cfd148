// SPDX-License-Identifier: Apache-2.0
// Which of its tools a chat request's answer calls, if any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/json_field.h"

namespace clamor::server {

struct ToolChoice {
  std::string name;
  bool named = false;  // by the request: such an answer finishes with "stop"
};

// `body`: the request; `asked`: the text that the user has said last, empty when another has spoken
// since. `tool_choice` names the function, or asks for one (`required`), or leaves it to the
// server, which calls a function when the user has just mentioned its name, so that the result of a
// call is not answered with the next one. Throws ApiError.
std::optional<ToolChoice> ReadToolChoice(const JsonField& body, std::string_view asked);

}  // namespace clamor::server
