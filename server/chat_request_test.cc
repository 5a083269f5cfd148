// SPDX-License-Identifier: Apache-2.0
// Bodies of chat requests, good and bad.
#include "server/chat_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "server/openai_error.h"

namespace clamor::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kHello = R"("model":"m","messages":[{"role":"user","content":"Hello"}])";

ChatRequest Read(std::string_view members) {
  return ReadChatRequest('{' + std::string(members) + '}');
}

ChatRequest ReadWith(std::string_view members) {
  return Read(std::string(kHello) + ',' + std::string(members));
}

ChatRequest ReadMessages(const std::string& messages) {
  return Read(R"("model":"m","messages":[)" + messages + ']');
}

struct Told {
  unsigned status;
  std::string param;
  std::string code;
  std::string message;
};

template <class Read>
Told ErrorOf(Read read) {
  try {
    read();
  } catch (const ApiError& error) {
    return {static_cast<unsigned>(error.status()), error.param(), error.code(), error.what()};
  }
  return {200, {}, {}, "accepted"};
}

Told ErrorOfMembers(std::string_view members) {
  return ErrorOf([&] { Read(members); });
}

Told ErrorWith(std::string_view members) {
  return ErrorOf([&] { ReadWith(members); });
}

Told ErrorOfMessages(const std::string& messages) {
  return ErrorOf([&] { ReadMessages(messages); });
}

TEST(ReadChatRequest, GivesWhatIsAskedAndItsDefaults) {
  const auto request = Read(kHello);
  EXPECT_EQ(request.model, "m");
  EXPECT_EQ(request.question, "Hello");
  EXPECT_EQ(request.opening, "Hello");
  EXPECT_EQ(request.prompt_tokens, 1U);
  EXPECT_FALSE(request.stream);
  EXPECT_FALSE(request.include_usage);
  EXPECT_EQ(request.max_tokens, std::nullopt);
  EXPECT_FALSE(request.tool);
}

TEST(ReadChatRequest, AnswersTheLastUserMessageOfAConversation) {
  const auto request = ReadMessages(
      R"({"role":"system","content":"Be kind."},{"role":"user","content":"one"},)"
      R"({"role":"assistant","content":"two words"},{"role":"user","content":"three"})");
  EXPECT_EQ(request.opening, "one");
  EXPECT_EQ(request.question, "three");
  EXPECT_EQ(request.prompt_tokens, 6U);
}

TEST(ReadChatRequest, TakesEveryRoleAndTextInParts) {
  const auto request = ReadMessages(
      R"({"role":"developer","content":[{"type":"text","text":"Be "},{"type":"text","text":"k"}]},)"
      R"({"role":"user","content":[{"type":"text","text":"What time is it?"}]},)"
      R"({"role":"assistant","content":null,"tool_calls":[]},{"role":"assistant"},)"
      R"({"role":"tool","tool_call_id":"call_1","content":"noon"})");
  EXPECT_EQ(request.question, "What time is it?");
  EXPECT_EQ(request.prompt_tokens, 7U);
}

TEST(ReadChatRequest, NeedsNoUser) {
  const auto request = ReadMessages(R"({"role":"system","content":"Speak."})");
  EXPECT_EQ(request.question, "");
  EXPECT_EQ(request.prompt_tokens, 1U);
}

TEST(ReadChatRequest, ReadsOptionsAndTakesNullForAbsent) {
  const auto request = ReadWith(
      R"("stream":true,"stream_options":{"include_usage":true},"max_tokens":5,"temperature":0.5,)"
      R"("n":1,"unheard_of":[{}])");
  EXPECT_TRUE(request.stream);
  EXPECT_TRUE(request.include_usage);
  EXPECT_EQ(request.max_tokens, 5U);
  EXPECT_EQ(ReadWith(R"("max_completion_tokens":7,"max_tokens":5)").max_tokens, 7U);
  const auto nulls = ReadWith(
      R"("stream":null,"stream_options":null,"max_tokens":null,"tools":null,"tool_choice":null)");
  EXPECT_FALSE(nulls.stream);
  EXPECT_EQ(nulls.max_tokens, std::nullopt);
}

TEST(ReadChatRequest, RefusesWhatIsNoJsonWith400) {
  for (const char* body : {"", "{", "{} x", "\"\xff\""}) {
    const auto told = ErrorOf([&] { ReadChatRequest(body); });
    EXPECT_EQ(told.status, 400U) << body;
    EXPECT_THAT(told.message, StartsWith("the body is no JSON at byte ")) << body;
  }
  EXPECT_EQ(ErrorOf([] { ReadChatRequest("[]"); }).message,
            "the body is no object; expected {\"model\": ..., \"messages\": [...]}");
  EXPECT_EQ(ErrorOf([] { ReadChatRequest(std::string(1'000'000, '[')); }).status, 400U);
}

TEST(ReadChatRequest, Names400WhatIsMissing) {
  const auto no_model = ErrorOfMembers(R"("messages":[{"role":"user","content":"x"}])");
  EXPECT_EQ(no_model.status, 400U);
  EXPECT_EQ(no_model.param, "model");
  EXPECT_EQ(no_model.code, "missing_required_parameter");
  EXPECT_EQ(no_model.message, "\"model\" is missing; expected a string");
  EXPECT_EQ(ErrorOfMembers(R"("model":"m")").message, "\"messages\" is missing; expected a list");
  EXPECT_EQ(ErrorOfMessages(R"({"content":"x"})").param, "messages[0].role");
  EXPECT_EQ(ErrorOfMessages(R"({"role":"user"})").message,
            "\"messages[0].content\" is missing; expected a string or a list of parts");
  EXPECT_EQ(ErrorOfMessages(R"({"role":"user","content":null})").status, 400U);
  EXPECT_EQ(ErrorOfMessages(R"({"role":"tool","content":"x"})").param, "messages[0].tool_call_id");
}

TEST(ReadChatRequest, Names400WhatHasTheWrongType) {
  const auto number = ErrorOfMembers(R"("model":5)");
  EXPECT_EQ(number.status, 400U);
  EXPECT_EQ(number.param, "model");
  EXPECT_EQ(number.code, "invalid_type");
  EXPECT_EQ(number.message, "\"model\" is a number; expected a string");
  EXPECT_EQ(ErrorOfMembers(R"("model":"m","messages":{})").message,
            "\"messages\" is an object; expected a list");
  EXPECT_EQ(ErrorOfMessages("5").message, "\"messages[0]\" is a number; expected an object");
  EXPECT_EQ(ErrorOfMessages("null").param, "messages[0]");
  EXPECT_EQ(ErrorOfMessages(R"({"role":"user","content":5})").param, "messages[0].content");
  EXPECT_EQ(ErrorOfMessages(R"({"role":"user","content":[{"type":"text"}]})").param,
            "messages[0].content[0].text");
  EXPECT_EQ(ErrorWith(R"("stream":"yes")").message,
            "\"stream\" is a string; expected true or false");
  EXPECT_EQ(ErrorWith(R"("max_tokens":1.5)").message,
            "\"max_tokens\" is a fraction; expected a whole number");
  EXPECT_EQ(ErrorWith(R"("stream":true,"stream_options":[])").param, "stream_options");
}

TEST(ReadChatRequest, Names422WhatCannotBe) {
  const auto role = ErrorOfMessages(R"({"role":"robot","content":"x"})");
  EXPECT_EQ(role.status, 422U);
  EXPECT_EQ(role.param, "messages[0].role");
  EXPECT_EQ(role.code, "invalid_value");
  EXPECT_EQ(
      role.message,
      "\"messages[0].role\" is \"robot\"; expected system, developer, user, assistant or tool");
  EXPECT_EQ(ErrorOfMembers(R"("model":"")").status, 422U);
  EXPECT_EQ(ErrorOfMessages("").message, "\"messages\" is empty; expected at least one message");
  EXPECT_EQ(ErrorWith(R"("max_tokens":0)").message, "\"max_tokens\" is 0; expected at least 1");
  EXPECT_EQ(ErrorWith(R"("max_completion_tokens":-3)").status, 422U);
  EXPECT_EQ(ErrorWith(R"("n":2)").message, "\"n\" is above 1; expected one choice");
  EXPECT_EQ(ErrorWith(R"("stream_options":{"include_usage":true})").status, 422U);
  EXPECT_EQ(ErrorOfMessages(R"({"role":"user","content":[{"type":"image_url"}]})").message,
            "\"messages[0].content[0].type\" is \"image_url\"; expected \"text\"");
}

TEST(ReadChatRequest, ShowsHostileValuesCutAndEscaped) {
  const auto told =
      ErrorOfMessages(R"({"role":"\u001b[2J)" + std::string(5000, 'x') + R"(","content":"x"})");
  EXPECT_THAT(told.message, HasSubstr("\\x1b[2J"));
  EXPECT_LT(told.message.size(), 300U);
}

}  // namespace
}  // namespace clamor::server
