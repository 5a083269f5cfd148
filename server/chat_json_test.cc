// SPDX-License-Identifier: Apache-2.0
// Chunks and completions, byte by byte.
#include "server/chat_json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace clamor::server {
namespace {

ChatAnswer Answer() {
  ChatAnswer answer;
  answer.id = "chatcmpl-1";
  answer.created = 5;
  answer.model = "\"m\"";
  answer.tokens = {"a ", "\"b\""};
  answer.finish_reason = "stop";
  answer.prompt_tokens = 3;
  return answer;
}

ChatAnswer Call() {
  ChatAnswer answer = Answer();
  answer.tokens = {"{\"input\": ", "\"x\"}"};
  answer.tool = ToolCall{"call_1", "f"};
  answer.finish_reason = "tool_calls";
  return answer;
}

std::string Chunk(std::string_view delta, std::string_view finish_reason = "null",
                  std::string_view tail = "") {
  return fmt::format(
      "data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":5,"
      R"("model":"\"m\"","choices":[{{"index":0,"delta":{},"logprobs":null,)"
      "\"finish_reason\":{}}}]{}}}\n\n",
      delta, finish_reason, tail);
}

TEST(ChunksOf, AreAnEventPerTokenFromTheRoleToTheFinishReason) {
  const auto events = ChunksOf(Answer(), false);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0],
            Chunk(R"({"role":"assistant","content":""})") + Chunk(R"({"content":"a "})"));
  EXPECT_EQ(events[1], Chunk(R"({"content":"\"b\""})") + Chunk("{}", "\"stop\""));
}

TEST(ChunksOf, EndWithTheUsageWhereItIsAskedFor) {
  const auto events = ChunksOf(Answer(), true);
  ASSERT_EQ(events.size(), 2U);
  const std::string_view none = R"(,"usage":null)";
  EXPECT_EQ(events[1],
            Chunk(R"({"content":"\"b\""})", "null", none) + Chunk("{}", "\"stop\"", none) +
                R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":5,)"
                R"("model":"\"m\"","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,)"
                "\"total_tokens\":5}}\n\n");
}

TEST(ChunksOf, SendACallsNameBeforeItsArguments) {
  const auto events = ChunksOf(Call(), false);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0],
            Chunk(R"({"role":"assistant","content":null})") +
                Chunk(R"({"tool_calls":[{"index":0,"id":"call_1","type":"function",)"
                      R"("function":{"name":"f","arguments":""}}]})") +
                Chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":"{\"input\": "}}]})"));
  EXPECT_EQ(events[1], Chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":"\"x\"}"}}]})") +
                           Chunk("{}", "\"tool_calls\""));
}

TEST(ChunksOf, SendTheReasoningFirstAndACallWithItsFirstArguments) {
  auto answer = Call();
  answer.reasoning = {"Hm "};
  const auto events = ChunksOf(answer, false);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0], Chunk(R"({"role":"assistant","content":null})") +
                           Chunk(R"({"reasoning_content":"Hm "})"));
  EXPECT_EQ(events[1].find("Hm"), std::string_view::npos);
  EXPECT_NE(events[1].find("call_1"), std::string_view::npos);
  EXPECT_NE(events[1].find("input"), std::string_view::npos);
}

TEST(ChunksOf, AreOneEventForAnAnswerOfNoToken) {
  auto answer = Answer();
  answer.tokens.clear();
  const auto events = ChunksOf(answer, false);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0], Chunk(R"({"role":"assistant","content":""})") + Chunk("{}", "\"stop\""));
}

TEST(CompletionOf, HasTheWholeTextAndTheUsage) {
  EXPECT_EQ(CompletionOf(Answer()),
            R"({"id":"chatcmpl-1","object":"chat.completion","created":5,"model":"\"m\"",)"
            R"("choices":[{"index":0,"message":{"role":"assistant","content":"a \"b\"",)"
            R"("refusal":null},"logprobs":null,"finish_reason":"stop"}],)"
            R"("usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})");
}

TEST(CompletionOf, HasAToolCallInPlaceOfContent) {
  const auto body = CompletionOf(Call());
  EXPECT_NE(body.find(R"("message":{"role":"assistant","content":null,"refusal":null,)"
                      R"("tool_calls":[{"id":"call_1","type":"function","function":{"name":"f",)"
                      R"("arguments":"{\"input\": \"x\"}"}}]},"logprobs":null,)"
                      R"("finish_reason":"tool_calls")"),
            std::string::npos)
      << body;
}

TEST(CompletionOf, CountsReasoningAmongItsTokens) {
  auto answer = Answer();
  answer.reasoning = {"Hm ", "hm. "};
  const auto body = CompletionOf(answer);
  EXPECT_NE(body.find(R"("reasoning_content":"Hm hm. ")"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("completion_tokens":4,"total_tokens":7,)"
                      R"("completion_tokens_details":{"reasoning_tokens":2})"),
            std::string::npos)
      << body;
}

}  // namespace
}  // namespace clamor::server
