// SPDX-License-Identifier: Apache-2.0
// What is said, and how it is counted.
#include "server/chat_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

ChatRequest Asking(std::string question) {
  ChatRequest request;
  request.model = "m";
  request.question = std::move(question);
  request.prompt_tokens = 3;
  return request;
}

ChatAnswer AnswerTo(const ChatRequest& request, std::uint64_t number = 0, std::uint64_t seed = 1,
                    const std::optional<std::string>& other = std::nullopt) {
  const ServiceModel model{{}, {}, ParseCounts("constant:6")};
  return MakeChatAnswer(request, {number, Pace(model, seed, number), std::nullopt}, seed, other);
}

TEST(ChatAnswer, HasTheTokensOfTheServiceModel) {
  const auto answer = AnswerTo(Asking("Hello"));
  EXPECT_THAT(answer.id, MatchesRegex("chatcmpl-[0-9a-f]{24}"));
  EXPECT_GT(answer.created, 1'600'000'000);
  EXPECT_EQ(answer.model, "m");
  EXPECT_THAT(answer.tokens, SizeIs(6));
  EXPECT_THAT(answer.reasoning, IsEmpty());
  EXPECT_EQ(answer.finish_reason, "stop");
  EXPECT_EQ(answer.prompt_tokens, 3U);
  EXPECT_EQ(answer.completion_tokens(), 6U);
}

TEST(ChatAnswer, RepeatsForTheSameSeedAndNumberAlone) {
  const auto answer = AnswerTo(Asking("Hello"), 4, 9);
  EXPECT_EQ(AnswerTo(Asking("Hello"), 4, 9).tokens, answer.tokens);
  EXPECT_EQ(AnswerTo(Asking("Hello"), 4, 9).id, answer.id);
  EXPECT_NE(AnswerTo(Asking("Hello"), 5, 9).id, answer.id);
  EXPECT_NE(AnswerTo(Asking("Hello"), 5, 9).tokens, answer.tokens);
  EXPECT_NE(AnswerTo(Asking("Hello"), 4, 8).id, answer.id);
}

TEST(ChatAnswer, EchoesWhatIsToBeRepeated) {
  EXPECT_THAT(AnswerTo(Asking("Repeat after me: I am abc")).tokens,
              ElementsAre("I ", "am ", "abc"));
}

TEST(ChatAnswer, RepeatsAnothersWordsWhenItIsToldTo) {
  EXPECT_THAT(AnswerTo(Asking("Repeat after me: I"), 0, 1, "you and").tokens,
              ElementsAre("you ", "and"));
}

TEST(ChatAnswer, IsCutAtTheTokensAskedFor) {
  auto request = Asking("Repeat after me: a b c");
  request.max_tokens = 3;
  EXPECT_EQ(AnswerTo(request).finish_reason, "stop");
  request.max_tokens = 2;
  const auto cut = AnswerTo(request);
  EXPECT_EQ(cut.finish_reason, "length");
  EXPECT_THAT(cut.tokens, ElementsAre("a ", "b "));
  EXPECT_EQ(cut.completion_tokens(), 2U);
}

TEST(ChatAnswer, ThinksFirstWhereTheModelIsAReasoner) {
  auto request = Asking("Repeat after me: a b");
  request.model = "o-reasoning";
  const auto answer = AnswerTo(request);
  EXPECT_THAT(answer.reasoning, SizeIs(3));
  EXPECT_THAT(answer.tokens, ElementsAre("a ", "b"));
  EXPECT_EQ(answer.completion_tokens(), 5U);
  request.max_tokens = 4;
  EXPECT_THAT(AnswerTo(request).tokens, ElementsAre("a "));
  request.max_tokens = 2;
  EXPECT_THAT(AnswerTo(request).reasoning, SizeIs(2));
  EXPECT_THAT(AnswerTo(request).tokens, IsEmpty());
}

TEST(ChatAnswer, CallsAToolWithTheQuestion) {
  auto request = Asking("Call \"f\"");
  request.tool = ToolChoice{"f", false};
  const auto answer = AnswerTo(request);
  ASSERT_TRUE(answer.tool);
  EXPECT_EQ(answer.tool->name, "f");
  EXPECT_THAT(answer.tool->id, MatchesRegex("call_[0-9a-f]{24}"));
  EXPECT_THAT(answer.tokens, ElementsAre("{\"input\": ", "\"Call ", R"(\"f\""})"));
  EXPECT_EQ(answer.finish_reason, "tool_calls");
  request.tool->named = true;
  EXPECT_EQ(AnswerTo(request).finish_reason, "stop");
  request.max_tokens = 1;
  EXPECT_EQ(AnswerTo(request).finish_reason, "length");
  EXPECT_THAT(AnswerTo(request).tokens, SizeIs(1));
}

TEST(ChatAnswer, CallsNoToolWhenItsThinkingTookAllTokens) {
  auto request = Asking("Call f");
  request.model = "o-reasoning";
  request.tool = ToolChoice{"f", false};
  request.max_tokens = 2;
  EXPECT_FALSE(AnswerTo(request).tool);
  EXPECT_EQ(AnswerTo(request).finish_reason, "length");
}

TEST(ChatAnswer, OfNoTokenStillHasAnEvent) {
  EXPECT_EQ(AnswerTo(Asking("Repeat after me:")).completion_tokens(), 0U);
  EXPECT_EQ(AnswerTo(Asking("Repeat after me:")).events(), 1U);
}

}  // namespace
}  // namespace clamor::server
