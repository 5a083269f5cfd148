// SPDX-License-Identifier: Apache-2.0
// A chat API that streams, asked in batches:
//   chat_stream --concurrent=20 --requests=200 --batch=10
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<int> kConcurrent("concurrent", 10, "Requests at the same time, at most");
const SuiteOption<int> kRequests("requests", 100, "Requests in all");
const SuiteOption<std::string> kModel("model", "openai/gpt-3.5-turbo", "Model that is asked");
const SuiteOption<int> kBatch("batch", 5, "Requests of a batch; the next begins when it has ended");

class ChatStream : public ChatTest {};

TEST_F(ChatStream, AsksInBatches) {
  Purpose("How chunks are delivered");
  ExpectSla(P95(kTimeToFirstEvent) < 500ms);
  WarnUnless(P95(kTimeToFirstEvent) < 1s);
  WarnUnless(P99(kResponseTime) < 3s);
  WarnUnless(ErrorRate() < 1_percent);
  ReportAs("connection_stability", ConnectionStability());
  Play(ConversationsIn("chat").Vary("model", {*kModel}).Vary("stream", {"true"}),
       Batches(*kBatch, *kRequests).Users(*kConcurrent));
}
