// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_body.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

constexpr char kMessages[] = R"("messages":[{"role":"user","content":"hi"}])";

std::string Body(std::string_view model, bool streams, std::string_view added = "") {
  ChatHistory history;
  history.Begin("");
  history.Say("hi", false);
  return ChatBody(model, history, streams, added);
}

TEST(ChatBody, AsksForUsageWhereItStreams) {
  EXPECT_EQ(Body("gpt-4", true), std::string(R"({"model":"gpt-4",)") + kMessages +
                                     R"(,"stream":true,"stream_options":{"include_usage":true}})");
  EXPECT_EQ(Body("gpt-4", false),
            std::string(R"({"model":"gpt-4",)") + kMessages + R"(,"stream":false})");
  EXPECT_EQ(Body("", false), std::string("{") + kMessages + R"(,"stream":false})");
}

TEST(ChatBody, PassesTheConversationsMembersThroughAsTheyAreWritten) {
  EXPECT_EQ(Body("m", false, R"({"temperature":0.20,"stop":["a,}",{"b":[]}],"max_tokens":5 })"),
            std::string(R"({"model":"m",)") + kMessages +
                R"(,"stream":false,"temperature":0.20,"stop":["a,}",{"b":[]}],"max_tokens":5 })");
}

TEST(ChatBody, TheConversationsMembersWin) {
  EXPECT_EQ(
      Body("m", true, R"({"stream_options":null,"model":"other"})"),
      std::string("{") + kMessages + R"(,"stream":true,"stream_options":null,"model":"other"})");
}

TEST(ChatBody, WhatIsSaidAndWhetherItStreamsIsNotTheirs) {
  EXPECT_EQ(Body("m", false, R"({"messages":[],"stream":true,"n":2})"),
            std::string(R"({"model":"m",)") + kMessages + R"(,"stream":false,"n":2})");
}

TEST(ChatBody, SaysWhatIsWrongWithTheMembers) {
  EXPECT_EQ(ProblemOfAdded(""), "");
  EXPECT_EQ(ProblemOfAdded(R"({"temperature":0})"), "");
  EXPECT_EQ(ProblemOfAdded("[1]"), "\"body\" is a list, expected an object");
  EXPECT_EQ(ProblemOfAdded(R"({"stream":false})"),
            "\"body\" has \"stream\", which Clamor writes itself: from the tag \"stream\"");
  EXPECT_EQ(ProblemOfAdded(R"({"messages":[]})"),
            "\"body\" has \"messages\", which Clamor writes itself: from the conversation's turns");
  EXPECT_NE(ProblemOfAdded("{"), "");
}

TEST(ChatBody, KnowsWhetherAMemberIsAdded) {
  EXPECT_TRUE(Adds(R"({"model":"m"})", "model"));
  EXPECT_FALSE(Adds(R"({"x":{"model":"m"}})", "model"));
  EXPECT_FALSE(Adds("", "model"));
}

}  // namespace
}  // namespace clamor
