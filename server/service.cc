// SPDX-License-Identifier: Apache-2.0
// Planning answers.
#include "server/service.h"

#include "server/exchange.h"

namespace clamor::server {
namespace {

std::optional<Fault> FaultInHeader(const Exchange& exchange) {
  const std::string_view wanted = exchange.Header("X-Clamor-Fault");
  return wanted.empty() ? std::nullopt : std::optional(ParseFault(wanted));
}

}  // namespace

AnswerPlan Service::Plan(const Exchange& exchange, std::string_view model) {
  const std::optional<Fault> given = FaultInHeader(exchange);
  const std::uint64_t number = answers_.fetch_add(1, std::memory_order_relaxed);
  return {number, Pace(models_.TimesOf(model, model_), seed_, number),
          given ? given : faults_.Draw(seed_, number)};
}

VoicePlan Service::PlanVoice(const Exchange& exchange) {
  const std::optional<Fault> given = FaultInHeader(exchange);
  const std::uint64_t number = answers_.fetch_add(1, std::memory_order_relaxed);
  return {number, DrawVoiceTimes(voice_, seed_, number),
          given ? given : faults_.Draw(seed_, number)};
}

CallPlan Service::PlanCall(const Exchange& exchange) {
  const std::optional<Fault> given = FaultInHeader(exchange);
  const std::uint64_t number = calls_.fetch_add(1, std::memory_order_relaxed);
  // With another seed: calls must not share the luck of the answers of their numbers.
  return {number, given ? given : faults_.Draw(~seed_, number)};
}

}  // namespace clamor::server
