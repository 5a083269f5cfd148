// SPDX-License-Identifier: Apache-2.0
// The error body of every API that has none of its own.
#include "server/error_body.h"

#include <fmt/format.h>

#include "base/json_text.h"

namespace clamor::server {

std::string PlainErrorBody(http::status status, std::string_view message) {
  return fmt::format(R"({{"error": {{"code": {}, "message": {}}}}})", static_cast<unsigned>(status),
                     JsonQuote(message));
}

}  // namespace clamor::server
