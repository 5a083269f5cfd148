// SPDX-License-Identifier: Apache-2.0
// Planning answers.
#include "server/service.h"

#include "server/exchange.h"

namespace clamor::server {

AnswerPlan Service::Plan(const Exchange& exchange, std::string_view model) {
  const std::string_view wanted = exchange.Header("X-Clamor-Fault");
  const std::optional<Fault> given =
      wanted.empty() ? std::nullopt : std::optional(ParseFault(wanted));
  const std::uint64_t number = answers_.fetch_add(1, std::memory_order_relaxed);
  return {number, Pace(models_.TimesOf(model, model_), seed_, number),
          given ? given : faults_.Draw(seed_, number)};
}

}  // namespace clamor::server
