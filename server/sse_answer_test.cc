// SPDX-License-Identifier: Apache-2.0
// Answers over a real connection: whole ones, and each fault.
#include "server/sse_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>
#include <string>
#include <vector>

#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

Answer SayWithFault(std::string_view fault, std::string_view content = "Repeat after me: a b c d") {
  TestServer server;
  TestClient client(server.port());
  return client.Say(content, "X-Clamor-Fault: " + std::string(fault) + "\r\n");
}

TEST(SseAnswer, StreamsEachWordAndThenItsTerminalMarker) {
  TestServer server;
  const auto answer = TestClient(server.port()).Say("Repeat after me: one two");
  EXPECT_FALSE(answer.error);
  EXPECT_EQ(answer.status(), 200U);
  EXPECT_EQ(answer.response[http::field::content_type], "text/event-stream");
  EXPECT_EQ(answer.response[http::field::cache_control], "no-cache");
  EXPECT_TRUE(answer.response.chunked());
  EXPECT_EQ(answer.body(),
            "data: {\"content\": \"one \"}\n\ndata: {\"content\": \"two\"}\n\ndata: [DONE]\n\n");
}

TEST(SseAnswer, EscapesWhatItEchoes) {
  TestServer server;
  const auto answer = TestClient(server.port()).Say("Repeat after me: \"a\"\n\nb\\ \xe2\x9c\x93");
  EXPECT_THAT(answer.Events(), ElementsAre(R"({"content": "\"a\"\n\n"})", R"({"content": "b\\ "})",
                                           "{\"content\": \"\xe2\x9c\x93\"}", "[DONE]"));
}

TEST(SseAnswer, HasTheEventsOfTheServiceModelAndRepeatsWithTheSeed) {
  const auto run = [] {
    TestServer server;
    TestClient client(server.port());
    return std::vector{client.Say("Hello").body(), client.Say("Hello").body()};
  };
  TestServer server;
  EXPECT_THAT(TestClient(server.port()).Say("Hello").Events(), SizeIs(5));
  const auto bodies = run();
  EXPECT_EQ(bodies, run());
  EXPECT_NE(bodies[0], bodies[1]);
}

TEST(SseAnswer, ServesManyTurnsOnOneConnection) {
  TestServer server;
  TestClient client(server.port());
  for (int i = 0; i < 20; ++i) EXPECT_THAT(client.Say("Hello").Events(), SizeIs(5));
}

TEST(SseAnswer, EndsWithTheConnectionForClientsThatAskForIt) {
  TestServer server;
  const auto answer =
      TestClient(server.port()).Say("Repeat after me: one", "Connection: close\r\n");
  EXPECT_FALSE(answer.error);
  EXPECT_FALSE(answer.response.chunked());
  EXPECT_EQ(answer.body(), "data: {\"content\": \"one\"}\n\ndata: [DONE]\n\n");
}

TEST(SseAnswer, GathersSeveralEventsInOneWriteWithoutChangingThem) {
  auto options = QuickOptions();
  options.events_per_write = 3;
  TestServer server(options);
  EXPECT_THAT(TestClient(server.port()).Say("Hello").Events(), SizeIs(5));
}

TEST(SseAnswer, TellsItsOwnTimesWhichNeverRunAheadOfTheSchedule) {
  auto options = QuickOptions();
  options.send_times = true;
  options.model.first_event = ParseDurations("constant:4ms");
  options.model.gap = ParseDurations("constant:2ms");
  TestServer server(options);
  const auto before = Clock::now().time_since_epoch().count();
  const auto answer = TestClient(server.port()).Say("Hello");
  const auto after = Clock::now().time_since_epoch().count();
  const auto received = answer.Stamps("received");
  const auto sent = answer.Stamps("sent");
  ASSERT_THAT(received, SizeIs(1));
  ASSERT_THAT(sent, SizeIs(5));
  EXPECT_GE(received[0], before);
  EXPECT_LE(sent[4], after);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GE(sent[i], received[0] + 4'000'000 + static_cast<std::int64_t>(i) * 2'000'000);
  }
}

TEST(SseAnswer, WaitsForItsTurnBeyondTheCapacity) {
  auto options = QuickOptions();
  options.capacity = 1;
  options.send_times = true;
  TestServer server(options);
  std::optional<TestClient> first(std::in_place, server.port());
  first->SendTurn("Repeat after me: a b", "X-Clamor-Fault: stall\r\n");
  first->ReceiveUntil("data: ");
  TestClient second(server.port());
  second.SendTurn("Hello");
  const auto freed = Clock::now().time_since_epoch().count();
  first.reset();
  const auto answer = second.Receive();
  EXPECT_EQ(answer.Events().back(), "[DONE]");
  EXPECT_GE(answer.Stamps("sent")[0], freed);
}

TEST(SseFault, ErrorStatusCarriesJsonAndKeepsTheConnection) {
  TestServer server;
  TestClient client(server.port());
  const auto answer = client.Say("Hello", "X-Clamor-Fault: status:503\r\n");
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_EQ(answer.body(), R"({"error": {"code": 503, "message": "a fault made on demand"}})");
  EXPECT_EQ(client.Say("Hello").status(), 200U);
}

TEST(SseFault, CanBeAStatusThatHttpHasNoNameFor) {
  EXPECT_EQ(SayWithFault("status:529").status(), 529U);
}

TEST(SseFault, RedirectSaysWhereTo) {
  const auto answer = SayWithFault("redirect");
  EXPECT_EQ(answer.status(), 307U);
  EXPECT_EQ(answer.response[http::field::location], "/elsewhere");
}

TEST(SseFault, NotSseIsAPageWithASuccessfulStatus) {
  const auto answer = SayWithFault("not_sse");
  EXPECT_EQ(answer.status(), 200U);
  EXPECT_EQ(answer.response[http::field::content_type], "text/html");
}

TEST(SseFault, ResetBeforeSendsNoByte) {
  const auto answer = SayWithFault("reset_before");
  EXPECT_EQ(answer.error, boost::asio::error::connection_reset);
  EXPECT_EQ(answer.body(), "");
}

TEST(SseFault, ResetDuringDropsTheConnectionInTheMiddle) {
  const auto answer = SayWithFault("reset_during");
  EXPECT_EQ(answer.error, boost::asio::error::connection_reset);
  EXPECT_THAT(answer.body(), Not(HasSubstr("\"d\"")));
}

TEST(SseFault, TruncateEndsCleanlyInTheMiddle) {
  const auto answer = SayWithFault("truncate");
  EXPECT_FALSE(answer.error);
  EXPECT_THAT(answer.Events(), ElementsAre(R"({"content": "a "})", R"({"content": "b "})"));
}

TEST(SseFault, NoDoneSendsEverythingButTheTerminalMarker) {
  const auto answer = SayWithFault("no_done");
  EXPECT_FALSE(answer.error);
  EXPECT_THAT(answer.Events(), SizeIs(4));
  EXPECT_THAT(answer.Events(), Each(StartsWith("{")));
}

TEST(SseFault, StallHoldsTheConnectionUntilTheClientGivesUp) {
  TestServer server;
  {
    TestClient client(server.port());
    client.SendTurn("Repeat after me: a b c d", "X-Clamor-Fault: stall\r\n");
    client.ReceiveUntil("b ");
  }
  EXPECT_EQ(TestClient(server.port()).Get("/health").status(), 200U);
}

TEST(SseFault, GarbageEventComesInTheMiddleOfAnOtherwiseWholeAnswer) {
  const auto answer = SayWithFault("garbage_event");
  EXPECT_FALSE(answer.error);
  const auto events = answer.Events();
  ASSERT_THAT(events, SizeIs(6));
  EXPECT_THAT(events[2], HasSubstr("\xff\xfe\x1b[2J"));
  EXPECT_THAT(events[2], HasSubstr(std::string("\0<script>", 9)));
  EXPECT_EQ(events[5], "[DONE]");
}

TEST(SseFault, StreamErrorComesInASuccessfulStreamBeforeTheTerminalMarker) {
  const auto answer = SayWithFault("stream_error");
  EXPECT_EQ(answer.status(), 200U);
  EXPECT_THAT(answer.body(),
              HasSubstr("event: error\ndata: {\"error\": {\"code\": 500, \"message\": "
                        "\"the model gave up\"}}\n\ndata: [DONE]\n\n"));
}

TEST(SseFault, CrosstalkNamesASessionThatHasSpoken) {
  TestServer server;
  TestClient client(server.port());
  client.SendTurn("Hello", {}, "the-other");
  client.Receive();
  const auto answer = client.Say("Repeat after me: I am me", "X-Clamor-Fault: crosstalk\r\n");
  EXPECT_THAT(answer.body(), HasSubstr("the-other"));
  EXPECT_THAT(answer.body(), Not(HasSubstr("\"me\"")));
}

TEST(SseFault, CrosstalkInventsASessionWhenThereIsNoOther) {
  const auto events = SayWithFault("crosstalk", "Repeat after me: hello").Events();
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_THAT(events[1], testing::ContainsRegex("[0-9a-f]{32}"));
}

TEST(SseFault, BufferedSendsEverythingWhenTheLastEventIsDue) {
  auto options = QuickOptions();
  options.send_times = true;
  options.model.gap = ParseDurations("constant:2ms");
  TestServer server(options);
  const auto answer = TestClient(server.port()).Say("Hello", "X-Clamor-Fault: buffered\r\n");
  EXPECT_EQ(answer.Events().back(), "[DONE]");
  EXPECT_GE(answer.Stamps("sent")[0], answer.Stamps("received")[0] + 6'000'000);
}

TEST(SseFault, IsDrawnByShareWithoutAHeader) {
  auto options = QuickOptions();
  options.faults.Add("truncate=1");
  TestServer server(options);
  EXPECT_THAT(TestClient(server.port()).Say("Hello").Events(), SizeIs(2));
}

TEST(SseFault, OfAnUnknownNameIsABadRequest) {
  const auto answer = SayWithFault("bogus");
  EXPECT_EQ(answer.status(), 400U);
  EXPECT_THAT(answer.body(), HasSubstr("unknown fault"));
}

}  // namespace
}  // namespace clamor::server
