// SPDX-License-Identifier: Apache-2.0
// Checking a turn.
#include "server/turn_body.h"

#include <fmt/format.h>

#include <stdexcept>

#include "server/json_body.h"

namespace clamor::server {
namespace {

std::string StringMember(const rapidjson::Document& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd()) {
    throw std::invalid_argument(fmt::format("\"{}\" is missing; expected a string", name));
  }
  if (!member->value.IsString()) {
    throw std::invalid_argument(fmt::format("\"{}\" is no string", name));
  }
  return {member->value.GetString(), member->value.GetStringLength()};
}

}  // namespace

std::string ReadUserContent(std::string_view body) {
  const auto document = ParseObject(body, R"({"role": ..., "content": ...})");
  if (StringMember(document, "role") != "user") {
    throw std::invalid_argument(R"("role" is not "user"; the assistant answers users only)");
  }
  return StringMember(document, "content");
}

}  // namespace clamor::server
