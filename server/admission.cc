// SPDX-License-Identifier: Apache-2.0
// 401, 403 and 429.
#include "server/admission.h"

#include <fmt/format.h>

#include <chrono>

namespace clamor::server {
namespace {

bool IsBearer(std::string_view authorization, std::string_view token) {
  constexpr std::string_view kBearer = "Bearer ";
  return !token.empty() && authorization.starts_with(kBearer) &&
         authorization.substr(kBearer.size()) == token;
}

}  // namespace

std::optional<Refusal> Admission::Refuse(std::string_view authorization,
                                         Clock::time_point received) {
  if (IsBearer(authorization, forbidden_token_)) {
    return Refusal{http::status::forbidden, "this token may not ask for answers", {}};
  }
  if (!token_.empty() && !IsBearer(authorization, token_)) {
    return Refusal{http::status::unauthorized, "the bearer token is wrong or missing",
                   "WWW-Authenticate: Bearer\r\n"};
  }
  const auto wait = rate_limit_.Take(received);
  if (wait == wait.zero()) return std::nullopt;
  // The header knows whole seconds; a client that waits as told must find room.
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return Refusal{http::status::too_many_requests,
                 fmt::format("rate limit reached; try again in {} s", seconds),
                 fmt::format("Retry-After: {}\r\n", seconds)};
}

}  // namespace clamor::server
