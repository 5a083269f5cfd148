// SPDX-License-Identifier: Apache-2.0
// What must hold for the messages, dialogues and tag values of the chat suites.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "conversations/test_shipped.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

// What the tag `length` says of a message of so many words; empty for those that fit none.
std::string LengthOf(std::size_t words) {
  if (words < 20) return "short";
  if (words <= 50) return "medium";
  return words >= 100 ? "long" : "";
}

std::size_t WordsOfFirstTurn(const Conversation& c) {
  return WordsOf(c.turns.front().content).size();
}

class ChatConversations : public testing::TestWithParam<const char*> {
 protected:
  const Conversations shipped_ = ShippedIn(GetParam());
};

TEST_P(ChatConversations, AreGoodFiles) {
  EXPECT_THAT(shipped_.problems(), IsEmpty());
  EXPECT_THAT(shipped_.all(), testing::Not(IsEmpty()));
}

TEST_P(ChatConversations, HoldTheSchemaThatTheyName) {
  for (const Conversation& c : shipped_.all()) {
    ExpectHoldsSchema(c.file, "conversation.schema.json");
  }
}

TEST_P(ChatConversations, AreAsLongAsTheySay) {
  for (const Conversation& c : shipped_.all()) {
    EXPECT_EQ(LengthOf(WordsOfFirstTurn(c)), c.tags.at("length"))
        << c << " begins with " << WordsOfFirstTurn(c) << " words";
  }
}

// Only then is the share of a length what the mix of a scenario says.
TEST_P(ChatConversations, AreHeldEquallyOften) {
  for (const Conversation& c : shipped_.all()) {
    EXPECT_EQ(c.invocations, shipped_.all().front().invocations) << c;
  }
}

TEST_P(ChatConversations, SayWhatAnApiOfChatTakes) {
  std::set<std::string> contents;
  for (const Conversation& c : shipped_.all()) {
    EXPECT_EQ(CheckRoles(c, "chat", {"user"}), std::nullopt);
    for (const Turn& turn : c.turns) EXPECT_TRUE(contents.insert(turn.content).second) << c;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, ChatConversations, testing::Values("chat", "chat_dialogue"),
                         [](const auto& folder) { return std::string(folder.param); });

TEST(ChatMessages, AreOneTurnEachAndNamedAfterTheirLength) {
  for (const Conversation& c : ShippedIn("chat").all()) {
    EXPECT_EQ(c.turns.size(), 1U) << c;
    EXPECT_THAT(fs::path(c.file).stem().string(), testing::MatchesRegex("[a-z0-9_]+"));
    EXPECT_TRUE(c.name.starts_with(c.tags.at("length") + "_")) << c;
  }
}

TEST(ChatMessages, AreFiveOrMoreOfEachLength) {
  std::map<std::string, int> counts;
  for (const Conversation& c : ShippedIn("chat").all()) ++counts[c.tags.at("length")];
  EXPECT_THAT(counts, ElementsAre(testing::Pair("long", testing::Ge(5)),
                                  testing::Pair("medium", testing::Ge(5)),
                                  testing::Pair("short", testing::Ge(5))));
}

TEST(ChatDialogues, HaveThreeTurnsOrMore) {
  const auto all = ShippedIn("chat_dialogue").all();
  EXPECT_GE(all.size(), 2U);
  for (const Conversation& c : all) EXPECT_GE(c.turns.size(), 3U) << c;
}

std::vector<std::string> ValuesOf(const std::string& tag) {
  const fs::path file = CLAMOR_CONVERSATIONS_DIR "/chat/values/" + tag + ".json";
  ExpectHoldsSchema(file, "tag_values.schema.json");
  const TagValues read = LoadTagValues(file);
  EXPECT_THAT(read.problems, IsEmpty());
  std::vector<std::string> values;
  for (const Weight& w : read.values) {
    EXPECT_EQ(w.weight, 1) << w.value;
    values.push_back(w.value);
  }
  return values;
}

TEST(ChatValues, AreFiveModels) {
  EXPECT_THAT(ValuesOf("model"), ElementsAre("gemini-1.5-pro", "gpt-4", "gpt-4-turbo",
                                             "claude-3-opus", "claude-3-sonnet"));
}

TEST(ChatValues, AreThreeSystemPromptsAndNone) {
  const auto values = ValuesOf("system");
  EXPECT_EQ(values.size(), 4U);
  EXPECT_EQ(std::count(values.begin(), values.end(), ""), 1);
}

}  // namespace
}  // namespace clamor
