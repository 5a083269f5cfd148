// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_json.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

class ChatJsonTest : public testing::Test {
 protected:
  bool Read(std::string_view json) { return ReadChatJson(json, chat_, scratch_); }
  ChatJson chat_;
  std::string scratch_;
};

TEST_F(ChatJsonTest, FindsWhatAChunkSays) {
  ASSERT_TRUE(
      Read(R"({"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":)"
           R"("assistant","content":"a\n\u00e9"},"logprobs":null,"finish_reason":"stop"}],)"
           R"("usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})"));
  EXPECT_EQ(chat_.object, "chat.completion.chunk");
  ASSERT_EQ(chat_.choices.size(), 1U);
  EXPECT_EQ(chat_.choices[0].content, "a\n\xc3\xa9");
  EXPECT_EQ(chat_.choices[0].finish_reason, "stop");
  EXPECT_TRUE(chat_.CallsOf(chat_.choices[0]).empty());
  ASSERT_TRUE(chat_.usage);
  EXPECT_EQ(chat_.usage->prompt_tokens, 7);
  EXPECT_EQ(chat_.usage->completion_tokens, 2);
  EXPECT_EQ(chat_.usage->total_tokens, 9);
  EXPECT_FALSE(chat_.has_error);
}

TEST_F(ChatJsonTest, AMessageIsReadAsADeltaIs) {
  ASSERT_TRUE(Read(R"({"object":"chat.completion","choices":[{"message":{"content":"whole",)"
                   R"("refusal":"no"}}]})"));
  EXPECT_EQ(chat_.choices[0].content, "whole");
  EXPECT_EQ(chat_.choices[0].refusal, "no");
}

TEST_F(ChatJsonTest, MembersMayStandInAnyOrder) {
  ASSERT_TRUE(Read(R"({"choices":[{"finish_reason":"stop","delta":{"content":"x"},"index":3}]})"));
  EXPECT_EQ(chat_.choices[0].index, 3);
  EXPECT_EQ(chat_.choices[0].content, "x");
}

TEST_F(ChatJsonTest, AChoiceWithoutIndexHasThatOfItsPlace) {
  ASSERT_TRUE(Read(R"({"choices":[{"delta":{}},{"delta":{}},{"index":null,"delta":{}}]})"));
  EXPECT_EQ(chat_.choices[0].index, 0);
  EXPECT_EQ(chat_.choices[1].index, 1);
  EXPECT_EQ(chat_.choices[2].index, 2);
}

TEST_F(ChatJsonTest, ToolCallsBelongToTheirChoice) {
  ASSERT_TRUE(Read(
      R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c","type":"function",)"
      R"("function":{"name":"f","arguments":"{}"}},{"function":{"arguments":"[]"}}]}},)"
      R"({"index":1,"delta":{"tool_calls":[{"index":0,"custom":{"name":"g","input":"i"}}]}}]})"));
  const auto first = chat_.CallsOf(chat_.choices[0]);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].index, 1);
  EXPECT_EQ(first[0].id, "c");
  EXPECT_EQ(first[0].name, "f");
  EXPECT_EQ(first[0].arguments, "{}");
  EXPECT_EQ(first[1].index, -1);
  EXPECT_EQ(first[1].arguments, "[]");
  const auto second = chat_.CallsOf(chat_.choices[1]);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_TRUE(second[0].custom);
  EXPECT_EQ(second[0].name, "g");
  EXPECT_EQ(second[0].arguments, "i");
}

TEST_F(ChatJsonTest, TheOneFunctionOfOlderServersIsACall) {
  ASSERT_TRUE(Read(R"({"choices":[{"delta":{"function_call":{"name":"f","arguments":"{"}}}]})"));
  ASSERT_EQ(chat_.calls.size(), 1U);
  EXPECT_EQ(chat_.calls[0].index, 0);
  EXPECT_EQ(chat_.calls[0].name, "f");
}

TEST_F(ChatJsonTest, LooksNowhereElse) {
  ASSERT_TRUE(
      Read(R"({"content":"x","delta":{"content":"x"},"x":{"choices":[{"delta":{"content":"x"}}]},)"
           R"("choices":[{"x":{"content":"x"},"delta":{"x":[{"content":"x","tool_calls":[{}]}],)"
           R"("content":{"content":"x"}},"content":"x"},"x",[{"delta":{"content":"x"}}]],)"
           R"("usage":[{"prompt_tokens":1}]})"));
  ASSERT_EQ(chat_.choices.size(), 1U);
  EXPECT_EQ(chat_.choices[0].content, "");
  EXPECT_TRUE(chat_.calls.empty());
  EXPECT_FALSE(chat_.usage);
}

TEST_F(ChatJsonTest, IsAnObjectOrAListOfThem) {
  EXPECT_TRUE(Read("{}"));
  EXPECT_TRUE(Read(R"([{"error":{"code":429}}])"));
  EXPECT_TRUE(chat_.has_error);
  for (std::string_view text :
       {"", "null", "1", "\"text\"", "[]", "[[{}]]", "{", R"({"choices":[)", "{} x"}) {
    EXPECT_FALSE(Read(text)) << text;
  }
}

TEST_F(ChatJsonTest, TellsAnErrorOnlyWhereItIsOne) {
  for (std::string_view json :
       {R"({"error":{"message":"no"}})", R"({"error":"no"})", R"({"error":[1]})",
        R"({"error":true})", R"({"error":500})", R"({"choices":[{"delta":{}}],"error":{}})"}) {
    ASSERT_TRUE(Read(json));
    EXPECT_TRUE(chat_.has_error) << json;
  }
  for (std::string_view json : {R"({"error":null})", R"({"error":false})", R"({"error":""})",
                                R"({"error":0})", R"({"choices":[{"error":"no"}]})"}) {
    ASSERT_TRUE(Read(json));
    EXPECT_FALSE(chat_.has_error) << json;
  }
}

TEST_F(ChatJsonTest, NothingIsLeftOfTheOneBefore) {
  ASSERT_TRUE(
      Read(R"({"object":"o","error":"e","usage":{},"choices":[{"delta":{"tool_calls":[{}]}}]})"));
  ASSERT_TRUE(Read("{}"));
  EXPECT_EQ(chat_.object, "");
  EXPECT_FALSE(chat_.has_error);
  EXPECT_FALSE(chat_.usage);
  EXPECT_TRUE(chat_.choices.empty());
  EXPECT_TRUE(chat_.calls.empty());
}

TEST_F(ChatJsonTest, NumbersThatAreNoCountsAreBounded) {
  ASSERT_TRUE(Read(R"({"choices":[{"delta":{"tool_calls":[{"index":1e300}]}}],)"
                   R"("usage":{"prompt_tokens":-1e300,"completion_tokens":12.0}})"));
  EXPECT_EQ(chat_.calls[0].index, -1);
  EXPECT_EQ(chat_.usage->prompt_tokens, -1);
  EXPECT_EQ(chat_.usage->completion_tokens, 12);
}

TEST_F(ChatJsonTest, SurvivesDeepNesting) {
  EXPECT_FALSE(Read(std::string(200'000, '[')));
  EXPECT_FALSE(Read(R"({"choices":[)" + std::string(200'000, '{')));
}

}  // namespace
}  // namespace clamor
