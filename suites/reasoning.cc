// SPDX-License-Identifier: Apache-2.0
// Streams of reasoning steps, read by many connections at once:
//   reasoning_load --gtest_filter=Reasoning.Streams --connections=20 --duration=2min
//   --show="planner solver"
#include <algorithm>

#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<int> kConnections("connections", 10, "Connections at the same time");
const SuiteOption<Seconds> kDuration("duration", 60s, "How long streams are opened");
const SuiteOption<std::string> kQuery("query", "What is Graph-RAG?", "What is asked");
const SuiteOption<std::string> kShow("show", "", "Nodes asked for, such as \"planner solver\"");
const SuiteOption<Seconds> kTimeout("timeout", 30s, "The longest that a stream may take");
const SuiteOption<std::string> kOutputDir("output-dir", "docs/load_test_results",
                                          "Folder of the report with an entry for each stream");
const SuiteOption<int> kStreamReport("stream-report", 0, "1: write that report too");

class Reasoning : public ReasoningTest {
 protected:
  Reasoning() {
    TurnTimeout(*kTimeout);
    ExpectSla(ErrorRate() < 1_percent);
    ExpectSla(Mean(kTimeToFirstEvent) < 100ms);
    ExpectSla(P95(kTimeToFirstEvent) < 500ms);
    ExpectSla(EventRate() > 10_per_s);
    ReportAs("avg_events_per_connection", ContentEvents() / Requests());
    ReportAs("first_event_latency", kTimeToFirstEvent);
    ReportAs("connection_duration", kResponseTime);
    if (*kStreamReport != 0) ReportStreams(*kOutputDir);
  }

  static Conversation Asking(const std::string& query, const std::string& nodes) {
    Conversation conversation;
    conversation.name = "query";
    conversation.tags["show"] = nodes;
    conversation.turns.push_back({"user", query});
    return conversation;
  }
};

TEST_F(Reasoning, Streams) {
  Purpose(
      "How soon the first step of a chain of reasoning is seen, and how steadily the rest comes");
  Play(Asking(*kQuery, *kShow), Connections(*kConnections).For(*kDuration));
}

TEST_F(Reasoning, HoldsFiftyConnections) {
  Purpose("Whether it keeps its pace with many readers");
  Play(Asking(*kQuery, *kShow), Connections(50).For(3min));
}

TEST_F(Reasoning, IsStableOverTenMinutes) {
  Purpose("Whether it wears out");
  TurnTimeout(std::max(*kTimeout, Seconds(60s)));
  Play(Asking(*kQuery, *kShow), Connections(10).For(10min));
}

TEST_F(Reasoning, ShowsTheNodesAskedFor) {
  Purpose("Whether only the nodes come that were asked for");
  ExpectSla(Total(kOtherNodeEvents) < Count{1});
  Play(ConversationsIn("reasoning").Only("show", {"planner solver verifier", "planner"}),
       Connections(10).For(30s));
}

TEST_F(Reasoning, ResumesWhereItBroke) {
  Purpose("Whether a reader whose connection breaks gets the rest: nothing lost, nothing twice");
  ExpectSla(LostEvents() < Count{1});
  ExpectSla(RepeatedEvents() < Count{1});
  ExpectSla(P95(kReconnectLatency) < 500ms);
  Play(ConversationsIn("reasoning"), Connections(10).For(30s).DropAfter(3));
}
