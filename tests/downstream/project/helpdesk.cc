// SPDX-License-Identifier: Apache-2.0
// Thirty lines against an installed Clamor.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

class Helpdesk : public AssistantTest {
 protected:
  Helpdesk() {
    ExpectSla(ErrorRate() < 1_percent);
    ExpectSla(P95(kTimeToFirstToken) < 10s);
  }
};

TEST_P(Helpdesk, HoldsEachConversation) { Play(GetParam(), SharedIterations(2).Users(2)); }

TEST_F(Helpdesk, HoldsThemAllAtOnce) {
  ExpectSla("p99(response_time) < 20s");
  const RunResult& run = Play(ConversationsIn("helpdesk"), SharedIterations(6).Users(3));
  EXPECT_GE(run.turns(), 6);
}

TEST_F(Helpdesk, SkipsWhatItCannotTest) { GTEST_SKIP() << "not today"; }

INSTANTIATE_TEST_SUITE_P(Each, Helpdesk, EachConversationIn("helpdesk"), ConversationName);
