// SPDX-License-Identifier: Apache-2.0
// Error statuses, redirects, pages, resets.
#include "server/fault_answer.h"

namespace clamor::server {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kHtmlPage = "<!DOCTYPE html><title>Not an answer</title>\n";

}  // namespace

std::string_view Garbage() { return "{\"content\": \xff\xfe\x1b[2J\0<script>alert(1)</script>"sv; }

bool ReplacesAnswer(FaultKind kind) {
  return kind == FaultKind::kStatus || kind == FaultKind::kRedirect || kind == FaultKind::kNotSse ||
         kind == FaultKind::kResetBefore;
}

asio::awaitable<void> SendInstead(Exchange& exchange, const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kResetBefore:
      exchange.Reset();
      break;
    case FaultKind::kRedirect:
      co_await exchange.RespondError(http::status::temporary_redirect, "the answer is elsewhere",
                                     "Location: /elsewhere\r\n");
      break;
    case FaultKind::kNotSse:
      co_await exchange.Respond(http::status::ok, "text/html", kHtmlPage);
      break;
    default:
      // Not int_to_status: what Beast has no name for would be 0, and 529 is a status of model
      // APIs.
      co_await exchange.RespondError(static_cast<http::status>(fault.status),
                                     "a fault made on demand");
  }
}

}  // namespace clamor::server
