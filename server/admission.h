// SPDX-License-Identifier: Apache-2.0
// Which requests are let in to the guarded routes: by their token, and by how many there are a
// second. Used by every thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/exchange.h"
#include "server/options.h"
#include "server/rate_limit.h"

namespace clamor::server {

struct Refusal {
  http::status status;
  std::string message;
  std::string headers;  // whole lines that end in CRLF
};

class Admission {
 public:
  explicit Admission(const Options& options)
      : token_(options.token),
        forbidden_token_(options.forbidden_token),
        rate_limit_(options.rate_limit) {}

  // Why a request with that Authorization header, which came at that time, is refused; none when it
  // is let in. What a token refuses does not count towards the rate limit.
  std::optional<Refusal> Refuse(std::string_view authorization, Clock::time_point received);

 private:
  const std::string token_;            // empty: any, or none
  const std::string forbidden_token_;  // empty: there is none
  RateLimit rate_limit_;
};

}  // namespace clamor::server
