// SPDX-License-Identifier: Apache-2.0
// The assistant: echoes or prose, one word per event.
#include "server/assistant.h"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/json_text.h"
#include "server/answer_text.h"
#include "server/event_list.h"
#include "server/exchange.h"
#include "server/recent_sessions.h"
#include "server/sse_answer.h"
#include "server/turn_body.h"

namespace clamor::server {
namespace {

constexpr int kSessionBytes = 16;
constexpr std::size_t kFramingBytes = 32;  // `data: {"content": ""}` and the empty line, rounded up

class Assistant {
 public:
  explicit Assistant(Service& service) : service_(service) {}

  asio::awaitable<void> Answer(Exchange& exchange) {
    auto turn = ReadTurn(exchange);
    if (const auto* wrong = std::get_if<std::string>(&turn)) {
      co_await exchange.RespondError(http::status::bad_request, *wrong);
      co_return;
    }
    auto& [content, plan] = std::get<Turn>(turn);
    const EventList events = Say(exchange.parameter(), content, plan);
    co_await SendSseAnswer(exchange, service_, plan, events, kPlainSseEnds);
  }

 private:
  struct Turn {
    std::string content;
    AnswerPlan plan;
  };

  // What is asked, or what is wrong with the request.
  std::variant<Turn, std::string> ReadTurn(const Exchange& exchange) {
    try {
      // In this order: a request that is refused must not take the next answer's number.
      std::string content = ReadUserContent(exchange.request().body());
      return Turn{std::move(content), service_.Plan(exchange)};
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
  }

  EventList Say(std::string_view session, std::string_view content, const AnswerPlan& plan) {
    Random random = RandomOf(service_.seed(), plan.number, Purpose::kText);
    auto pieces = AnswerPieces(content, random, plan.pace.events());
    const auto other = sessions_.Other(session, session);
    if (plan.fault && plan.fault->kind == FaultKind::kCrosstalk) {
      NameOtherSession(pieces, session, other ? *other : RandomHex(random, kSessionBytes));
    }
    EventList events;
    std::size_t bytes = 0;
    for (const std::string& piece : pieces) bytes += piece.size() + kFramingBytes;
    events.Reserve(pieces.size(), bytes);
    for (const std::string& piece : pieces) {
      events.Add(fmt::format(R"({{"content": {}}})", JsonQuote(piece)));
    }
    return events;
  }

  Service& service_;
  RecentSessions sessions_;
};

}  // namespace

void AddAssistant(Router& router, Service& service) {
  auto assistant = std::make_shared<Assistant>(service);
  router.Add({.method = http::verb::post,
              .path = "/stream/assistant/{session_id}",
              .guarded = true,
              .endpoint = [assistant](Exchange& exchange) { return assistant->Answer(exchange); }});
}

}  // namespace clamor::server
