// SPDX-License-Identifier: Apache-2.0
// Exchanges with a scripted server on loopback: how each ends, and what becomes of the connection.
#include "net/http_client.h"

#include <gmock/gmock.h>

#include <future>

#include "net/test_client.h"
#include "net/test_server.h"

namespace clamor {
namespace {

using std::chrono_literals::operator""s;
using testing::HasSubstr;

TEST(HttpClient, KeepsTheConnectionAndItsTimes) {
  TestServer server([](TestServer& s) {
    const auto peer = s.Accept();
    for (int i = 0; i < 2; ++i) {
      peer->ReadRequest();
      peer->Send(kHi);
    }
    peer->WaitForClose();
  });
  TestClient client(Loopback(server.port()));
  const Outcome first = client.Get();
  EXPECT_EQ(first.status, 200) << first.message;
  EXPECT_EQ(first.body, "hi");
  EXPECT_TRUE(first.times.new_connection);
  EXPECT_GT(first.times.made.connect, Clock::duration::zero());
  EXPECT_LE(first.times.began, first.times.connected);
  EXPECT_LE(first.times.connected, first.times.sent);
  EXPECT_LE(first.times.sent, first.times.first_byte.kernel);
  EXPECT_LE(first.times.first_byte.kernel, first.times.first_byte.read);
  EXPECT_EQ(first.times.bytes_sent, 30U);
  EXPECT_EQ(first.times.bytes_received, kHi.size());
  EXPECT_GE(first.times.reads, 1U);
  const Outcome second = client.Get();
  EXPECT_EQ(second.body, "hi") << second.message;
  EXPECT_FALSE(second.times.new_connection);
  EXPECT_EQ(second.times.bytes_received, kHi.size());
}

TEST(HttpClient, ReplacesAKeptConnectionThatTheServerClosedMeanwhile) {
  std::promise<void> closed;
  TestServer server([&closed](TestServer& s) {
    auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send(kHi);
    peer->Close();
    closed.set_value();
    peer = s.Accept();
    peer->ReadRequest();
    peer->Send(kHi);
    peer->WaitForClose();
  });
  TestClient client(Loopback(server.port()));
  EXPECT_EQ(client.Get().body, "hi");
  closed.get_future().wait();
  const Outcome second = client.Get();
  EXPECT_EQ(second.body, "hi") << second.message;
  EXPECT_TRUE(second.times.new_connection);
}

TEST(HttpClient, SaysWhenAKeptConnectionIsClosedUnderARequest) {
  TestServer server([](TestServer& s) {
    const auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send(kHi);
    peer->ReadRequest();
  });
  TestClient client(Loopback(server.port()));
  client.Get();
  const Outcome second = client.Get();
  EXPECT_EQ(second.failure, Failure::kReset);
  EXPECT_THAT(second.message, HasSubstr("kept connection"));
}

TEST(HttpClient, MakesANewConnectionAfterCloseAndAfterConnectionClose) {
  TestServer server([](TestServer& s) {
    for (int i = 0; i < 3; ++i) {
      const auto peer = s.Accept();
      peer->ReadRequest();
      peer->Send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
    }
  });
  TestClient client(Loopback(server.port()));
  client.Get();
  EXPECT_TRUE(client.Get().times.new_connection);
  client.http().CloseConnection();
  EXPECT_EQ(client.Get().body, "hi");
}

TEST(HttpClient, ReadsChunksInterimResponsesAndBodiesEndedByClose) {
  TestServer chunked(AnswerWith(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  EXPECT_EQ(TestClient(Loopback(chunked.port())).Get().body, "abcde");
  TestServer closed(AnswerWith("HTTP/1.1 200 OK\r\n\r\nuntil the end", &TestPeer::Close));
  const Outcome outcome = TestClient(Loopback(closed.port())).Get();
  EXPECT_EQ(outcome.body, "until the end");
  EXPECT_EQ(outcome.failure, std::nullopt) << outcome.message;
}

TEST(HttpClient, NoBodyFollowsAHeadRequest) {
  TestServer server(AnswerWith("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"));
  CollectingSink sink;
  const Outcome outcome =
      TestClient(Loopback(server.port())).Do("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n", sink);
  EXPECT_EQ(outcome.status, 200) << outcome.message;
  EXPECT_EQ(outcome.body, "");
}

TEST(HttpClient, TellsADropFromACleanEnd) {
  const std::string chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";
  const std::string length = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
  const std::vector<std::string> cut_short = {chunk, length, "HTTP/1.1 200 OK\r\nContent-Le", ""};
  for (const std::string& bytes : cut_short) {
    TestServer server(AnswerWith(bytes, &TestPeer::Close));
    EXPECT_EQ(TestClient(Loopback(server.port())).Get().failure, Failure::kReset) << bytes;
  }
  TestServer server(AnswerWith("HTTP/1.1 200 OK\r\n\r\nabc", &TestPeer::Reset));
  EXPECT_EQ(TestClient(Loopback(server.port())).Get().failure, Failure::kReset);
}

TEST(HttpClient, SaysWhatDoesNotSpeakHttp) {
  TestServer server(AnswerWith("SSH-2.0-OpenSSH_9.2\r\n"));
  const Outcome outcome = TestClient(Loopback(server.port())).Get();
  EXPECT_EQ(outcome.failure, Failure::kProtocol);
  EXPECT_THAT(outcome.message, HasSubstr("begins with 'SSH-2.0-OpenSSH_9.2"));
}

TEST(HttpClient, NamesATargetThatRefuses) {
  std::uint16_t port = 0;
  {
    port = TestServer([](TestServer&) {}).port();
  }
  const Outcome outcome = TestClient(Loopback(port)).Get();
  EXPECT_EQ(outcome.failure, Failure::kRefused);
  EXPECT_THAT(outcome.message, HasSubstr("127.0.0.1:" + std::to_string(port)));
}

TEST(HttpClient, TriesEachEndpointInOrder) {
  TestServer server(AnswerWith(kHi));
  const Url url = ParseUrl(Loopback(server.port()));
  auto endpoints = Resolve(url);
  endpoints.insert(endpoints.begin(), {boost::asio::ip::address_v6::loopback(), url.port});
  asio::io_context io;
  NetContext context(io, url, endpoints, nullptr, Limits{});
  HttpClient http(context);
  CollectingSink sink;
  ExchangeTimes times;
  asio::co_spawn(io, http.Exchange("GET / HTTP/1.1\r\n\r\n", sink, times),
                 [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); });
  io.run();
  EXPECT_EQ(sink.body, "hi");
}

TEST(HttpClient, SpeaksIpv6) {
  std::optional<TestServer> server;
  try {
    server.emplace(AnswerWith(kHi), nullptr, "::1");
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "no IPv6 here";
  }
  EXPECT_EQ(TestClient("http://[::1]:" + std::to_string(server->port())).Get().body, "hi");
}

TEST(HttpClient, NonsenseBehindTheMarkerIsNoFailureEvenInTheSameRead) {
  TestServer server([](TestServer& s) {
    const auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nDONE\r\nno size\r\n");
    peer->WaitForClose();
  });
  TestClient client(Loopback(server.port()));
  const Outcome outcome = client.Get(UntilMarker("DONE"));
  EXPECT_EQ(outcome.failure, std::nullopt) << outcome.message;
}

TEST(HttpClient, ADropBehindTheMarkerIsNoFailure) {
  std::promise<void> seen;
  TestServer server([&seen](TestServer& s) {
    const auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nDONE\r\n");
    seen.get_future().wait();  // a reset would else overtake the marker
    peer->Reset();
  });
  CollectingSink sink = UntilMarker("DONE");
  sink.on_body = [&seen] { seen.set_value(); };
  const Outcome outcome = TestClient(Loopback(server.port()), {.drain = 10s}).Get(sink);
  EXPECT_EQ(outcome.failure, std::nullopt) << outcome.message;
}

TEST(HttpClient, StopsWhenTheReceiverWantsNoMore) {
  TestServer server(AnswerWith("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nenough"));
  const Outcome outcome =
      TestClient(Loopback(server.port())).Get(UntilMarker("enough", Wants::kStop));
  EXPECT_EQ(outcome.failure, std::nullopt) << outcome.message;
  EXPECT_EQ(outcome.status, 500);
}

TEST(HttpClient, WhatTheReceiverThrowsComesOutAndClosesTheConnection) {
  TestServer server(AnswerWith("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"));
  CollectingSink sink;
  sink.on_body = [] { throw NetError(Failure::kSse, "not for me"); };
  const Outcome outcome = TestClient(Loopback(server.port())).Get(sink);
  EXPECT_EQ(outcome.failure, Failure::kSse);
}

TEST(HttpClient, CutsAnExchangeUnderWayAndEachLaterOne) {
  TestServer server(AnswerWith("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
  TestClient client(Loopback(server.port()));
  CollectingSink sink;
  sink.on_body = [&client] { asio::post(client.io(), [&client] { client.http().Abort(); }); };
  EXPECT_TRUE(client.Get(sink).cut);
  EXPECT_TRUE(client.Get().cut);
}

TEST(HttpClient, SendsABodyLargerThanTheSocketsBuffer) {
  const std::string body(8 << 20, 'x');
  std::promise<std::size_t> received;
  TestServer server([&received](TestServer& s) {
    const auto peer = s.Accept();
    received.set_value(peer->ReadRequest().size());
    peer->Send(kHi);
    peer->WaitForClose();
  });
  const std::string request =
      "POST / HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  CollectingSink sink;
  const Outcome outcome = TestClient(Loopback(server.port())).Do(request, sink);
  EXPECT_EQ(outcome.body, "hi") << outcome.message;
  EXPECT_EQ(received.get_future().get(), request.size());
  EXPECT_EQ(outcome.times.bytes_sent, request.size());
}

}  // namespace
}  // namespace clamor
