// SPDX-License-Identifier: Apache-2.0
// Load tests that keep, break and misuse their promises. The tests beside it run them and look at
// what comes of it.
#include <thread>

#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

class Promises : public AssistantTest {
 protected:
  const RunResult& PlayAll() { return Play(ConversationsIn("talk"), SharedIterations().Users(2)); }
};

TEST_F(Promises, AreKept) {
  ExpectSla(P95(kTimeToFirstToken) < 10s);
  ExpectSla("error_rate < 1%");
  const RunResult& run = PlayAll();
  EXPECT_EQ(run.turns(), 12);
  EXPECT_GT(run.Value(P50(kResponseTime)), 0s);
  EXPECT_THROW(run.Value(P50(kTlsHandshake)), std::out_of_range);
}

TEST_F(Promises, AreBroken) {
  ExpectSla(P95(kTimeToFirstToken) < 1us);
  PlayAll();
}

TEST_F(Promises, HaveNoSamples) {
  ExpectSla(P95(kTlsHandshake) < 10s);
  PlayAll();
}

TEST_F(Promises, AreNotPlayed) { ExpectSla(ErrorRate() < 1_percent); }

TEST_F(Promises, AreTooLate) {
  PlayAll();
  ExpectSla(ErrorRate() < 1_percent);
}

TEST_F(Promises, ArePlayedTwice) {
  PlayAll();
  PlayAll();
}

TEST_F(Promises, AreNoSla) { ExpectSla("p95(time_to_first_tokn) < 1s"); }

TEST_F(Promises, AreOnATagThatDoesNotExist) {
  ExpectSla(P95(kResponseTime).Where("knd", "short") < 10s);
  PlayAll();
}

TEST_F(Promises, AreSkipped) {
  ExpectSla(P95(kTimeToFirstToken) < 1us);
  GTEST_SKIP() << "not today";
}

TEST_F(Promises, EndTheRunEarly) {
  ExpectSla(P95(kTimeToFirstToken) < 1us).AbortOnFail(1s);
  Play(ConversationsIn("talk"), ConstantUsers(2).For(10min));
}

TEST_F(Promises, AreKeptButTheBodyFails) {
  ExpectSla(ErrorRate() < 1_percent);
  EXPECT_EQ(PlayAll().turns(), 11);
}

TEST_F(Promises, AreKeptButTheRunIsCut) {
  ExpectSla(ErrorRate() < 1_percent);
  Play(ConversationsIn("talk"), ConstantUsers(1).For(10min));
}

TEST_F(Promises, HaveABadProfile) { Play(ConversationsIn("talk"), SharedIterations().Users(0)); }

// Holds up the thread that plays it, so that turns start late and answers wait to be read.
class SlowDialect : public Dialect {
 public:
  std::string_view Name() const override { return "slow"; }
  std::string_view TerminalMarker() const override { return "`data: [DONE]`"; }
  Request Ask(const Asked& asked) override {
    std::this_thread::sleep_for(200ms);
    Request request;
    request.path = "/stream/assistant/" + std::string(asked.session_id);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = R"({"role":"user","content":)" + JsonQuote(asked.content) + "}";
    return request;
  }
  void Read(const Event& event, Answer& answer) override {
    if (event.data == "[DONE]") return answer.Done();
    answer.Content(event.data);
  }
};

class Slow : public SseTest<SlowDialect> {
 protected:
  const RunResult& PlayAll() { return Play(ConversationsIn("talk"), SharedIterations().Users(3)); }
};

TEST_F(Slow, PromisesNothing) { PlayAll(); }

TEST_F(Slow, IsVoid) {
  ExpectSla(P95(kResponseTime) < 10min);
  PlayAll();
}

class Long : public AssistantTest {};

TEST_F(Long, Talk) {
  ExpectSla(ErrorRate() < 1_percent);
  Play(ConversationsIn("talk"), ConstantUsers(2).For(10min));
}

TEST_F(Long, LaterTest) { Play(ConversationsIn("talk"), SharedIterations()); }

class Broken : public AssistantTest {};
TEST_P(Broken, Holds) { Play(GetParam(), SharedIterations()); }
INSTANTIATE_TEST_SUITE_P(Each, Broken, EachConversationIn("broken"), ConversationName);

class Missing : public AssistantTest {};
TEST_P(Missing, Holds) { Play(GetParam(), SharedIterations()); }
INSTANTIATE_TEST_SUITE_P(Each, Missing, EachConversationIn("no_such_folder"), ConversationName);

class Numbered : public AssistantTest {};
TEST_P(Numbered, Holds) { Play(GetParam(), SharedIterations()); }
INSTANTIATE_TEST_SUITE_P(Each, Numbered, EachConversationIn("talk"));

TEST(Plain, IsNoLoadTest) { EXPECT_EQ(1 + 1, 2); }
