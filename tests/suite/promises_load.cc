// SPDX-License-Identifier: Apache-2.0
// Load tests that keep, break and misuse their promises. The tests beside it run them and look at
// what comes of it.
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
