// SPDX-License-Identifier: Apache-2.0
// What servers that are compatible with OpenAI's chat completions do differently, each as it was
// found in the server's own source or issues.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/test_chat.h"

namespace clamor {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class ChatQuirks : public TestChat {
 protected:
  ChatQuirks() { Ask(chat_); }

  // What ends most streams.
  void Finish() {
    Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})");
    Done();
  }
  void ExpectGood(std::string_view text) {
    EXPECT_EQ(answer_.text, text);
    EXPECT_EQ(answer_.done, 1);
    EXPECT_THAT(answer_.failures, IsEmpty());
    EXPECT_THAT(FailedChecks(), IsEmpty());
  }
  const Conversation chat_ = ChatOf({"hello", "and now?"});
};

TEST_F(ChatQuirks, OpenAiPadsItsChunks) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}],"obfuscation":"Lk3d8sQ"})");
  Read(R"({"choices":[],"moderation":{"input":[],"output":[]}})");
  Finish();
  ExpectGood("a");
}

TEST_F(ChatQuirks, OpenAiCountsReasoningItDoesNotShow) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null})");
  Read(R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":90,"total_tokens":91,)"
       R"("completion_tokens_details":{"reasoning_tokens":80,"completion_tokens":1}}})");
  EXPECT_THAT(answer_.usage, ElementsAre(Pair(1, 90)));
}

TEST_F(ChatQuirks, OpenAiSendsErrorsAsEventsOfThatName) {
  Read(R"({"message":"The server had an error","type":"server_error","code":null})", "error");
  EXPECT_THAT(answer_.failures,
              ElementsAre(Pair(Failure::kStreamError, HasSubstr("The server had an error"))));
}

TEST_F(ChatQuirks, VllmSendsTheRoleWithEmptyContentFirst) {
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,)"
       R"("finish_reason":null}],"prompt_token_ids":null})");
  EXPECT_FALSE(answer_.HasContent());
}

TEST_F(ChatQuirks, VllmReasonsInReasoning) {
  Read(R"({"choices":[{"index":0,"delta":{"reasoning":"hmm"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}]})");
  EXPECT_EQ(answer_.reasoning, "hmm");
  Finish();
  ExpectGood("a");
}

TEST_F(ChatQuirks, OlderVllmAndSglangReasonInReasoningContent) {
  Read(R"({"choices":[{"index":0,"delta":{"reasoning_content":"hmm","reasoning":null}}]})");
  EXPECT_EQ(answer_.reasoning, "hmm");
  EXPECT_EQ(answer_.text, "");
}

TEST_F(ChatQuirks, ServersThatSendBothNamesOfReasoningSayItOnce) {
  Read(R"({"choices":[{"index":0,"delta":{"reasoning":"hmm","reasoning_content":"hmm"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{"reasoning":" ok","reasoning_content":""}}]})");
  EXPECT_EQ(answer_.reasoning, "hmm ok");
}

TEST_F(ChatQuirks, VllmCountsUsageInEveryChunkAndTheLastCounts) {
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""}}],)"
       R"("usage":{"prompt_tokens":5,"completion_tokens":0,"total_tokens":5}})");
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}],)"
       R"("usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}})");
  Read(R"({"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}})");
  EXPECT_THAT(answer_.usage, ElementsAre(Pair(5, 0), Pair(5, 1), Pair(5, 2)));
  EXPECT_EQ(answer_.content_pieces, 1) << "usage ends no latency";
}

TEST_F(ChatQuirks, VllmFinishesInAChunkWithContent) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop",)"
       R"("stop_reason":128009,"token_ids":[1]}]})");
  Done();
  ExpectGood("ab");
}

TEST_F(ChatQuirks, VllmSendsErrorsInAGoodStreamAndTheMarkerBehind) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}]})");
  Read(R"({"error":{"message":"EngineCore died","type":"InternalServerError","param":null,)"
       R"("code":500}})");
  Done();
  EXPECT_THAT(answer_.failures.front(), Pair(Failure::kStreamError, HasSubstr("EngineCore died")));
}

TEST_F(ChatQuirks, AnAnswerWithAnErrorIsNotSaidAgain) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"spoilt"},"finish_reason":"stop"}]})");
  Read(R"({"error":{"message":"late"}})");
  Done();
  EXPECT_THAT(Ask(chat_, 2).body, testing::Not(HasSubstr("spoilt")));
}

TEST_F(ChatQuirks, SglangSendsChunksWithoutChoicesBeforeTheUsage) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop","matched_stop":2}]})");
  Read(R"({"choices":[],"sglext":{"cached_tokens":1}})");
  EXPECT_THAT(answer_.usage, IsEmpty());
  Read(R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})");
  EXPECT_THAT(answer_.usage, ElementsAre(Pair(1, 2)));
  Done();
  ExpectGood("a");
}

TEST_F(ChatQuirks, SglangAborts) {
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"abort"}]})");
  EXPECT_THAT(answer_.finish, ElementsAre("abort"));
}

TEST_F(ChatQuirks, LlamaCppBeginsWithNullContent) {
  Read(R"({"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant",)"
       R"("content":null}}],"created":1,"prompt_progress":{"total":10,"processed":5}})");
  EXPECT_FALSE(answer_.HasContent());
  Read(R"({"choices":[{"finish_reason":null,"index":0,"delta":{"content":"a"}}],"created":2})");
  Read(R"({"choices":[{"finish_reason":"stop","index":0,"delta":{}}],)"
       R"("timings":{"prompt_n":3,"predicted_ms":12.5}})");
  Done();
  ExpectGood("a");
}

TEST_F(ChatQuirks, LlamaCppsErrorsHaveNumbersForCodes) {
  Read(R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})");
  EXPECT_THAT(answer_.failures,
              ElementsAre(Pair(Failure::kStreamError, HasSubstr("Loading model"))));
}

TEST_F(ChatQuirks, OllamaSendsToolCallsWhole) {
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":)"
       R"([{"id":"call_x","index":0,"type":"function","function":{"name":"f","arguments":)"
       R"("{\"city\":\"Oslo\"}"}}]},"finish_reason":null}]})");
  EXPECT_EQ(answer_.tools, R"(f{"city":"Oslo"})");
  Read(R"({"choices":[{"index":0,"delta":{"content":""},"finish_reason":"tool_calls"}]})");
  Done();
  EXPECT_THAT(Ask(chat_, 2).body, HasSubstr(R"("arguments":"{\"city\":\"Oslo\"}")"));
}

TEST_F(ChatQuirks, OllamasErrorsAreChunksThatSayNothingAndNoEnd) {
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]})");
  EXPECT_EQ(answer_.done, 0) << "so the stream's end truncates it";
  EXPECT_THAT(answer_.finish, IsEmpty());
}

TEST_F(ChatQuirks, TgiRepeatsTheRoleAndNullsTheUsage) {
  for (int i = 0; i < 2; ++i) {
    Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":"a"},)"
         R"("finish_reason":null}],"usage":null})");
  }
  EXPECT_EQ(answer_.content_pieces, 2);
  EXPECT_THAT(answer_.usage, IsEmpty());
  Read(R"({"id":"","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}})");
  EXPECT_THAT(answer_.usage, ElementsAre(Pair(1, 2)));
  Finish();
  ExpectGood("aa");
}

TEST_F(ChatQuirks, TgisErrorsMayBeStrings) {
  Read(R"({"error":"Model is overloaded","error_type":"overloaded"})");
  Done();
  EXPECT_THAT(answer_.failures.front(),
              Pair(Failure::kStreamError, HasSubstr("Model is overloaded")));
}

TEST_F(ChatQuirks, LiteLlmsErrorsHaveNoMarkerBehindThem) {
  Read(R"({"error":{"message":"guardrail","type":"None","param":"None","code":"400"}})");
  EXPECT_EQ(answer_.done, 0);
  EXPECT_THAT(answer_.failures, ElementsAre(Pair(Failure::kStreamError, HasSubstr("guardrail"))));
}

TEST_F(ChatQuirks, AzureBeginsWithoutChoices) {
  Read(R"({"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":)"
       R"([{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false}}}]})");
  EXPECT_FALSE(answer_.HasContent());
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"},"content_filter_results":{}}]})");
  Finish();
  ExpectGood("a");
}

TEST_F(ChatQuirks, AzureFiltersBehindTheFinishReasonInChoicesWithoutDelta) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})");
  Read(R"({"id":"","choices":[{"index":0,"finish_reason":null,"content_filter_offsets":)"
       R"({"check_offset":44},"content_filter_results":{"hate":{"filtered":false}}}]})");
  Read(R"({"id":"","choices":[{"index":0,"delta":null,"finish_reason":null}]})");
  Done();
  EXPECT_THAT(answer_.finish, ElementsAre("stop"));
  ExpectGood("a");
}

TEST_F(ChatQuirks, AzureStopsWhatItFilters) {
  Read(R"({"choices":[{"index":0,"delta":{"content":"a"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]})");
  Done();
  EXPECT_THAT(answer_.finish, ElementsAre("content_filter"));
  ExpectGood("a");
}

TEST_F(ChatQuirks, GeminisToolCallsHaveNoIndexAndEndWithStop) {
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"id":"x1","type":)"
       R"("function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":)"
       R"({"thought_signature":"s"}}},{"id":"x2","type":"function","function":)"
       R"({"name":"g","arguments":"{}"}}]},"finish_reason":null}]})");
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":"stop"}]})");
  Done();
  EXPECT_EQ(answer_.tools, "f{}g{}");
  EXPECT_THAT(Ask(chat_, 2).body,
              HasSubstr(R"("tool_calls":[{"id":"x1","type":"function","function":{"name":"f",)"
                        R"("arguments":"{}"}},{"id":"x2","type":"function",)"));
}

TEST_F(ChatQuirks, GeminiRepeatsTheRole) {
  Read(R"({"choices":[{"delta":{"content":"a","role":"assistant"},"index":0}],"model":"g"})");
  Read(R"({"choices":[{"delta":{"content":"b","role":"assistant"},"finish_reason":"stop",)"
       R"("index":0}]})");
  Done();
  ExpectGood("ab");
}

TEST_F(ChatQuirks, GeminisErrorsMayBeAList) {
  Read(R"([{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED"}}])");
  EXPECT_THAT(answer_.failures, ElementsAre(Pair(Failure::kStreamError, HasSubstr("quota"))));
}

TEST_F(ChatQuirks, ChunksWithoutChoicesAtAllAreHarmless) {
  Read("{}");
  Read(R"({"choices":null})");
  Read(R"({"choices":[null,{}]})");
  EXPECT_FALSE(answer_.HasContent());
  Read(R"({"choices":[{"delta":{"content":"a"}}]})");
  Finish();
  ExpectGood("a");
}

}  // namespace
}  // namespace clamor
