// SPDX-License-Identifier: Apache-2.0
// The endpoint of chat completions.
#include "server/chat.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "server/chat_answer.h"
#include "server/chat_json.h"
#include "server/chat_request.h"
#include "server/exchange.h"
#include "server/json_answer.h"
#include "server/openai_error.h"
#include "server/recent_sessions.h"
#include "server/sse_answer.h"

namespace clamor::server {
namespace {

constexpr int kSessionBytes = 16;

class Chat {
 public:
  explicit Chat(Service& service) : service_(service) {}

  asio::awaitable<void> Answer(Exchange& exchange) {
    auto turn = ReadTurn(exchange);
    if (const auto* wrong = std::get_if<ApiError>(&turn)) {
      co_await exchange.Respond(wrong->status(), kJson, wrong->Body());
      co_return;
    }
    auto& [request, plan] = std::get<Turn>(turn);
    const ChatAnswer answer = MakeChatAnswer(request, plan, service_.seed(), Other(request, plan));
    if (request.stream) {
      const EventList events = ChunksOf(answer, request.include_usage);
      const SseEnds ends{.terminal = "data: [DONE]\n\n", .error = error_event_};
      co_await SendSseAnswer(exchange, service_, plan, events, ends);
    } else {
      const std::string body = CompletionOf(answer);
      co_await SendJsonAnswer(exchange, service_, plan, answer.events(), body, error_);
    }
  }

 private:
  struct Turn {
    ChatRequest request;
    AnswerPlan plan;
  };

  // What is asked, or what is wrong with the request.
  std::variant<Turn, ApiError> ReadTurn(const Exchange& exchange) {
    try {
      // In this order: a request that is refused must not take the next answer's number.
      ChatRequest request = ReadChatRequest(exchange.request().body());
      const AnswerPlan plan = service_.Plan(exchange, request.model);
      return Turn{std::move(request), plan};
    } catch (const ApiError& error) {
      return error;
    } catch (const std::invalid_argument& error) {
      return ApiError(http::status::bad_request, error.what());
    }
  }

  // What a crosstalk fault says: the last question of another conversation, or of nobody's.
  std::optional<std::string> Other(const ChatRequest& request, const AnswerPlan& plan) {
    auto other = sessions_.Other(request.opening, request.question);
    if (!plan.fault || plan.fault->kind != FaultKind::kCrosstalk) return std::nullopt;
    if (other) return other;
    Random random = RandomOf(service_.seed(), plan.number, Purpose::kText);
    return RandomHex(random, kSessionBytes);
  }

  Service& service_;
  RecentSessions sessions_;
  const std::string error_ =
      OpenAiErrorBody(http::status::internal_server_error, "the model gave up");
  const std::string error_event_ = "data: " + error_ + "\n\n";
};

}  // namespace

void AddChat(Router& router, Service& service) {
  auto chat = std::make_shared<Chat>(service);
  router.Add({.method = http::verb::post,
              .path = "/v1/chat/completions",
              .guarded = true,
              .error_body = &OpenAiErrorBody,
              .endpoint = [chat](Exchange& exchange) { return chat->Answer(exchange); }});
}

}  // namespace clamor::server
