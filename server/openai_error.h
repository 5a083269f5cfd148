// SPDX-License-Identifier: Apache-2.0
// Errors as OpenAI's API tells them: {"error":{"message","type","param","code"}}, all four always
// there.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "server/error_body.h"

namespace clamor::server {

// A request that is refused. What goes back is told by what() and the members.
class ApiError : public std::runtime_error {
 public:
  // `param`: the member of the request that is wrong, "messages[0].role"; `code`: "invalid_value";
  // empty for null.
  ApiError(http::status status, const std::string& message, std::string_view param = {},
           std::string_view code = {})
      : std::runtime_error(message), status_(status), param_(param), code_(code) {}

  http::status status() const { return status_; }
  const std::string& param() const { return param_; }
  const std::string& code() const { return code_; }

  std::string Body() const;

 private:
  http::status status_;
  std::string param_;
  std::string code_;
};

// The same of an error that no member of the request is to blame for: an ErrorBody.
std::string OpenAiErrorBody(http::status status, std::string_view message);

}  // namespace clamor::server
