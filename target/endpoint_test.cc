// SPDX-License-Identifier: Apache-2.0
#include "target/endpoint.h"

#include <gmock/gmock.h>

#include "target/test_server.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::Optional;
using ::testing::StartsWith;

std::optional<std::string> Get(const std::string& answer) {
  const TestServer server({answer});
  return TryGet(server.endpoint(), "/health", minutes(1));
}

TEST(Endpoint, ConnectsWhereSomebodyListens) {
  TestPort port;
  port.Listen();
  EXPECT_EQ(TryConnect(port.endpoint(), minutes(1)), std::nullopt);
}

TEST(Endpoint, ConnectsByName) {
  TestPort port;
  port.Listen();
  Endpoint endpoint = port.endpoint();
  endpoint.host = "localhost";  // its IPv6 address, where it has one, refuses first
  EXPECT_EQ(TryConnect(endpoint, minutes(1)), std::nullopt);
}

TEST(Endpoint, NamesTheTargetThatRefuses) {
  const TestPort port;
  EXPECT_EQ(TryConnect(port.endpoint(), minutes(1)),
            "connection refused by " + port.endpoint().url);
  EXPECT_EQ(TryGet(port.endpoint(), "/", minutes(1)),
            "connection refused by " + port.endpoint().url);
}

TEST(Endpoint, NamesTheTargetWhoseHostIsUnknown) {
  // RFC 6761: "invalid" never has an address; where no name server answers, the limit comes first.
  const Endpoint endpoint{"host.invalid", 80, "http://host.invalid"};
  const std::optional<std::string> error = TryConnect(endpoint, milliseconds(500));
  EXPECT_THAT(error, Optional(HasSubstr("the host in http://host.invalid")));
}

TEST(Endpoint, GivesUpAnAnswerAtTheLimit) {
  TestPort port;
  port.Listen();  // the kernel accepts, and nobody answers
  EXPECT_EQ(TryGet(port.endpoint(), "/health", milliseconds(50)),
            "GET /health at " + port.endpoint().url + " was not answered within 0.05 s");
}

TEST(Endpoint, GivesUpAConnectionAtTheLimit) {
  TestPort port;
  port.acceptor().listen(0);
  const Endpoint endpoint = port.endpoint();
  boost::asio::io_context context;
  tcp::socket queued(context);  // fills the queue, so that the next handshake gets no answer
  queued.connect(port.acceptor().local_endpoint());
  EXPECT_EQ(TryConnect(endpoint, milliseconds(50)),
            "no connection to " + endpoint.url + " within 0.05 s");
}

TEST(Endpoint, TakesEverySuccessForAnAnswer) {
  EXPECT_EQ(Get("HTTP/1.0 200 OK\r\n\r\n"), std::nullopt);
  EXPECT_EQ(Get("HTTP/1.1 204 No Content\r\n\r\n"), std::nullopt);
  EXPECT_EQ(Get("HTTP/1.1 299\r\n\r\n"), std::nullopt);
}

TEST(Endpoint, TellsTheStatusThatIsNoSuccess) {
  EXPECT_THAT(Get("HTTP/1.1 503 Service Unavailable\r\n\r\n"),
              Optional(HasSubstr("was answered with status 503")));
  EXPECT_THAT(Get("HTTP/1.1 301 Moved\r\n\r\n"), Optional(HasSubstr("status 301")));
}

TEST(Endpoint, ShowsWhatIsNoHttpCutAndEscaped) {
  const std::optional<std::string> error = Get("SSH-2.0-\x1b[2J" + std::string(300, 'x') + "\r\n");
  EXPECT_THAT(error, Optional(HasSubstr("not HTTP: SSH-2.0-\\x1b[2Jxxx")));
  EXPECT_LT(error->size(), 250U);
  EXPECT_THAT(Get("HTTP/1.1 2\r\n"), Optional(HasSubstr("not HTTP")));
  EXPECT_THAT(Get("HTTP/1.1 abc\r\n"), Optional(HasSubstr("not HTTP")));
}

TEST(Endpoint, ReadsALineWithoutEndOnlyToItsBound) {
  EXPECT_THAT(Get(std::string(100'000, 'x')), Optional(HasSubstr("not HTTP")));
}

TEST(Endpoint, TellsOfAConnectionThatEndsWithoutAnAnswer) {
  EXPECT_THAT(Get(""), Optional(HasSubstr("was not answered: ")));
}

TEST(Endpoint, SendsARequestThatAnyServerReads) {
  TestServer server({"HTTP/1.0 200 OK\r\n\r\n"});
  const std::string port = std::to_string(server.endpoint().port);
  ASSERT_EQ(TryGet(server.endpoint(), "/a?b", minutes(1)), std::nullopt);
  EXPECT_THAT(server.requests().at(0),
              StartsWith("GET /a?b HTTP/1.0\r\nHost: 127.0.0.1:" + port + "\r\n"));
}

TEST(Endpoint, SeesASocketThatIsConnectedToItself) {
  boost::asio::io_context context;
  tcp::socket itself(context, {boost::asio::ip::address_v4::loopback(), 0});
  itself.connect(itself.local_endpoint());
  EXPECT_TRUE(IsConnectedToItself(itself.native_handle()));

  TestPort port;
  port.Listen();
  tcp::socket other(context);
  other.connect(port.acceptor().local_endpoint());
  EXPECT_FALSE(IsConnectedToItself(other.native_handle()));
}

}  // namespace
}  // namespace clamor
