// SPDX-License-Identifier: Apache-2.0
// Load tests that leave the results whose report the browser opens: a few seconds of load.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

class Talk : public ChatTest {
 protected:
  static Conversations ChatsIn(const std::string& folder) {
    return ConversationsIn(folder)
        .Vary("model", {{"gpt-4", 50}, {"claude-3-opus", 50}})
        .Vary("stream", {{"true", 50}, {"false", 50}});
  }
};

TEST_F(Talk, IsKept) {
  Purpose("What the report shows of a load test that keeps its promises");
  ExpectSla(P95(kResponseTime) < 20s);
  ExpectSla(P95(kTimeToFirstToken) < 10s);
  ExpectSla("error_rate < 5%");
  ReportAs("chat_completion_success_rate", SuccessRate());
  Play(ChatsIn("talk"), ConstantUsers(4).For(3s));
}

TEST_F(Talk, IsBroken) {
  ExpectSla(P95(kResponseTime) < 1ms);
  ExpectSla(ErrorRate() < 1_percent);
  WarnUnless(P50(kTimeToFirstToken) < 1us);
  Play(ChatsIn("refusal"), SharedIterations().Users(2));
}

TEST_F(Talk, IsShort) {
  ExpectSla(P99(kResponseTime) < 10s);
  Play(ChatsIn("short"), SharedIterations());
}

TEST_F(Talk, NeverBegins) { ExpectSla("p95(time_to_first_tokn) < 1s"); }

// Against the server that hostile_server.mjs is.
class Hostile : public ChatTest {};

TEST_F(Hostile, AnswersAreText) {
  ExpectSla(ErrorRate() < 1_percent);
  Play(ConversationsIn("hostile"), SharedIterations().Users(2));
}
