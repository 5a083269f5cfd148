// SPDX-License-Identifier: Apache-2.0
// Time limits of exchanges, and kernel stamps against the reads of a busy client.
#include <gmock/gmock.h>

#include <future>
#include <utility>

#include "net/http_client.h"
#include "net/test_client.h"
#include "net/test_server.h"

namespace clamor {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::HasSubstr;

struct Stall {
  const char* answer;
  Limits limits;
  const char* message;
};

TEST(HttpClient, NamesTheLimitThatWasOver) {
  const std::string begun = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
  const std::vector<Stall> stalls = {
      {"", {.first_byte = 20ms}, "no first byte of the answer within 0.02 s"},
      {begun.c_str(), {.between_events = 20ms}, "the answer stalled: nothing came for 0.02 s"},
      {begun.c_str(), {.turn = 20ms}, "the whole turn took longer than 0.02 s"}};
  for (const Stall& stall : stalls) {
    TestServer server(AnswerWith(stall.answer));
    const Outcome outcome = TestClient(Loopback(server.port()), stall.limits).Get();
    EXPECT_EQ(outcome.failure, Failure::kTimeout);
    EXPECT_EQ(outcome.times.whole, Time{});
    EXPECT_THAT(outcome.message, HasSubstr(stall.message));
  }
}

TEST(HttpClient, GivesUpConnectingAtTheLimit) {
  const TestCertificate certificate("IP:127.0.0.1");
  std::promise<void> done;
  TestServer server([&done](TestServer&) { done.get_future().wait(); });  // accepts, never greets
  const TlsContext tls(TlsOptions{"", true});
  const Outcome outcome =
      TestClient(Loopback(server.port(), "https"), {.connect = 20ms}, &tls).Get();
  done.set_value();
  EXPECT_EQ(outcome.failure, Failure::kConnectTimeout);
  EXPECT_THAT(outcome.message, HasSubstr("within 0.02 s"));
}

TEST(HttpClient, KeepsAConnectionWhoseRestFollowsTheMarker) {
  TestServer server([](TestServer& s) {
    const auto peer = s.Accept();
    for (int i = 0; i < 2; ++i) {
      peer->ReadRequest();
      peer->Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nDONE\r\n");
      peer->Send("3\r\nmor\r\n0\r\n\r\n");
    }
    peer->WaitForClose();
  });
  TestClient client(Loopback(server.port()), {.drain = 10s});
  EXPECT_EQ(client.Get(UntilMarker("DONE")).failure, std::nullopt);
  EXPECT_FALSE(client.Get(UntilMarker("DONE")).times.new_connection);
}

TEST(HttpClient, ClosesAConnectionWhoseRestDoesNotCome) {
  std::promise<void> closed;
  TestServer server([&closed](TestServer& s) {
    const auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nDONE\r\n");
    peer->WaitForClose();
    closed.set_value();
  });
  TestClient client(Loopback(server.port()), {.drain = 20ms});
  const Outcome outcome = client.Get(UntilMarker("DONE"));
  EXPECT_EQ(outcome.failure, std::nullopt) << outcome.message;
  EXPECT_FALSE(outcome.cut);
  EXPECT_EQ(closed.get_future().wait_for(10s), std::future_status::ready);
}

TEST(HttpClient, LetsAServerThatIsToCloseCloseFirst) {
  std::promise<void> whole;
  Time closed{};
  TestServer server([&](TestServer& s) {
    const auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
    whole.get_future().wait();
    closed = Clock::now();
    peer->Close();
  });
  CollectingSink sink;
  sink.on_body = [&whole] { whole.set_value(); };
  const Outcome outcome = TestClient(Loopback(server.port()), {.drain = 10s}).Get(sink);
  EXPECT_EQ(outcome.failure, std::nullopt) << outcome.message;
  EXPECT_GE(outcome.times.drained, closed);
  EXPECT_LE(outcome.times.whole, closed);
}

// An answer of two parts whose second lies in the kernel before the client, busy until
// `busy_until`, comes round to it.
Outcome ReadLate(Time& busy_until) {
  std::promise<void> first_seen;
  std::promise<void> rest_sent;
  TestServer server([&](TestServer& s) {
    const auto peer = s.Accept();
    peer->ReadRequest();
    peer->Send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
    first_seen.get_future().wait();
    peer->Send("def");
    rest_sent.set_value();
    peer->WaitForClose();
  });
  bool first = true;
  CollectingSink sink;
  sink.on_body = [&] {
    if (!std::exchange(first, false)) return;
    first_seen.set_value();
    rest_sent.get_future().wait();
    busy_until = Clock::now();
  };
  return TestClient(Loopback(server.port())).Get(sink);
}

TEST(HttpClient, KernelStampsAreEarlierThanTheReadsOfABusyClient) {
  const StampWarmth warmth;
  Time busy_until{};
  Outcome outcome = ReadLate(busy_until);
  // The kernel begins to stamp some milliseconds after it was first asked to.
  const Time patience = Clock::now() + 1s;
  while (outcome.times.unstamped_reads != 0 && Clock::now() < patience) {
    outcome = ReadLate(busy_until);
  }
  ASSERT_EQ(outcome.body, "abcdef") << outcome.message;
  ASSERT_EQ(outcome.arrivals.size(), 2U);
  EXPECT_GE(outcome.times.last_byte.read, busy_until);
  if (outcome.times.unstamped_reads != 0) GTEST_SKIP() << "this kernel gives no stamps";
  EXPECT_LT(outcome.times.last_byte.kernel, busy_until);
  EXPECT_GE(outcome.times.lag_max, outcome.times.last_byte.read - outcome.times.last_byte.kernel);
}

}  // namespace
}  // namespace clamor
