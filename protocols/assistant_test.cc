// SPDX-License-Identifier: Apache-2.0
#include "protocols/assistant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor {
namespace {

class MockAnswer : public Answer {
 public:
  MOCK_METHOD(void, Content, (std::string_view), (override));
  MOCK_METHOD(void, Reasoning, (std::string_view), (override));
  MOCK_METHOD(void, ToolCall, (std::string_view), (override));
  MOCK_METHOD(void, Usage, (long, long), (override));
  MOCK_METHOD(void, Finish, (std::string_view), (override));
  MOCK_METHOD(void, Check, (std::size_t, bool), (override));
  MOCK_METHOD(void, Sample, (std::string_view, double), (override));
  MOCK_METHOD(void, Done, (), (override));
  MOCK_METHOD(void, Fail, (std::string_view), (override));
  MOCK_METHOD(void, Fail, (Failure, std::string_view), (override));
};

class AssistantDialectTest : public testing::Test {
 protected:
  void Read(const Event& event) { dialect_.Read(event, answer_); }
  AssistantDialect dialect_;
  testing::StrictMock<MockAnswer> answer_;
};

TEST_F(AssistantDialectTest, AsksAsTheApiWantsIt) {
  const Conversation conversation;
  const Turn turn{"user", "unused"};
  const Request request = dialect_.Ask(Asked{conversation, turn, "say \"hi\"\n", "0a1b", 1});
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/stream/assistant/0a1b");
  EXPECT_THAT(request.headers,
              testing::ElementsAre(testing::Pair("Accept", "text/event-stream"),
                                   testing::Pair("Content-Type", "application/json")));
  EXPECT_EQ(request.body, R"({"role":"user","content":"say \"hi\"\n"})");
}

TEST_F(AssistantDialectTest, DoneIsTheTerminalMarker) {
  EXPECT_CALL(answer_, Done());
  Read({"", "[DONE]", ""});
}

TEST_F(AssistantDialectTest, TakesTheContentOfAnObjectAndAnyOtherDataAsItIs) {
  EXPECT_CALL(answer_, Content(std::string_view("hello")));
  Read({"", R"({"content":"hello"})", ""});
  EXPECT_CALL(answer_, Content(std::string_view("plain words")));
  Read({"", "plain words", ""});
  EXPECT_CALL(answer_, Content(std::string_view(R"({"delta":"x"})")));
  Read({"", R"({"delta":"x"})", ""});
  EXPECT_CALL(answer_, Content(std::string_view("")));
  Read({"", R"({"content":""})", ""});
}

TEST_F(AssistantDialectTest, KnowsAnErrorInEachOfItsForms) {
  EXPECT_CALL(answer_, Fail(std::string_view("overloaded")));
  Read({"error", "overloaded", ""});
  EXPECT_CALL(answer_, Fail(std::string_view(R"({"error":{"message":"no"}})")));
  Read({"", R"({"error":{"message":"no"}})", ""});
}

}  // namespace
}  // namespace clamor
