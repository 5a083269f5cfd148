// SPDX-License-Identifier: Apache-2.0
// HTTP over a real connection: what is refused, and with which words.
#include "server/http_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::HasSubstr;

TEST(HttpSession, AnswersPlainRequestsOnOneConnection) {
  TestServer server;
  TestClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.Get("/plain");
    EXPECT_EQ(answer.status(), 200U);
    EXPECT_EQ(answer.response[http::field::content_type], "application/json");
  }
  EXPECT_EQ(client.Get("/health").body(), R"({"status": "ok"})");
}

TEST(HttpSession, AnswersRequestsThatCameInOnePiece) {
  TestServer server;
  TestClient client(server.port());
  client.Send("GET /plain HTTP/1.1\r\n\r\nGET /health HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.Receive().body(), HasSubstr("greeting"));
  EXPECT_THAT(client.Receive().body(), HasSubstr("ok"));
}

TEST(HttpSession, ClosesAfterAnAnswerToAnOldClient) {
  TestServer server;
  TestClient client(server.port());
  client.Send("GET /plain HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.Receive().response[http::field::connection], "close");
  EXPECT_TRUE(client.SeesEnd());
}

TEST(HttpSession, NamesUnknownPathsAndWrongMethods) {
  TestServer server;
  TestClient client(server.port());
  EXPECT_EQ(client.Get("/nowhere").status(), 404U);
  const auto answer = client.Get("/stream/assistant/abc");
  EXPECT_EQ(answer.status(), 405U);
  EXPECT_EQ(answer.response[http::field::allow], "POST");
}

TEST(HttpSession, RefusesABodyThatIsNoTurn) {
  TestServer server;
  TestClient client(server.port());
  client.Send("POST /stream/assistant/x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}");
  const auto answer = client.Receive();
  EXPECT_EQ(answer.status(), 400U);
  EXPECT_EQ(answer.body(),
            R"({"error": {"code": 400, "message": "\"role\" is missing; expected a string"}})");
}

TEST(HttpSession, AsksForTheTokenWhereAnswersAreGiven) {
  auto options = QuickOptions();
  options.token = "secret";
  TestServer server(options);
  TestClient client(server.port());
  const auto refused = client.Say("Hello");
  EXPECT_EQ(refused.status(), 401U);
  EXPECT_EQ(refused.response[http::field::www_authenticate], "Bearer");
  EXPECT_THAT(refused.body(), testing::Not(HasSubstr("secret")));
  EXPECT_EQ(client.Say("Hello", "Authorization: Bearer wrong\r\n").status(), 401U);
  EXPECT_EQ(client.Say("Hello", "Authorization: Bearer secret\r\n").status(), 200U);
  EXPECT_EQ(client.Get("/health").status(), 200U);
}

TEST(HttpSession, RefusesABodyBeyondItsLimit) {
  TestServer server;
  TestClient client(server.port());
  client.Send("POST /stream/assistant/x HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n");
  EXPECT_EQ(client.Receive().status(), 413U);
  EXPECT_TRUE(client.SeesEnd());
}

TEST(HttpSession, RefusesAHeadBeyondItsLimit) {
  TestServer server;
  TestClient client(server.port());
  client.Send("GET /plain HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(client.Receive().status(), 431U);
}

TEST(HttpSession, RefusesBytesThatAreNoRequest) {
  TestServer server;
  TestClient client(server.port());
  client.Send("\x16\x03\x01 nonsense\r\n\r\n");
  EXPECT_EQ(client.Receive().status(), 400U);
  EXPECT_TRUE(client.SeesEnd());
}

TEST(HttpSession, InvitesTheBodyOfAClientThatWaits) {
  TestServer server;
  TestClient client(server.port());
  const std::string body = R"({"role": "user", "content": "Repeat after me: hi"})";
  client.Send("POST /stream/assistant/x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n");
  EXPECT_EQ(client.ReceiveHead().status(), 100U);
  client.Send(body);
  EXPECT_THAT(client.Receive().body(), HasSubstr("hi"));
}

TEST(HttpSession, OutlivesClientsThatLeaveInTheMiddle) {
  TestServer server;
  TestClient(server.port()).Send("POST /stream/assistant/x HTTP/1.1\r\nContent-Le");
  TestClient(server.port()).SendTurn("Hello");
  EXPECT_EQ(TestClient(server.port()).Get("/health").status(), 200U);
}

}  // namespace
}  // namespace clamor::server
