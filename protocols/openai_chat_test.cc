// SPDX-License-Identifier: Apache-2.0
// What is asked, and what plain answers mean. What servers do differently: chat_quirks_test.cc.
#include "protocols/openai_chat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/test_chat.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

Conversation Tagged(std::map<std::string, std::string> tags) {
  Conversation conversation = ChatOf({"hello", "and now?"});
  conversation.tags = std::move(tags);
  return conversation;
}

std::string ProblemOf(std::map<std::string, std::string> tags, std::string body = "") {
  Conversation conversation = Tagged(std::move(tags));
  conversation.body = std::move(body);
  return OpenAiChatDialect().Problem(conversation);
}

class OpenAiChat : public TestChat {};

TEST_F(OpenAiChat, AsksForAStreamUnlessTold) {
  const Request request = Ask(Tagged({{"model", "gpt-4"}}));
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/v1/chat/completions");
  EXPECT_TRUE(request.streams);
  EXPECT_THAT(request.headers, ElementsAre(Pair("Accept", "text/event-stream"),
                                           Pair("Content-Type", "application/json")));
  EXPECT_EQ(request.body,
            R"({"model":"gpt-4","messages":[{"role":"user","content":"hello"}],"stream":true,)"
            R"("stream_options":{"include_usage":true}})");
  EXPECT_EQ(request.checks, ChatChecksOf(true));
}

TEST_F(OpenAiChat, AsksForAWholeBodyWhereTheTagSaysSo) {
  const Request request = Ask(Tagged({{"model", "gpt-4"}, {"stream", "false"}}));
  EXPECT_FALSE(request.streams);
  EXPECT_THAT(request.headers, testing::Contains(Pair("Accept", "application/json")));
  EXPECT_THAT(request.body, HasSubstr(R"("stream":false})"));
  EXPECT_EQ(request.checks, ChatChecksOf(false));
}

TEST_F(OpenAiChat, TheTagSystemIsTheSystemPrompt) {
  EXPECT_THAT(Ask(Tagged({{"system", "Be brief."}})).body,
              HasSubstr(R"("messages":[{"role":"system","content":"Be brief."},{"role":"user")"));
  EXPECT_THAT(Ask(Tagged({{"system", ""}})).body, Not(HasSubstr("system")));
}

TEST_F(OpenAiChat, SaysTheWholeChatWithTheServersAnswers) {
  const Conversation chat = Tagged({{"model", "m"}});
  Ask(chat, 1);
  Read(R"({"choices":[{"index":0,"delta":{"content":"Hi "}}]})");
  Read(R"({"choices":[{"index":0,"delta":{"content":"there."},"finish_reason":"stop"}]})");
  Done();
  EXPECT_THAT(Ask(chat, 2).body,
              HasSubstr(R"("messages":[{"role":"user","content":"hello"},{"role":"assistant",)"
                        R"("content":"Hi there."},{"role":"user","content":"and now?"}])"));
  EXPECT_THAT(Ask(chat, 1).body, Not(HasSubstr("Hi there.")));
}

TEST_F(OpenAiChat, SaysWholeAnswersAgainToo) {
  const Conversation chat = Tagged({{"model", "m"}, {"stream", "false"}});
  Ask(chat, 1);
  ReadWhole(R"({"object":"chat.completion","choices":[{"message":{"content":"Hi."}}]})");
  EXPECT_THAT(Ask(chat, 2).body, HasSubstr(R"({"role":"assistant","content":"Hi."})"));
}

TEST_F(OpenAiChat, AnswersThatAreNotWholeAreNotSaidAgain) {
  const Conversation chat = Tagged({{"model", "m"}});
  for (const bool marker : {false, true}) {
    Ask(chat, 1);
    Read(R"({"choices":[{"delta":{"content":"half"}}]})");
    if (marker) Done();
    EXPECT_THAT(Ask(chat, 2).body, Not(HasSubstr("half"))) << marker;
  }
}

TEST_F(OpenAiChat, NamesWhatAConversationLacks) {
  EXPECT_EQ(ProblemOf({{"model", "m"}}), "");
  EXPECT_EQ(ProblemOf({}, R"({"model":"m"})"), "");
  EXPECT_THAT(ProblemOf({}), StartsWith("the tag \"model\" is missing"));
  EXPECT_THAT(ProblemOf({{"model", ""}}), StartsWith("the tag \"model\" is missing"));
  EXPECT_EQ(ProblemOf({{"model", "m"}, {"stream", "yes"}}),
            "the tag \"stream\" is \"yes\", expected true or false");
  EXPECT_THAT(ProblemOf({{"model", "m"}}, "[]"), HasSubstr("expected an object"));
}

TEST_F(OpenAiChat, TellsAPlainStream) {
  Ask(Tagged({{"model", "m"}}));
  Read(
      R"({"id":"c","object":"chat.completion.chunk","created":1,"model":"m","service_tier":)"
      R"("default","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},)"
      R"("logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x9"})");
  EXPECT_FALSE(answer_.HasContent()) << "a role is no token";
  Read(
      R"({"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null})");
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null})");
  Read(R"({"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}})");
  EXPECT_EQ(answer_.done, 0);
  Done();
  EXPECT_EQ(answer_.text, "Hello");
  EXPECT_EQ(answer_.content_pieces, 1);
  EXPECT_THAT(answer_.usage, ElementsAre(Pair(5, 7)));
  EXPECT_THAT(answer_.finish, ElementsAre("stop"));
  EXPECT_EQ(answer_.done, 1);
  EXPECT_THAT(answer_.failures, IsEmpty());
  EXPECT_THAT(FailedChecks(), IsEmpty());
}

TEST_F(OpenAiChat, TellsAWholeAnswer) {
  Ask(Tagged({{"model", "m"}, {"stream", "false"}}));
  ReadWhole(R"({"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",)"
            R"("content":"Hello"},"finish_reason":"length"}],)"
            R"("usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}})");
  EXPECT_EQ(answer_.text, "Hello");
  EXPECT_THAT(answer_.usage, ElementsAre(Pair(5, 7)));
  EXPECT_THAT(answer_.finish, ElementsAre("length"));
  EXPECT_THAT(answer_.failures, IsEmpty());
  EXPECT_THAT(FailedChecks(), IsEmpty());
}

TEST_F(OpenAiChat, AWholeAnswerThatIsNoJsonFailsAsThat) {
  Ask(Tagged({{"model", "m"}, {"stream", "false"}}));
  ReadWhole("<html>no</html>");
  EXPECT_THAT(answer_.failures, ElementsAre(Pair(Failure::kJson, HasSubstr("<html>no"))));
}

TEST_F(OpenAiChat, AnErrorInAWholeAnswerIsOne) {
  Ask(Tagged({{"model", "m"}, {"stream", "false"}}));
  ReadWhole(R"({"error":{"message":"overloaded"}})");
  EXPECT_THAT(answer_.failures, ElementsAre(Pair(Failure::kStreamError, HasSubstr("overloaded"))));
}

TEST_F(OpenAiChat, AMarkerWithoutAFinishReasonTruncates) {
  Ask(Tagged({{"model", "m"}}));
  Read(R"({"choices":[{"index":0,"delta":{"content":"Hel"}}]})");
  Done();
  EXPECT_EQ(answer_.done, 1) << "nothing more is to be waited for";
  EXPECT_THAT(answer_.failures,
              ElementsAre(Pair(Failure::kTruncated, "the answer ended without a finish_reason")));
}

TEST_F(OpenAiChat, AToolCallIsContentButNoText) {
  const Conversation chat = Tagged({{"model", "m"}});
  Ask(chat, 1);
  Read(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":)"
       R"([{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]}}]})");
  EXPECT_EQ(answer_.tools, "f");
  Read(R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":)"
       R"({"arguments":"{\"a\""}}]}}]})");
  Read(R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":)"
       R"({"arguments":":1}"}}]}}]})");
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})");
  Done();
  EXPECT_EQ(answer_.text, "");
  EXPECT_EQ(answer_.tools, R"(f{"a":1})");
  EXPECT_THAT(answer_.finish, ElementsAre("tool_calls"));
  EXPECT_THAT(FailedChecks(), IsEmpty());
  EXPECT_THAT(Ask(chat, 2).body, HasSubstr(R"("function":{"name":"f","arguments":"{\"a\":1}"})"));
}

TEST_F(OpenAiChat, ARefusalIsWhatTheModelSays) {
  Ask(Tagged({{"model", "m"}}));
  Read(R"({"choices":[{"index":0,"delta":{"refusal":"I can't."},"finish_reason":"stop"}]})");
  EXPECT_EQ(answer_.text, "I can't.");
}

TEST_F(OpenAiChat, OfSeveralChoicesTheFirstIsTheAnswer) {
  Ask(Tagged({{"model", "m"}}));
  Read(R"({"choices":[{"index":1,"delta":{"content":"second"},"finish_reason":"length"}]})");
  EXPECT_THAT(answer_.finish, IsEmpty());
  Read(R"({"choices":[{"index":0,"delta":{"content":"first"}},)"
       R"({"index":1,"delta":{"content":"!"}}]})");
  Read(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})");
  Read(R"({"choices":[{"index":1,"delta":{"content":"?"}}]})");
  Done();
  EXPECT_EQ(answer_.text, "first");
  EXPECT_EQ(answer_.tools, "second!?") << "content beside the answer";
  EXPECT_THAT(answer_.finish, ElementsAre("stop"));
  EXPECT_THAT(FailedChecks(), IsEmpty());
}

TEST_F(OpenAiChat, ContentBehindTheFinishReasonFailsItsCheck) {
  Ask(Tagged({{"model", "m"}}));
  Read(R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})");
  Read(R"({"choices":[{"delta":{"content":"b"}}]})");
  Done();
  EXPECT_THAT(FailedChecks(), ElementsAre("finish_reason_in_final_chunk"));
}

TEST_F(OpenAiChat, DataThatIsNoJsonFailsItsCheck) {
  Ask(Tagged({{"model", "m"}}));
  Read(R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})");
  Read("plain words");
  Done();
  EXPECT_EQ(answer_.text, "a");
  EXPECT_THAT(FailedChecks(), ElementsAre("valid_data_lines"));
}

TEST_F(OpenAiChat, AChatOfAnotherTurnLeavesNoTraceInTheChecks) {
  const Conversation chat = Tagged({{"model", "m"}});
  Ask(chat, 1);
  Read("plain words");
  Ask(chat, 1);
  Read(R"({"choices":[{"delta":{"content":"a"}}]})");
  Read(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})");
  Done();
  EXPECT_THAT(FailedChecks(), IsEmpty());
}

}  // namespace
}  // namespace clamor
