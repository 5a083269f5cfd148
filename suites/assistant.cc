// SPDX-License-Identifier: Apache-2.0
// An assistant that streams its answers: POST /stream/assistant/{session_id}, events until `data:
// [DONE]`.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

class Assistant : public AssistantTest {
 protected:
  Assistant() {
    ExpectSla(P95(kTimeToFirstToken) < 500ms);
    ExpectSla(ErrorRate() < 1_percent);
  }
};

// Each workflow by itself: which of them is slow, or broken, is a test's name.
TEST_P(Assistant, HoldsEachConversation) { Play(GetParam(), SharedIterations().Users(5)); }

// The queue of all invocations, drained by 55 users who come at 55 per second.
TEST_F(Assistant, DrainsTheQueueWhileEveryoneTalks) {
  ExpectSla(P99(kResponseTime) < 5s);
  Play(ConversationsIn("assistant"), SharedIterations().Users(55).RampUp(55_per_s));
}

INSTANTIATE_TEST_SUITE_P(Each, Assistant, EachConversationIn("assistant"), ConversationName);
