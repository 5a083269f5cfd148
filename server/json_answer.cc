// SPDX-License-Identifier: Apache-2.0
// Delivery of a body, good or bad.
#include "server/json_answer.h"

#include <optional>

#include "server/fault_answer.h"

namespace clamor::server {
namespace {

asio::awaitable<void> SendCut(Exchange& exchange, std::string_view body, FaultKind kind) {
  co_await exchange.RespondCut(kJson, body, body.size() / 2);
  if (kind == FaultKind::kStall) {
    co_await exchange.WaitForClose();
  }
  if (kind != FaultKind::kTruncate) exchange.Reset();
}

bool IsCut(FaultKind kind) {
  return kind == FaultKind::kTruncate || kind == FaultKind::kStall ||
         kind == FaultKind::kResetDuring;
}

}  // namespace

asio::awaitable<void> SendJsonAnswer(Exchange& exchange, Service& service, AnswerPlan plan,
                                     std::size_t events, std::string_view body,
                                     std::string_view error) {
  const auto kind = plan.fault ? std::optional(plan.fault->kind) : std::nullopt;
  if (kind && ReplacesAnswer(*kind)) {
    co_await SendInstead(exchange, *plan.fault);
    co_return;
  }
  const auto slot = co_await service.capacity().Enter(exchange.timer());
  co_await exchange.SleepUntil(Clock::now() + plan.pace.DueOfLast(events));
  if (kind && IsCut(*kind)) {
    co_await SendCut(exchange, body, *kind);
  } else if (kind == FaultKind::kGarbageEvent) {
    co_await exchange.Respond(http::status::ok, kJson, Garbage());
  } else {
    co_await exchange.Respond(http::status::ok, kJson,
                              kind == FaultKind::kStreamError ? error : body);
  }
}

}  // namespace clamor::server
