// SPDX-License-Identifier: Apache-2.0
// Reasoning streams over a real connection: whole ones, those that go on, and those that go wrong.
#include "server/reasoning.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "server/target_query.h"
#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view kDone = "data: [DONE]\n\n";

// A step as the client sees it, without its words: "2 planner 2" of id, node and number.
std::string StepIn(const std::string& id, const std::string& event, const std::string& data) {
  const JsonValue step = ParseJson(data, "data");
  EXPECT_EQ(step.Find("node")->text, event);
  EXPECT_NE(step.Find("content")->text, "");
  return fmt::format("{} {} {}", id, event, step.Find("step")->text);
}

std::string Behind(std::string_view field, std::string_view line) {
  EXPECT_THAT(std::string(line), StartsWith(std::string(field)));
  return std::string(line.substr(std::min(field.size(), line.size())));
}

// The steps of an answer that holds nothing else but its end.
std::vector<std::string> Steps(const std::string& body) {
  std::vector<std::string> steps;
  const auto lines = Split(body, '\n');
  for (std::size_t i = 0; i + 3 < lines.size() && lines[i].starts_with("id: "); i += 4) {
    steps.push_back(StepIn(Behind("id: ", lines[i]), Behind("event: ", lines[i + 1]),
                           Behind("data: ", lines[i + 2])));
  }
  return steps;
}

// A server whose answers have seven steps: three of the planner, two of each other node.
class Reasoning : public testing::Test {
 protected:
  static Options SevenSteps() {
    Options options = QuickOptions();
    options.model.events = ParseCounts("constant:7");
    return options;
  }

  Answer Ask(std::string_view fields = "query=x", std::string_view headers = {}) const {
    return TestClient(server_.port()).Get(fmt::format("/api/stream/reasoning?{}", fields), headers);
  }
  Answer GoOn(std::string_view last_event_id, std::string_view fault = {}) const {
    return Ask("query=x", fmt::format("Last-Event-ID: {}\r\n{}", last_event_id, Header(fault)));
  }
  Answer AskWithFault(std::string_view fault, std::string_view fields = "query=x") const {
    return Ask(fields, Header(fault));
  }

 private:
  static std::string Header(std::string_view fault) {
    return fault.empty() ? "" : fmt::format("X-Clamor-Fault: {}\r\n", fault);
  }

  const TestServer server_{SevenSteps()};
};

TEST_F(Reasoning, NumbersItsStepsNodeByNodeUntilDone) {
  const auto answer = Ask();
  EXPECT_FALSE(answer.error);
  EXPECT_EQ(answer.status(), 200U);
  EXPECT_EQ(answer.response[http::field::content_type], "text/event-stream");
  EXPECT_THAT(Steps(answer.body()),
              ElementsAre("1 planner 1", "2 planner 2", "3 planner 3", "4 solver 1", "5 solver 2",
                          "6 verifier 1", "7 verifier 2"));
  EXPECT_THAT(answer.body(), StartsWith("id: 1\nevent: planner\ndata: {\"node\":\"planner\","
                                        "\"step\":1,\"content\":\""));
  EXPECT_THAT(answer.body(), EndsWith("\n\n" + std::string(kDone)));
  EXPECT_THAT(answer.Events(), SizeIs(8));
}

TEST_F(Reasoning, ShowsTheNodesAskedForInAnySpelling) {
  const auto whole = Ask("query=x&show=planner&show=solver").body();
  EXPECT_THAT(Steps(whole), ElementsAre("1 planner 1", "2 planner 2", "3 planner 3", "4 planner 4",
                                        "5 solver 1", "6 solver 2", "7 solver 3"));
  EXPECT_EQ(Ask("query=x&show=planner,solver").body(), whole);
  EXPECT_EQ(Ask("show=solver%2Cplanner&show=solver&query=%78").body(), whole);
  EXPECT_THAT(Steps(Ask("query=x&show=verifier").body()), testing::Each(HasSubstr("verifier")));
}

TEST(ReasoningSteps, AreAtLeastOneOfEachNode) {
  auto options = QuickOptions();
  options.model.events = ParseCounts("constant:1");
  TestServer server(options);
  const auto answer = TestClient(server.port()).Get("/api/stream/reasoning?query=x");
  EXPECT_THAT(Steps(answer.body()), ElementsAre("1 planner 1", "2 solver 1", "3 verifier 1"));
}

TEST_F(Reasoning, RefusesWhatIsWrongAndGoesOn) {
  EXPECT_EQ(Ask("show=planner").body(),
            R"({"error": {"code": 400, "message": "\"query\" is missing; expected ?query=TEXT"}})");
  EXPECT_EQ(Ask("query=").status(), 400U);
  EXPECT_EQ(Ask("query=%2").status(), 400U);
  const auto unknown = Ask("query=x&show=critic");
  EXPECT_EQ(unknown.status(), 400U);
  EXPECT_THAT(unknown.body(), HasSubstr(R"(unknown node \"critic\")"));
  EXPECT_EQ(AskWithFault("bogus").status(), 400U);
  EXPECT_EQ(Ask().status(), 200U);
}

TEST(ReasoningRoute, TakesGetAlone) {
  TestServer server;
  const auto answer = TestClient(server.port()).Post("/api/stream/reasoning?query=x", "{}");
  EXPECT_EQ(answer.status(), 405U);
  EXPECT_EQ(answer.response[http::field::allow], "GET");
}

TEST(ReasoningRoute, CountsAndAsksForTheTokenAsOtherAnswersDo) {
  auto options = QuickOptions();
  options.token = "secret";
  TestServer server(options);
  TestClient client(server.port());
  constexpr std::string_view kToken = "Authorization: Bearer secret\r\n";
  EXPECT_EQ(client.Get("/api/stream/reasoning?query=x").status(), 401U);
  EXPECT_EQ(client.Get("/api/stream/reasoning?query=", kToken).status(), 400U);
  EXPECT_EQ(client.Get("/api/stream/reasoning?query=x", kToken).status(), 200U);
  EXPECT_THAT(client.Get("/status").body(), HasSubstr(R"("answers": 1)"));
}

TEST(ReasoningText, FollowsFromTheSeedTheQueryAndTheNodesAlone) {
  auto options = QuickOptions();
  options.model.events = ParseCounts("uniform:5-50");
  TestServer server(options);
  const auto ask = [](TestServer& asked, std::string_view fields) {
    return TestClient(asked.port()).Get(fmt::format("/api/stream/reasoning?{}", fields)).body();
  };
  const std::string whole = ask(server, "query=x");
  TestClient(server.port()).Say("Hello");
  EXPECT_EQ(ask(server, "query=x"), whole);
  EXPECT_NE(ask(server, "query=y"), whole);
  EXPECT_NE(ask(server, "query=x&show=planner"), whole);
  options.seed = 2;
  TestServer other(options);
  EXPECT_NE(ask(other, "query=x"), whole);
}

TEST(ReasoningPace, IsThatOfTheServiceModel) {
  auto options = QuickOptions();
  options.send_times = true;
  options.model.first_event = ParseDurations("constant:4ms");
  options.model.gap = ParseDurations("constant:2ms");
  TestServer server(options);
  const auto answer = TestClient(server.port()).Get("/api/stream/reasoning?query=x");
  const auto received = answer.Stamps("received");
  const auto sent = answer.Stamps("sent");
  ASSERT_THAT(received, SizeIs(1));
  ASSERT_THAT(sent, SizeIs(5));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GE(sent[i], received[0] + 4'000'000 + static_cast<std::int64_t>(i) * 2'000'000);
  }
}

TEST_F(Reasoning, GoesOnBehindTheLastEvent) {
  const std::string whole = Ask().body();
  EXPECT_EQ(GoOn("3").body(), whole.substr(whole.find("id: 4\n")));
  EXPECT_EQ(GoOn("6").body(), whole.substr(whole.find("id: 7\n")));
  EXPECT_EQ(GoOn("0").body(), whole);
}

TEST_F(Reasoning, HasNothingButItsEndBehindTheEnd) {
  for (const char* id : {"7", "8", "99999999999999999999999"}) {
    EXPECT_EQ(GoOn(id).body(), kDone) << id;
  }
}

TEST_F(Reasoning, BeginsAnewBehindWhatIsNoNumber) { EXPECT_EQ(GoOn("seven").body(), Ask().body()); }

// An answer that waited for its first event would come after an hour.
TEST(ReasoningPace, GoesOnAtOnce) {
  auto options = QuickOptions();
  options.model.first_event = ParseDurations("constant:60min");
  TestServer server(options);
  const auto answer =
      TestClient(server.port()).Get("/api/stream/reasoning?query=x", "Last-Event-ID: 2\r\n");
  EXPECT_THAT(Steps(answer.body()), ElementsAre("3 solver 1", "4 verifier 1"));
}

TEST_F(Reasoning, LosesAnEventWhereItGoesOn) {
  const std::string whole = Ask().body();
  EXPECT_EQ(GoOn("3", "resume_loses").body(), whole.substr(whole.find("id: 5\n")));
  EXPECT_EQ(GoOn("0", "resume_loses").body(), whole.substr(whole.find("id: 2\n")));
  EXPECT_EQ(GoOn("6", "resume_loses").body(), kDone);
  EXPECT_EQ(GoOn("7", "resume_loses").body(), kDone);
  EXPECT_EQ(AskWithFault("resume_loses").body(), whole);
}

TEST_F(Reasoning, RepeatsAnEventWhereItGoesOn) {
  const std::string whole = Ask().body();
  EXPECT_EQ(GoOn("3", "resume_repeats").body(), whole.substr(whole.find("id: 3\n")));
  EXPECT_EQ(GoOn("7", "resume_repeats").body(), whole.substr(whole.find("id: 7\n")));
  EXPECT_EQ(GoOn("0", "resume_repeats").body(), whole);
  EXPECT_EQ(GoOn("8", "resume_repeats").body(), kDone);
  EXPECT_EQ(AskWithFault("resume_repeats").body(), whole);
}

TEST_F(Reasoning, NamesAWrongNodeInTheMiddle) {
  EXPECT_THAT(Steps(AskWithFault("wrong_node", "query=x&show=solver").body()),
              ElementsAre("1 solver 1", "2 solver 2", "3 solver 3", "4 planner 4", "5 solver 5",
                          "6 solver 6", "7 solver 7"));
  EXPECT_EQ(Steps(AskWithFault("wrong_node").body())[3], "4 critic 1");
  EXPECT_THAT(Steps(GoOn("5", "wrong_node").body()), ElementsAre("6 verifier 1", "7 critic 2"));
  EXPECT_THAT(Steps(GoOn("7", "wrong_node").body()), IsEmpty());
}

TEST_F(Reasoning, EndsWithoutItsMarkerOnDemand) {
  const auto answer = AskWithFault("no_done");
  EXPECT_FALSE(answer.error);
  EXPECT_EQ(answer.body() + std::string(kDone), Ask().body());
  EXPECT_EQ(GoOn("7", "no_done").body(), "");
}

TEST_F(Reasoning, HasTheFaultsOfOtherStreams) {
  const std::string whole = Ask().body();
  const std::string half = whole.substr(0, whole.find("id: 4\n"));
  EXPECT_EQ(AskWithFault("status:503").status(), 503U);
  EXPECT_EQ(AskWithFault("truncate").body(), half);
  EXPECT_EQ(AskWithFault("buffered").body(), whole);
  EXPECT_EQ(AskWithFault("crosstalk").body(), whole);
  EXPECT_THAT(AskWithFault("stream_error").body(), StartsWith(half + "event: error\n"));
  EXPECT_THAT(AskWithFault("garbage_event").Events(), SizeIs(9));
  const auto reset = AskWithFault("reset_during");
  EXPECT_EQ(reset.error, boost::asio::error::connection_reset);
  EXPECT_THAT(reset.body(), Not(HasSubstr("id: 4")));
}

TEST_F(Reasoning, GoesWrongInTheMiddleOfWhatIsLeft) {
  EXPECT_THAT(Steps(GoOn("3", "truncate").body()), ElementsAre("4 solver 1", "5 solver 2"));
}

TEST(ReasoningFault, IsDrawnForAnAnswerThatGoesOnToo) {
  auto options = QuickOptions();
  options.faults.Add("resume_repeats=1");
  TestServer server(options);
  const auto answer =
      TestClient(server.port()).Get("/api/stream/reasoning?query=x", "Last-Event-ID: 3\r\n");
  EXPECT_THAT(Steps(answer.body()), ElementsAre("3 solver 1", "4 verifier 1"));
}

TEST(ReasoningFault, StallsUntilTheClientGivesUp) {
  TestServer server;
  {
    TestClient client(server.port());
    client.Send(
        "GET /api/stream/reasoning?query=x HTTP/1.1\r\nHost: test\r\n"
        "X-Clamor-Fault: stall\r\n\r\n");
    client.ReceiveUntil("id: 2");
  }
  EXPECT_EQ(TestClient(server.port()).Get("/health").status(), 200U);
}

}  // namespace
}  // namespace clamor::server
