// SPDX-License-Identifier: Apache-2.0
// The endpoints that answer at once, whatever the service model says.
#include "server/plain.h"

#include "server/exchange.h"

namespace clamor::server {
namespace {

asio::awaitable<void> AnswerPlain(Exchange& exchange) {
  co_await exchange.Respond(http::status::ok, kJson,
                            R"({"id": "plain", "object": "greeting", "content": "Hello"})");
}

asio::awaitable<void> AnswerHealth(Exchange& exchange) {
  co_await exchange.Respond(http::status::ok, kJson, R"({"status": "ok"})");
}

}  // namespace

void AddPlain(Router& router) {
  router.Add({.method = http::verb::get, .path = "/plain", .endpoint = &AnswerPlain});
  router.Add({.method = http::verb::get, .path = "/health", .endpoint = &AnswerHealth});
}

}  // namespace clamor::server
