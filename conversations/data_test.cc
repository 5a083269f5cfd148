// SPDX-License-Identifier: Apache-2.0
// What must hold for the assistant's conversations.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "conversations/test_shipped.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;

Conversations Shipped() { return ShippedIn("assistant"); }

Conversation Workflow(const std::string& workflow) {
  const Conversations found = Shipped().Only("workflow", {workflow});
  return found.all().empty() ? Conversation{} : found.all().front();
}

TEST(AssistantConversations, AreGoodFiles) {
  EXPECT_THAT(Shipped().problems(), testing::IsEmpty());
  EXPECT_GE(Shipped().all().size(), 8U);
}

TEST(AssistantConversations, HoldTheSchemaThatTheyName) {
  for (const Conversation& c : Shipped().all()) {
    ExpectHoldsSchema(c.file, "conversation.schema.json");
  }
}

TEST(AssistantConversations, EachExerciseAWorkflowOfTheirOwn) {
  std::set<std::string> workflows;
  for (const Conversation& c : Shipped().all()) {
    EXPECT_TRUE(workflows.insert(c.tags.at("workflow")).second) << c;
    EXPECT_THAT(fs::path(c.file).stem().string(), testing::MatchesRegex("[a-z0-9_]+"));
  }
  EXPECT_THAT(workflows,
              testing::IsSupersetOf({"small_talk", "follow_up", "long_answer", "code", "tool_use",
                                     "refusal", "non_english", "long_input"}));
}

TEST(AssistantConversations, AreHeldAFewHundredTimesInARun) {
  long invocations = 0;
  for (const Conversation& c : Shipped().all()) invocations += c.invocations;
  EXPECT_GE(invocations, 200);
  EXPECT_LE(invocations, 300);
}

TEST(AssistantConversations, SayWhatTheAssistantCanSend) {
  for (const Conversation& c : Shipped().all()) {
    EXPECT_EQ(CheckRoles(c, "assistant", {"user"}), std::nullopt);
    for (const Turn& turn : c.turns) EXPECT_FALSE(turn.content.empty()) << c;
  }
}

TEST(AssistantConversations, FollowUpOverSixTurnsOrMore) {
  EXPECT_GE(Workflow("follow_up").turns.size(), 6U);
}

TEST(AssistantConversations, SpeakMoreThanLatinLetters) {
  std::string all;
  for (const Turn& turn : Workflow("non_english").turns) all += turn.content;
  const auto beyond_ascii = std::count_if(all.begin(), all.end(), [](char c) { return c < 0; });
  EXPECT_GT(beyond_ascii, static_cast<long>(all.size() / 2));
}

TEST(AssistantConversations, HaveAVeryLongInputThatIsNoRepetition) {
  std::size_t longest = 0;
  for (const Turn& turn : Workflow("long_input").turns) {
    const auto words = WordsOf(turn.content);
    longest = std::max(longest, words.size());
    std::set<std::string> runs;  // of eight words
    for (std::size_t i = 0; i + 8 <= words.size(); ++i) {
      std::string run;
      for (std::size_t k = 0; k < 8; ++k) run += words[i + k] + " ";
      runs.insert(run);
    }
    EXPECT_GT(static_cast<double>(runs.size()) + 8, 0.75 * static_cast<double>(words.size()));
  }
  EXPECT_GE(longest, 8000U);
}

TEST(AssistantConversations, CheckThatAnAnswerBelongsToItsSession) {
  const Conversation echo = Workflow("session_check");
  ASSERT_FALSE(echo.turns.empty());
  EXPECT_TRUE(std::any_of(echo.turns.begin(), echo.turns.end(), [](const Turn& turn) {
    return turn.expect.contains == "{{session}}" &&
           turn.content.find("{{session}}") != std::string::npos;
  }));
}

}  // namespace
}  // namespace clamor
