// SPDX-License-Identifier: Apache-2.0
// The endpoints that answer at once, whatever the service model says.
#include "server/plain.h"

#include <fmt/format.h>

#include <string>

#include "base/json_text.h"
#include "server/exchange.h"
#include "server/openai_error.h"

namespace clamor::server {
namespace {

asio::awaitable<void> AnswerPlain(Exchange& exchange) {
  co_await exchange.Respond(http::status::ok, kJson,
                            R"({"id": "plain", "object": "greeting", "content": "Hello"})");
}

asio::awaitable<void> AnswerHealth(Exchange& exchange) {
  co_await exchange.Respond(http::status::ok, kJson, R"({"status": "ok"})");
}

asio::awaitable<void> AnswerStatus(Exchange& exchange, const Service& service) {
  const std::string body = fmt::format(R"({{"status": "ok", "answers": {}}})", service.answers());
  co_await exchange.Respond(http::status::ok, kJson, body);
}

std::string ModelList(const ModelTable& models) {
  std::string list = R"({"object":"list","data":[)";
  std::string_view comma;
  for (const std::string_view name : models.Names()) {
    list += fmt::format(R"({}{{"id":{},"object":"model","created":0,"owned_by":"clamor"}})", comma,
                        JsonQuote(name));
    comma = ",";
  }
  return list + "]}";
}

}  // namespace

void AddPlain(Router& router, Service& service) {
  router.Add({.method = http::verb::get, .path = "/plain", .endpoint = &AnswerPlain});
  router.Add({.method = http::verb::get, .path = "/health", .endpoint = &AnswerHealth});
  router.Add(
      {.method = http::verb::get, .path = "/status", .endpoint = [&service](Exchange& exchange) {
         return AnswerStatus(exchange, service);
       }});
  router.Add({.method = http::verb::get,
              .path = "/v1/models",
              .guarded = true,
              .error_body = &OpenAiErrorBody,
              .endpoint = [list = ModelList(service.models())](Exchange& exchange) {
                return exchange.Respond(http::status::ok, kJson, list);
              }});
}

}  // namespace clamor::server
