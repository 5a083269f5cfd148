// SPDX-License-Identifier: Apache-2.0
// Parsing bodies.
#include "server/json_body.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>

#include <stdexcept>

namespace clamor::server {

rapidjson::Document ParseObject(std::string_view text, std::string_view expected,
                                std::string_view what) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(
      text.data(), text.size());
  if (document.HasParseError()) {
    throw std::invalid_argument(fmt::format("{} is no JSON at byte {}: {}", what,
                                            document.GetErrorOffset(),
                                            rapidjson::GetParseError_En(document.GetParseError())));
  }
  if (!document.IsObject()) {
    throw std::invalid_argument(fmt::format("{} is no object; expected {}", what, expected));
  }
  return document;
}

}  // namespace clamor::server
