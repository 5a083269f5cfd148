// SPDX-License-Identifier: Apache-2.0
// Upgrades, and the calls that they become.
#include "server/voice.h"

#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "server/exchange.h"
#include "server/fault_answer.h"
#include "server/openai_error.h"
#include "server/realtime_wire.h"
#include "server/target_query.h"
#include "server/voice_call.h"
#include "server/voice_json.h"
#include "server/voice_line.h"

namespace clamor::server {
namespace {

// The fault in place of the call, or what is wrong with the request.
std::variant<CallPlan, std::string> PlanOf(const Exchange& exchange, Service& service) {
  try {
    return service.PlanCall(exchange);
  } catch (const std::invalid_argument& error) {
    return std::string(error.what());
  }
}

asio::awaitable<void> RefusePlainRequest(Exchange& exchange) {
  co_await exchange.RespondError(
      http::status::upgrade_required, "this path takes WebSocket upgrades",
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
}

// The plan of the call that the request may become; none where it was answered already.
asio::awaitable<std::optional<CallPlan>> Admit(Exchange& exchange, Service& service) {
  if (!websocket::is_upgrade(exchange.request())) {
    co_await RefusePlainRequest(exchange);
    co_return std::nullopt;
  }
  if (exchange.IsFollowed()) {
    co_await exchange.RespondError(http::status::bad_request,
                                   "something follows the upgrade that was not yet agreed to");
    co_return std::nullopt;
  }
  const auto planned = PlanOf(exchange, service);
  if (const auto* wrong = std::get_if<std::string>(&planned)) {
    co_await exchange.RespondError(http::status::bad_request, *wrong);
    co_return std::nullopt;
  }
  const auto& plan = std::get<CallPlan>(planned);
  if (plan.fault && ReplacesAnswer(plan.fault->kind)) {
    co_await SendInstead(exchange, *plan.fault);
    co_return std::nullopt;
  }
  co_return plan;
}

asio::awaitable<void> Talk(Exchange& exchange, Service& service, VoiceWire& wire, Outbox& out) {
  VoiceLine line(exchange.TakeOver(), wire, out);
  VoiceCall call(line, wire, service, exchange);
  co_await line.Run(exchange.request(), call.Hold());
}

asio::awaitable<void> Voice(Exchange& exchange, Service& service) {
  const auto plan = co_await Admit(exchange, service);
  if (!plan) co_return;
  Outbox out;
  VoiceJson wire(out, service.send_times());
  co_await Talk(exchange, service, wire, out);
}

asio::awaitable<void> Realtime(Exchange& exchange, Service& service, std::string model) {
  const auto plan = co_await Admit(exchange, service);
  if (!plan) co_return;
  Outbox out;
  RealtimeWire wire(out, {.seed = service.seed(),
                          .ids = RandomOf(~service.seed(), plan->number, Purpose::kId),
                          .model = std::move(model),
                          .beta_names = service.voice().realtime_beta_names});
  co_await Talk(exchange, service, wire, out);
}

// The field `model` of the target's query. Throws std::invalid_argument with one line.
std::string ModelIn(const Exchange& exchange) {
  const auto target = exchange.request().target();
  for (QueryField& field : ReadTargetQuery({target.data(), target.size()})) {
    if (field.name == "model" && !field.value.empty()) return std::move(field.value);
  }
  throw std::invalid_argument("no model; expected /v1/realtime?model=NAME");
}

asio::awaitable<void> RealtimeOfModel(Exchange& exchange, Service& service) {
  std::string model;
  std::string wrong;
  try {
    model = ModelIn(exchange);
  } catch (const std::invalid_argument& error) {
    wrong = error.what();
  }
  if (wrong.empty()) {
    co_await Realtime(exchange, service, std::move(model));
  } else {
    co_await exchange.RespondError(http::status::bad_request, wrong);
  }
}

}  // namespace

void AddVoice(Router& router, Service& service) {
  router.Add({.method = http::verb::get,
              .path = "/ws",
              .guarded = true,
              .endpoint = [&service](Exchange& exchange) { return Voice(exchange, service); }});
  router.Add(
      {.method = http::verb::get,
       .path = "/v1/realtime",
       .guarded = true,
       .error_body = &OpenAiErrorBody,
       .endpoint = [&service](Exchange& exchange) { return RealtimeOfModel(exchange, service); }});
}

}  // namespace clamor::server
