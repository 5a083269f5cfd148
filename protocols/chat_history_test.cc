// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class ChatHistoryTest : public testing::Test {
 protected:
  std::string Messages() const {
    std::string out;
    history_.AppendMessages(out);
    return out;
  }
  void Answer(std::string_view text) {
    history_.AddText(text);
    history_.AnswerIsWhole();
  }
  ChatHistory history_;
};

constexpr char kHello[] = R"({"role":"user","content":"hello"})";

TEST_F(ChatHistoryTest, BeginsWithTheSystemPromptWhereThereIsOne) {
  history_.Begin("Be \"brief\".\n");
  history_.Say("hello", false);
  EXPECT_EQ(Messages(),
            std::string(R"([{"role":"system","content":"Be \"brief\".\n"},)") + kHello + "]");
  history_.Begin("");
  history_.Say("hello", false);
  EXPECT_EQ(Messages(), std::string("[") + kHello + "]");
}

TEST_F(ChatHistoryTest, HoldsWhatTheServerReallyAnswered) {
  history_.Begin("");
  history_.Say("hello", true);
  history_.AddText("Hi ");
  Answer("there.");
  history_.Say("and now?", false);
  EXPECT_EQ(Messages(), std::string("[") + kHello +
                            R"(,{"role":"assistant","content":"Hi there."},)"
                            R"({"role":"user","content":"and now?"}])");
}

TEST_F(ChatHistoryTest, AnAnswerThatIsNotWholeLeavesNothing) {
  history_.Begin("");
  history_.Say("lost", true);
  history_.AddText("half an ans");
  history_.Say("hello", true);
  EXPECT_EQ(Messages(), std::string("[") + kHello + "]");
}

TEST_F(ChatHistoryTest, SayingItAgainIsNoSecondMessage) {
  history_.Begin("");
  history_.Say("one", true);
  Answer("1");
  history_.Say("hello", true);
  const std::string first = Messages();
  history_.AddText("half an ans");
  history_.Say("hello", true);
  EXPECT_EQ(Messages(), first);
  Answer("2");
  history_.Say("three", true);
  EXPECT_THAT(Messages(), HasSubstr(R"({"role":"assistant","content":"2"})"));
}

TEST_F(ChatHistoryTest, ANewChatForgetsTheOneBefore) {
  history_.Begin("");
  history_.Say("one", true);
  Answer("1");
  history_.Begin("");
  history_.Say("hello", true);
  EXPECT_EQ(Messages(), std::string("[") + kHello + "]");
}

TEST_F(ChatHistoryTest, AssemblesToolCallsByTheirIndexAndClosesThem) {
  history_.Begin("");
  history_.Say("hello", true);
  history_.AddCall({.index = 0, .id = "a", .name = "f", .arguments = ""});
  history_.AddCall({.index = 1, .id = "b", .name = "g", .arguments = "[1"});
  history_.AddCall({.index = 0, .arguments = "{\"x\""});
  history_.AddCall({.index = 1, .arguments = "]"});
  history_.AddCall({.index = 0, .arguments = ":1}"});
  history_.AnswerIsWhole();
  history_.Say("next", false);
  EXPECT_EQ(
      Messages(),
      std::string("[") + kHello +
          R"(,{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",)"
          R"("function":{"name":"f","arguments":"{\"x\":1}"}},{"id":"b","type":"function",)"
          R"("function":{"name":"g","arguments":"[1]"}}]},)"
          R"({"role":"tool","content":"","tool_call_id":"a"},)"
          R"({"role":"tool","content":"","tool_call_id":"b"},{"role":"user","content":"next"}])");
}

TEST_F(ChatHistoryTest, CallsWithoutIndexOrIdAreToldApartByTheirNames) {
  history_.Begin("");
  history_.Say("hello", true);
  history_.AddCall({.name = "f", .arguments = "{"});
  history_.AddCall({.arguments = "}"});
  history_.AddCall({.name = "f", .arguments = "[]"});
  history_.AddCall({.index = 5, .custom = true, .name = "g", .arguments = "text"});
  history_.AnswerIsWhole();
  history_.Say("next", false);
  EXPECT_THAT(Messages(),
              HasSubstr(R"("tool_calls":[{"id":"call_0","type":"function","function":{"name":"f",)"
                        R"("arguments":"{}"}},{"id":"call_1","type":"function","function":)"
                        R"({"name":"f","arguments":"[]"}},{"id":"call_2","type":"custom",)"
                        R"("custom":{"name":"g","input":"text"}}])"));
}

TEST_F(ChatHistoryTest, IsBoundedWhateverTheServerSends) {
  history_.Begin("");
  history_.Say("hello", true);
  const std::string much(700 << 10, 'x');
  for (int i = 0; i < 3; ++i) history_.AddText(much);
  for (long i = 0; i < 1000; ++i) {
    history_.AddCall(
        {.index = i, .name = "f", .arguments = std::string_view(much).substr(0, 9000)});
  }
  history_.AnswerIsWhole();
  history_.Say("next", false);
  EXPECT_THAT(Messages(), SizeIs(testing::Lt(3U << 20)));
}

TEST_F(ChatHistoryTest, KeepsNothingWhereNothingFollows) {
  history_.Begin("");
  history_.Say("hello", false);
  Answer("unheard");
  history_.Say("hello", false);
  EXPECT_THAT(Messages(), testing::Not(HasSubstr("unheard")));
}

}  // namespace
}  // namespace clamor
