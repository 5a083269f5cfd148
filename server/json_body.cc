// SPDX-License-Identifier: Apache-2.0
// Parsing bodies.
#include "server/json_body.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>

#include <stdexcept>

namespace clamor::server {

rapidjson::Document ParseObject(std::string_view body, std::string_view expected) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(
      body.data(), body.size());
  if (document.HasParseError()) {
    throw std::invalid_argument(fmt::format("the body is no JSON at byte {}: {}",
                                            document.GetErrorOffset(),
                                            rapidjson::GetParseError_En(document.GetParseError())));
  }
  if (!document.IsObject()) {
    throw std::invalid_argument(fmt::format("the body is no object; expected {}", expected));
  }
  return document;
}

}  // namespace clamor::server
