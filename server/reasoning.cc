// SPDX-License-Identifier: Apache-2.0
// Reasoning streams, and what goes wrong with their order alone.
#include "server/reasoning.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/json_text.h"
#include "server/event_list.h"
#include "server/exchange.h"
#include "server/reasoning_answer.h"
#include "server/reasoning_request.h"
#include "server/sse_answer.h"

namespace clamor::server {
namespace {

constexpr std::string_view kNobody = "critic";

struct Question {
  ReasoningRequest request;
  AnswerPlan plan;

  bool Has(FaultKind kind) const { return plan.fault && plan.fault->kind == kind; }
};

// What is asked, or what is wrong with the request.
std::variant<Question, std::string> ReadQuestion(const Exchange& exchange, Service& service) {
  try {
    const auto target = exchange.request().target();
    // In this order: a request that is refused must not take the next answer's number.
    auto request =
        ReadReasoningRequest({target.data(), target.size()}, exchange.Header("Last-Event-ID"));
    return Question{std::move(request), service.Plan(exchange)};
  } catch (const std::invalid_argument& error) {
    return std::string(error.what());
  }
}

// The index of the first step to be sent, of so many.
std::size_t BeginOf(const Question& question, std::size_t steps) {
  const auto known = question.request.last_event;
  if (!known) return 0;
  if (*known > steps) return steps;
  if (question.Has(FaultKind::kResumeLoses)) return std::min<std::size_t>(*known + 1, steps);
  if (question.Has(FaultKind::kResumeRepeats) && *known > 0) return *known - 1;
  return *known;
}

// A node that was not asked for.
std::string_view StrangerTo(const std::vector<std::string_view>& nodes) {
  for (const std::string_view node : kReasoningNodes) {
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) return node;
  }
  return kNobody;
}

EventList Say(const Question& question, const Service& service) {
  auto steps = MakeReasoning(question.request, service.seed(), service.model().events);
  const std::size_t begin = BeginOf(question, steps.size());
  if (question.Has(FaultKind::kWrongNode) && begin < steps.size()) {
    steps[(begin + steps.size()) / 2].node = StrangerTo(question.request.nodes);
  }
  EventList events;
  for (std::size_t i = begin; i < steps.size(); ++i) {
    const ReasoningStep& step = steps[i];
    events.AddNumbered(i + 1, step.node,
                       fmt::format(R"({{"node":"{}","step":{},"content":{}}})", step.node,
                                   step.number, JsonQuote(step.content)));
  }
  return events;
}

asio::awaitable<void> Reason(Exchange& exchange, Service& service) {
  auto read = ReadQuestion(exchange, service);
  if (const auto* wrong = std::get_if<std::string>(&read)) {
    co_await exchange.RespondError(http::status::bad_request, *wrong);
    co_return;
  }
  auto& question = std::get<Question>(read);
  const EventList events = Say(question, service);
  if (question.request.last_event) question.plan.pace.SkipFirstEvent();
  co_await SendSseAnswer(exchange, service, question.plan, events, kPlainSseEnds);
}

}  // namespace

void AddReasoning(Router& router, Service& service) {
  router.Add({.method = http::verb::get,
              .path = "/api/stream/reasoning",
              .guarded = true,
              .endpoint = [&service](Exchange& exchange) { return Reason(exchange, service); }});
}

}  // namespace clamor::server
