// SPDX-License-Identifier: Apache-2.0
// Checking a request's body. It is somebody else's: parsed without recursion, and held to be UTF-8.
#include "server/turn_body.h"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <stdexcept>

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
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(
      body.data(), body.size());
  if (document.HasParseError()) {
    throw std::invalid_argument(fmt::format("the body is no JSON at byte {}: {}",
                                            document.GetErrorOffset(),
                                            rapidjson::GetParseError_En(document.GetParseError())));
  }
  if (!document.IsObject()) {
    throw std::invalid_argument(R"(the body is no object; expected {"role": ..., "content": ...})");
  }
  if (StringMember(document, "role") != "user") {
    throw std::invalid_argument(R"("role" is not "user"; the assistant answers users only)");
  }
  return StringMember(document, "content");
}

}  // namespace clamor::server
