// SPDX-License-Identifier: Apache-2.0
// Types and codes of errors, as OpenAI names them.
#include "server/openai_error.h"

#include <fmt/format.h>

#include "base/json_text.h"

namespace clamor::server {
namespace {

std::string_view TypeOf(http::status status) {
  if (status == http::status::forbidden) return "request_forbidden";
  if (status == http::status::too_many_requests) return "requests";
  return http::to_status_class(status) == http::status_class::server_error
             ? "server_error"
             : "invalid_request_error";
}

std::string_view CodeOf(http::status status) {
  if (status == http::status::unauthorized) return "invalid_api_key";
  if (status == http::status::too_many_requests) return "rate_limit_exceeded";
  return {};
}

std::string QuotedOrNull(std::string_view text) {
  return text.empty() ? std::string("null") : JsonQuote(text);
}

std::string Body(http::status status, std::string_view message, std::string_view param,
                 std::string_view code) {
  return fmt::format(R"({{"error":{{"message":{},"type":"{}","param":{},"code":{}}}}})",
                     JsonQuote(message), TypeOf(status), QuotedOrNull(param), QuotedOrNull(code));
}

}  // namespace

std::string ApiError::Body() const { return server::Body(status_, what(), param_, code_); }

std::string OpenAiErrorBody(http::status status, std::string_view message) {
  return Body(status, message, {}, CodeOf(status));
}

}  // namespace clamor::server
