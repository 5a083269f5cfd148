// SPDX-License-Identifier: Apache-2.0
// The client against a scripted server, byte for byte.
#include "net/websocket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <future>
#include <optional>
#include <vector>

#include "net/net_error.h"
#include "net/resolve.h"
#include "net/test_client.h"
#include "net/test_server.h"
#include "net/ws_handshake.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// What a server answers to an upgrade with that request.
std::string Consent(const std::string& request, const std::string& more = "") {
  constexpr std::string_view kKey = "Sec-WebSocket-Key: ";
  const std::size_t begin = request.find(kKey) + kKey.size();
  const std::string text = request.substr(begin, request.find('\r', begin) - begin) +
                           "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 64> accept{};
  EVP_EncodeBlock(accept.data(), digest.data(), digest.size());
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
         more + "Sec-WebSocket-Accept: " + reinterpret_cast<const char*>(accept.data()) +
         "\r\n\r\n";
}

// What the client saw, in the order in which it did.
class TestSocket : private WsMessageSink {
 public:
  explicit TestSocket(const std::string& url, const TlsContext* tls = nullptr,
                      const Limits& limits = {})
      : context_(io_, ParseUrl(url), Resolve(ParseUrl(url)), tls, limits),
        socket_(context_, 1000) {}

  // Opens, sends the message, and reads until the end.
  std::string Talk(const std::string& first = "", WsUpgrade upgrade = {"/ws", "test"}) {
    std::string ended = "nothing";
    asio::co_spawn(io_, Course(std::move(upgrade), first), [&ended](std::exception_ptr thrown) {
      try {
        std::rethrow_exception(std::move(thrown));
      } catch (const NetError& error) {
        ended = std::string(ToString(error.reason())) + ": " + error.what();
      } catch (const Cut&) {
        ended = "cut";
      } catch (const ConnectionClosed&) {
        ended = "closed";
      }
    });
    io_.run();
    return ended;
  }

  // From another thread.
  void Abort() {
    asio::post(io_, [this] { socket_.Abort(); });
  }

  WebSocket& socket() { return socket_; }
  const std::vector<std::string>& messages() const { return messages_; }
  const OpenTimes& times() const { return times_; }
  std::function<void()> on_message;

 private:
  Awaitable<void> Course(WsUpgrade upgrade, std::string first) {
    co_await socket_.Open(upgrade, times_);
    if (!first.empty()) co_await socket_.Send(first, true);
    co_await socket_.Read(*this);
  }

  void OnMessage(const WsMessage& message, const Arrival& arrival) override {
    EXPECT_LE(arrival.kernel, arrival.read);
    messages_.push_back((message.is_text ? "text " : "binary ") + std::string(message.data));
    if (on_message) on_message();
  }

  asio::io_context io_;
  NetContext context_;
  WebSocket socket_;
  OpenTimes times_;
  std::vector<std::string> messages_;
};

// Consents, sends these frames with it, and waits for the client's end; keeps what it was asked.
TestServer::Script ConsentAnd(std::string frames, std::string* request = nullptr) {
  return [frames = std::move(frames), request](TestServer& server) {
    const auto peer = server.Accept();
    const std::string asked = peer->ReadRequest();
    if (request != nullptr) *request = asked;
    peer->Send(Consent(asked) + frames);
    peer->WaitForClose();
  };
}

const std::string kFarewell = "\x88\x06\x03\xf3gone";  // 1011

TEST(WebSocket, AsksReadsAndTellsHowItEnded) {
  std::string request;
  {
    const TestServer server(ConsentAnd("\x81\x05hello" + kFarewell, &request));
    TestSocket client(Loopback(server.port()));
    WsUpgrade upgrade{"/ws?a=b", "test:80", {{"Authorization", "Bearer x"}}};
    EXPECT_EQ(client.Talk("", upgrade), "ws_close: the server closed the WebSocket: 1011 gone");
    EXPECT_THAT(client.messages(), ElementsAre("text hello"));
    EXPECT_FALSE(client.socket().is_open());
    EXPECT_GT(client.times().upgrade, 0ns);
    EXPECT_GE(client.socket().TakeTally().reads, 1U);
  }
  EXPECT_THAT(request, testing::StartsWith("GET /ws?a=b HTTP/1.1\r\nHost: test:80\r\n"));
  EXPECT_THAT(request, HasSubstr("Authorization: Bearer x\r\n"));
}

TEST(WebSocket, OverTls) {
  const TestCertificate certificate("IP:127.0.0.1");
  const std::string file = testing::TempDir() + "websocket_test.pem";
  certificate.WriteTo(file);
  const TestServer server(ConsentAnd("\x82\x03"
                                     "abc" +
                                     kFarewell),
                          &certificate);
  const TlsContext tls({file, false});
  TestSocket client(Loopback(server.port(), "https"), &tls);
  EXPECT_THAT(client.Talk("hi"), HasSubstr("1011 gone"));
  EXPECT_THAT(client.messages(), ElementsAre("binary abc"));
  EXPECT_GT(client.times().made.tls, 0ns);
}

TEST(WebSocket, AnswersPingsAndCloses) {
  std::string got;
  {
    const TestServer server([&got](TestServer& self) {
      const auto peer = self.Accept();
      peer->Send(Consent(peer->ReadRequest()));
      peer->Send("\x89\x02hi");
      got = peer->ReadBytes(8);  // a pong: head, mask, payload
      peer->Send(kFarewell);
      got += peer->ReadBytes(8);  // the close's echo
      peer->WaitForClose();
    });
    TestSocket client(Loopback(server.port()));
    EXPECT_THAT(client.Talk(), HasSubstr("1011"));
  }
  ASSERT_EQ(got.size(), 16U);
  EXPECT_EQ(got.substr(0, 2), "\x8a\x82"sv);
  EXPECT_EQ(got[6] ^ got[2], 'h');
  EXPECT_EQ(got[7] ^ got[3], 'i');
  EXPECT_EQ(got.substr(8, 2), "\x88\x82"sv);
  EXPECT_EQ(got[14] ^ got[10], 0x03);
}

TEST(WebSocket, SaysWhatARefusalSaid) {
  const TestServer server(
      AnswerWith("HTTP/1.1 401 Unauthorized\r\nContent-Length: 40\r\n\r\nno such \x1btoken\nand a "
                 "second line of it"));
  TestSocket client(Loopback(server.port()));
  EXPECT_EQ(client.Talk(), "upgrade: " + Loopback(server.port()) +
                               " refused the WebSocket: 401 Unauthorized: no such \\x1btoken");
}

TEST(WebSocket, RefusesAnAgreementToSomethingElse) {
  const auto with = [](const std::string& more, WsUpgrade upgrade = {"/ws", "test"}) {
    const TestServer server([&more](TestServer& self) {
      const auto peer = self.Accept();
      peer->Send(Consent(peer->ReadRequest(), more));
      peer->WaitForClose();
    });
    return TestSocket(Loopback(server.port())).Talk("", std::move(upgrade));
  };
  EXPECT_THAT(with("Sec-WebSocket-Protocol: soap\r\n"),
              HasSubstr("protocol: the answer to the WebSocket's upgrade chooses a subprotocol"));
  EXPECT_THAT(with("Sec-WebSocket-Extensions: permessage-deflate\r\n"),
              HasSubstr("an extension that was not offered"));
  const TestServer server(AnswerWith(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n"));
  EXPECT_THAT(TestSocket(Loopback(server.port())).Talk(),
              HasSubstr("does not accept this client's key"));
}

TEST(WebSocket, TellsTheSubprotocolThatWasChosen) {
  const TestServer server([](TestServer& self) {
    const auto peer = self.Accept();
    peer->Send(Consent(peer->ReadRequest(), "Sec-WebSocket-Protocol: realtime\r\n") + kFarewell);
    peer->WaitForClose();
  });
  TestSocket client(Loopback(server.port()));
  client.Talk("", {"/ws", "test", {}, {"realtime", "other"}});
  EXPECT_EQ(client.socket().subprotocol(), "realtime");
}

TEST(WebSocket, TellsResetsAndEndsWithoutAClose) {
  for (const auto end : {&TestPeer::Reset, &TestPeer::Close}) {
    const TestServer server([end](TestServer& self) {
      const auto peer = self.Accept();
      peer->Send(Consent(peer->ReadRequest()));
      (*peer.*end)();
    });
    EXPECT_THAT(TestSocket(Loopback(server.port())).Talk(), testing::StartsWith("reset: "));
  }
}

TEST(WebSocket, GivesUpOnAServerThatDoesNotAnswer) {
  const TestServer server([](TestServer& self) {
    const auto peer = self.Accept();
    peer->WaitForClose();
  });
  Limits limits;
  limits.first_byte = 20ms;
  TestSocket client(Loopback(server.port()), nullptr, limits);
  EXPECT_THAT(client.Talk(), HasSubstr("timeout: no answer to the WebSocket's upgrade"));
}

// At once: with the limit of the first byte still armed the thread would wait for it, a minute.
TEST(WebSocket, IsCutWhileItWaitsForTheUpgrade) {
  std::promise<TestSocket*> client;
  const TestServer server([&client](TestServer& self) {
    const auto peer = self.Accept();
    peer->ReadRequest();
    client.get_future().get()->Abort();
    peer->WaitForClose();
  });
  TestSocket socket(Loopback(server.port()));
  client.set_value(&socket);
  const Time began = Clock::now();
  EXPECT_EQ(socket.Talk(), "cut");
  EXPECT_LT(Clock::now() - began, 30s);
}

TEST(WebSocket, EndsWhereItIsClosedOrCut) {
  for (const bool cut : {true, false}) {
    const TestServer server(ConsentAnd("\x81\x02hi"));
    TestSocket client(Loopback(server.port()));
    client.on_message = [&] {
      if (cut) {
        client.socket().Abort();
      } else {
        client.socket().Close();
      }
    };
    EXPECT_EQ(client.Talk(), cut ? "cut" : "closed");
  }
}

TEST(WebSocket, SendsMessagesWholeWhileItReads) {
  std::string got;
  {
    const TestServer server([&got](TestServer& self) {
      const auto peer = self.Accept();
      peer->Send(Consent(peer->ReadRequest()));
      got = peer->ReadBytes(2 + 4 + 5);
      peer->Send(kFarewell);
      peer->WaitForClose();
    });
    TestSocket(Loopback(server.port())).Talk("hello");
  }
  ASSERT_EQ(got.size(), 11U);
  EXPECT_EQ(got.substr(0, 2), "\x81\x85"sv);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(got[6 + i] ^ got[2 + i % 4], "hello"[i]);
}

}  // namespace
}  // namespace clamor
