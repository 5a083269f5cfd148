// SPDX-License-Identifier: Apache-2.0
// Whether and which tool is called.
#include "server/chat_tools.h"

#include <gtest/gtest.h>

#include <string>

#include "server/json_body.h"
#include "server/openai_error.h"

namespace clamor::server {
namespace {

constexpr std::string_view kTools =
    R"("tools":[{"type":"function","function":{"name":"get_weather","parameters":{}}},)"
    R"({"type":"function","function":{"name":"get_time"}}])";

std::optional<ToolChoice> Choose(std::string_view members, std::string_view asked = "Hello") {
  const auto document = ParseObject('{' + std::string(members) + '}', "an object");
  return ReadToolChoice(JsonField(document), asked);
}

std::optional<ToolChoice> ChooseBy(std::string_view choice, std::string_view asked = "Hello") {
  return Choose(std::string(kTools) + R"(,"tool_choice":)" + std::string(choice), asked);
}

std::string ErrorOf(std::string_view members) {
  try {
    Choose(members);
  } catch (const ApiError& error) {
    return std::to_string(static_cast<unsigned>(error.status())) + ' ' + error.what();
  }
  return "accepted";
}

std::string ErrorOfChoice(std::string_view choice) {
  return ErrorOf(std::string(kTools) + R"(,"tool_choice":)" + std::string(choice));
}

TEST(ReadToolChoice, CallsNothingWithoutToolsOrMention) {
  EXPECT_FALSE(Choose(""));
  EXPECT_FALSE(Choose(R"("tools":[])", "get_time"));
  EXPECT_FALSE(Choose(kTools));
  EXPECT_FALSE(Choose(kTools, ""));
  EXPECT_FALSE(ChooseBy(R"("none")", "get_time"));
}

TEST(ReadToolChoice, CallsTheToolThatTheUserMentions) {
  for (const auto& choice : {Choose(kTools, "Call get_time now"), ChooseBy(R"("auto")", "get_time"),
                             ChooseBy(R"("required")", "get_time")}) {
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->name, "get_time");
    EXPECT_FALSE(choice->named);
  }
}

TEST(ReadToolChoice, CallsTheFirstWhereOneIsRequired) {
  const auto choice = ChooseBy(R"("required")");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->name, "get_weather");
  EXPECT_FALSE(choice->named);
}

TEST(ReadToolChoice, CallsTheNamedOne) {
  const auto choice =
      ChooseBy(R"({"type":"function","function":{"name":"get_time"}})", "get_weather");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->name, "get_time");
  EXPECT_TRUE(choice->named);
}

TEST(ReadToolChoice, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf(R"("tools":5)"), "400 \"tools\" is a number; expected a list");
  EXPECT_EQ(ErrorOf(R"("tools":[{"type":"custom"}])"),
            "422 \"tools[0].type\" is \"custom\"; expected \"function\"");
  EXPECT_EQ(ErrorOf(R"("tools":[{"type":"function"}])"),
            "400 \"tools[0].function\" is missing; expected an object");
  EXPECT_EQ(ErrorOf(R"("tools":[{"type":"function","function":{"name":""}}])"),
            "422 \"tools[0].function.name\" is empty; expected at least one character");
  EXPECT_EQ(ErrorOf(R"("tool_choice":"auto")"),
            "422 \"tool_choice\" is set; expected none, as there are no \"tools\"");
  EXPECT_EQ(ErrorOfChoice("5"), "400 \"tool_choice\" is a number; expected an object");
  EXPECT_EQ(ErrorOfChoice(R"("any")"),
            "422 \"tool_choice\" is \"any\"; expected \"none\", \"auto\", \"required\" or a "
            "function");
  EXPECT_EQ(ErrorOfChoice(R"({"type":"function","function":{"name":"x"}})"),
            "422 \"tool_choice\" is \"x\"; expected the name of one of the \"tools\"");
}

}  // namespace
}  // namespace clamor::server
