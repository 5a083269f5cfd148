// SPDX-License-Identifier: Apache-2.0
// Bodies over a real connection: whole ones, and each fault.
#include "server/json_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>
#include <string>

#include "server/test_server.h"

namespace clamor::server {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kChat = "/v1/chat/completions";
constexpr std::string_view kBody =
    R"({"model":"m","messages":[{"role":"user","content":"Repeat after me: a b c d"}]})";

Answer AskWithFault(std::string_view fault) {
  TestServer server;
  TestClient client(server.port());
  return client.Post(kChat, kBody, "X-Clamor-Fault: " + std::string(fault) + "\r\n");
}

TEST(JsonAnswer, IsOneBodyOnAConnectionThatStays) {
  TestServer server;
  TestClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.Post(kChat, kBody);
    EXPECT_EQ(answer.status(), 200U);
    EXPECT_EQ(answer.response[http::field::content_type], "application/json");
    EXPECT_FALSE(answer.response.chunked());
    EXPECT_THAT(answer.body(), HasSubstr(R"("content":"a b c d")"));
  }
}

TEST(JsonAnswer, ComesWhenTheLastEventOfItsStreamWouldBeDue) {
  auto options = QuickOptions();
  options.model.first_event = ParseDurations("constant:8ms");
  options.model.gap = ParseDurations("constant:4ms");
  TestServer server(options);
  TestClient client(server.port());
  const auto before = Clock::now();
  client.Post(kChat, kBody);
  EXPECT_GE(Clock::now() - before, 20ms);
}

TEST(JsonAnswer, WaitsForItsTurnBeyondTheCapacity) {
  auto options = QuickOptions();
  options.capacity = 1;
  TestServer server(options);
  std::optional<TestClient> first(std::in_place, server.port());
  first->SendPost(kChat, kBody, "X-Clamor-Fault: stall\r\n");
  first->ReceiveUntil("choices");
  TestClient second(server.port());
  second.SendPost(kChat, kBody);
  EXPECT_EQ(TestClient(server.port()).Get("/health").status(), 200U);
  first.reset();
  EXPECT_EQ(second.Receive().status(), 200U);
}

TEST(JsonFault, ErrorStatusIsToldInTheWordsOfTheApi) {
  const auto answer = AskWithFault("status:503");
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_EQ(answer.body(), R"({"error":{"message":"a fault made on demand",)"
                           R"("type":"server_error","param":null,"code":null}})");
}

TEST(JsonFault, RedirectAndPageTakeThePlaceOfTheAnswer) {
  EXPECT_EQ(AskWithFault("redirect").status(), 307U);
  EXPECT_EQ(AskWithFault("not_sse").response[http::field::content_type], "text/html");
}

TEST(JsonFault, ResetBeforeSendsNoByte) {
  const auto answer = AskWithFault("reset_before");
  EXPECT_EQ(answer.error, boost::asio::error::connection_reset);
  EXPECT_EQ(answer.body(), "");
}

TEST(JsonFault, ResetDuringDropsTheConnectionInTheMiddle) {
  const auto answer = AskWithFault("reset_during");
  EXPECT_EQ(answer.error, boost::asio::error::connection_reset);
  EXPECT_THAT(answer.body(), Not(EndsWith("}")));
}

TEST(JsonFault, TruncateEndsCleanlyBeforeTheLengthItPromised) {
  const auto answer = AskWithFault("truncate");
  EXPECT_EQ(answer.error, http::error::partial_message);
  EXPECT_THAT(answer.body(), StartsWith(R"({"id":)"));
  const std::string promised(answer.response[http::field::content_length]);
  EXPECT_EQ(answer.body().size(), std::stoul(promised) / 2);
}

TEST(JsonFault, StallHoldsTheConnectionUntilTheClientGivesUp) {
  TestServer server;
  {
    TestClient client(server.port());
    client.SendPost(kChat, kBody, "X-Clamor-Fault: stall\r\n");
    client.ReceiveUntil("choices");
  }
  EXPECT_EQ(TestClient(server.port()).Get("/health").status(), 200U);
}

TEST(JsonFault, GarbageIsAWholeBodyThatIsNoJson) {
  const auto answer = AskWithFault("garbage_event");
  EXPECT_FALSE(answer.error);
  EXPECT_EQ(answer.response[http::field::content_type], "application/json");
  EXPECT_THAT(answer.body(), HasSubstr("\xff\xfe\x1b[2J"));
}

TEST(JsonFault, StreamErrorIsAnErrorInASuccessfulAnswer) {
  const auto answer = AskWithFault("stream_error");
  EXPECT_EQ(answer.status(), 200U);
  EXPECT_THAT(answer.body(), StartsWith(R"({"error":{"message":"the model gave up",)"));
}

TEST(JsonFault, OfAStreamAloneChangesNothing) {
  for (const char* fault : {"no_done", "buffered"}) {
    EXPECT_THAT(AskWithFault(fault).body(), HasSubstr(R"("content":"a b c d")")) << fault;
  }
}

}  // namespace
}  // namespace clamor::server
