// SPDX-License-Identifier: Apache-2.0
// A chat API under a given number of connections, answers in one body:
//   chat_load --connections=50 --duration=60 --model=openai/gpt-3.5-turbo
//   --url=http://localhost:3000
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<int> kConnections("connections", 10, "Connections at the same time");
const SuiteOption<Seconds> kDuration("duration", 30s, "How long the load lasts");
const SuiteOption<std::string> kModel("model", "openai/gpt-3.5-turbo", "Model that is asked");
const SuiteOption<Rate> kRequestsPerSecond("requests-per-second", Rate{0},
                                           "The most requests per second; 0: no limit");

class ChatLoad : public ChatTest {};

TEST_F(ChatLoad, KeepsItsConnectionsBusy) {
  Purpose("Throughput and latency of answers in one body");
  ExpectSla(P50(kResponseTime) < 1s);
  WarnUnless(P99(kResponseTime) < 3s);
  WarnUnless(ErrorRate() < 1_percent);
  if (LaunchesItsServer()) {
    ExpectSla(Peak(kServerRss) < Bytes{500'000'000});
    ExpectSla(Mean(kServerCpu) < 80_percent);
  }
  Play(ConversationsIn("chat").Vary("model", {*kModel}).Vary("stream", {"false"}),
       ConstantUsers(*kConnections).For(*kDuration).AtMost(*kRequestsPerSecond));
}
