// SPDX-License-Identifier: Apache-2.0
// The endpoint of chat completions over a real connection.
#include "server/chat.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/json_text.h"
#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

// A request of one user message; `members` are further ones, each behind a comma.
std::string Asking(std::string_view content, std::string_view members = "",
                   std::string_view model = "m") {
  return fmt::format(R"({{"model":"{}","messages":[{{"role":"user","content":{}}}]{}}})", model,
                     JsonQuote(content), members);
}

Answer Ask(TestClient& client, const std::string& body, std::string_view headers = {}) {
  return client.Post("/v1/chat/completions", body, headers);
}

Answer AskOnce(const std::string& body, std::string_view headers = {}) {
  TestServer server;
  TestClient client(server.port());
  return Ask(client, body, headers);
}

constexpr std::string_view kStream = R"(,"stream":true)";

// The contents of an answer's chunks.
std::string TextOf(const Answer& answer) {
  std::string text;
  for (const std::string& event : answer.Events()) {
    if (event == "[DONE]") continue;
    const JsonValue chunk = ParseJson(event, "chunk");
    for (const JsonValue& choice : chunk.Find("choices")->elements) {
      const JsonValue* content = choice.Find("delta")->Find("content");
      if (content != nullptr) text += content->text;
    }
  }
  return text;
}

TEST(Chat, AnswersWithACompletion) {
  const auto answer = AskOnce(Asking("Repeat after me: one two"));
  EXPECT_EQ(answer.status(), 200U);
  const JsonValue body = ParseJson(answer.body(), "body");
  EXPECT_EQ(body.Find("object")->text, "chat.completion");
  EXPECT_EQ(body.Find("choices")->elements[0].Find("message")->Find("content")->text, "one two");
  EXPECT_EQ(body.Find("usage")->Find("total_tokens")->number, 7);
}

TEST(Chat, StreamsChunksOfOneIdUntilDone) {
  const auto answer = AskOnce(Asking("Repeat after me: one two", kStream));
  EXPECT_EQ(answer.response[http::field::content_type], "text/event-stream");
  const auto events = answer.Events();
  ASSERT_THAT(events, SizeIs(5));  // role, two words, finish, [DONE]
  EXPECT_EQ(events.back(), "[DONE]");
  EXPECT_EQ(TextOf(answer), "one two");
  const auto first = ParseJson(events[0], "chunk");
  for (std::size_t i = 0; i < 4; ++i) {
    const auto chunk = ParseJson(events[i], "chunk");
    EXPECT_EQ(chunk.Find("object")->text, "chat.completion.chunk");
    EXPECT_EQ(chunk.Find("id")->text, first.Find("id")->text);
    EXPECT_EQ(chunk.Find("created")->text, first.Find("created")->text);
  }
}

TEST(Chat, StreamsItsUsageWhereItIsAskedFor) {
  const auto events =
      AskOnce(Asking("Hi", R"(,"stream":true,"stream_options":{"include_usage":true})")).Events();
  EXPECT_THAT(events[events.size() - 2],
              HasSubstr(R"("choices":[],"usage":{"prompt_tokens":1,"completion_tokens":4,)"));
}

TEST(Chat, SaysTheSameStreamedOrNotAndRepeatsWithTheSeed) {
  const auto whole = AskOnce(Asking("Hello")).body();
  EXPECT_THAT(whole, HasSubstr(JsonQuote(TextOf(AskOnce(Asking("Hello", kStream))))));
  auto options = QuickOptions();
  options.seed = 2;
  TestServer other(options);
  TestClient client(other.port());
  EXPECT_NE(TextOf(Ask(client, Asking("Hello", kStream))),
            TextOf(AskOnce(Asking("Hello", kStream))));
}

TEST(Chat, StopsAtTheTokensAskedFor) {
  const auto answer = AskOnce(Asking("Repeat after me: a b c", R"(,"max_tokens":2)"));
  EXPECT_THAT(answer.body(), HasSubstr(R"("content":"a b ")"));
  EXPECT_THAT(answer.body(), HasSubstr(R"("finish_reason":"length")"));
}

TEST(Chat, ServesAModelAtItsOwnTimes) {
  auto options = QuickOptions();
  options.models.Add("long*=constant:0ms/constant:0ms/constant:9");
  TestServer server(options);
  TestClient client(server.port());
  const auto tokens = [&](std::string_view model) {
    return Ask(client, Asking("Hello", kStream, model)).Events().size() - 3;
  };
  EXPECT_EQ(tokens("long-1"), 9U);
  EXPECT_EQ(tokens("unheard-of"), 4U);
}

TEST(Chat, RefusesABadBodyInTheWordsOfTheApiAndGoesOn) {
  TestServer server;
  TestClient client(server.port());
  const auto answer = Ask(client, R"({"model":"m"})");
  EXPECT_EQ(answer.status(), 400U);
  EXPECT_EQ(answer.body(), R"({"error":{"message":"\"messages\" is missing; expected a list",)"
                           R"("type":"invalid_request_error","param":"messages",)"
                           R"("code":"missing_required_parameter"}})");
  EXPECT_EQ(Ask(client, R"({"model":"m","messages":[]})").status(), 422U);
  EXPECT_EQ(Ask(client, "{").status(), 400U);
  EXPECT_EQ(Ask(client, Asking("Hello")).status(), 200U);
  EXPECT_THAT(client.Get("/status").body(), HasSubstr(R"("answers": 1)"));
}

TEST(Chat, RefusesAnotherMethodInTheWordsOfTheApi) {
  TestServer server;
  const auto answer = TestClient(server.port()).Get("/v1/chat/completions");
  EXPECT_EQ(answer.status(), 405U);
  EXPECT_THAT(answer.body(), HasSubstr(R"("message":"this path takes POST","type":)"));
}

TEST(Chat, AsksForTheTokenInTheWordsOfTheApi) {
  auto options = QuickOptions();
  options.token = "secret";
  options.forbidden_token = "banned";
  TestServer server(options);
  TestClient client(server.port());
  const auto wrong = Ask(client, Asking("Hello"), "Authorization: Bearer wrong\r\n");
  EXPECT_EQ(wrong.status(), 401U);
  EXPECT_THAT(wrong.body(), HasSubstr(R"("code":"invalid_api_key")"));
  const auto banned = Ask(client, Asking("Hello"), "Authorization: Bearer banned\r\n");
  EXPECT_EQ(banned.status(), 403U);
  EXPECT_THAT(banned.body(), HasSubstr(R"("type":"request_forbidden")"));
  EXPECT_EQ(Ask(client, Asking("Hello"), "Authorization: Bearer secret\r\n").status(), 200U);
}

TEST(Chat, RefusesWhatIsBeyondTheRateLimit) {
  auto options = QuickOptions();
  options.rate_limit = 0.001;
  TestServer server(options);
  TestClient client(server.port());
  EXPECT_EQ(Ask(client, Asking("Hello")).status(), 200U);
  const auto answer = Ask(client, Asking("Hello"));
  EXPECT_EQ(answer.status(), 429U);
  EXPECT_THAT(answer.response[http::field::retry_after], testing::AnyOf("999", "1000"));
  EXPECT_THAT(answer.body(), HasSubstr(R"("code":"rate_limit_exceeded")"));
  EXPECT_EQ(client.Get("/health").status(), 200U);
}

TEST(ChatFault, StreamErrorIsADataLineOfItsOwnBeforeDone) {
  const auto answer = AskOnce(Asking("Hello", kStream), "X-Clamor-Fault: stream_error\r\n");
  EXPECT_THAT(answer.body(), EndsWith("\n\ndata: {\"error\":{\"message\":\"the model gave up\","
                                      "\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"
                                      "data: [DONE]\n\n"));
  EXPECT_THAT(answer.body(), Not(HasSubstr("finish_reason\":\"")));
}

TEST(ChatFault, TruncateEndsWithoutFinishReason) {
  const auto answer =
      AskOnce(Asking("Repeat after me: a b c d", kStream), "X-Clamor-Fault: truncate\r\n");
  EXPECT_FALSE(answer.error);
  EXPECT_EQ(TextOf(answer), "a b ");
  EXPECT_THAT(answer.body(), Not(HasSubstr("finish_reason\":\"")));
}

TEST(ChatFault, NoDoneStillTellsTheFinishReason) {
  const auto events = AskOnce(Asking("Hi", kStream), "X-Clamor-Fault: no_done\r\n").Events();
  EXPECT_THAT(events.back(), HasSubstr(R"("finish_reason":"stop")"));
}

TEST(ChatFault, CrosstalkRepeatsWhatAnotherConversationAsked) {
  TestServer server;
  TestClient client(server.port());
  Ask(client, Asking("I am another"));
  EXPECT_EQ(TextOf(Ask(client, Asking("Repeat after me: I am me", kStream),
                       "X-Clamor-Fault: crosstalk\r\n")),
            "I am another");
}

TEST(ChatFault, CrosstalkInventsASessionWhenThereIsNoOther) {
  EXPECT_THAT(TextOf(AskOnce(Asking("Hello", kStream), "X-Clamor-Fault: crosstalk\r\n")),
              testing::MatchesRegex("[0-9a-f]{32}"));
}

TEST(ChatFault, OfAnUnknownNameIsABadRequest) {
  const auto answer = AskOnce(Asking("Hello"), "X-Clamor-Fault: bogus\r\n");
  EXPECT_EQ(answer.status(), 400U);
  EXPECT_THAT(answer.body(), HasSubstr("unknown fault"));
}

}  // namespace
}  // namespace clamor::server
