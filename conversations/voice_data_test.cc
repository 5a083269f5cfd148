// SPDX-License-Identifier: Apache-2.0
// What must hold for the conversations of the voice suites.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "conversations/test_shipped.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;
using testing::Ge;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

Conversations Shipped() { return ShippedIn("voice"); }

// The one turn of each file of a kind.
std::vector<Turn> TurnsOf(const std::string& kind) {
  std::vector<Turn> turns;
  for (const Conversation& c : Shipped().Only("kind", {kind}).all()) {
    EXPECT_EQ(c.turns.size(), 1U) << c;
    turns.push_back(c.turns.front());
  }
  return turns;
}

bool Says(std::string text, const std::vector<std::string>& words) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::any_of(words.begin(), words.end(), [&text](const std::string& word) {
    return text.find(word) != std::string::npos;
  });
}

// The words by which the embedded server calls a tool.
bool AsksForATool(const std::string& text) {
  return Says(text, {"weather", "order", "calendar", "search"});
}

// The same of long answers.
bool AsksForALongAnswer(const std::string& text) { return Says(text, {"explain", "detail"}); }

// When the turns of one kind are spoken into.
template <class Find>
std::set<std::string> MomentsOf(const std::vector<Turn>& turns, const Find& find) {
  std::set<std::string> moments;
  for (const Turn& turn : turns) {
    const BargeIn at = find(turn).at;
    const bool by_time = at.after.count() > 0;
    const bool by_chunks = at.after_chunks > 1;
    moments.insert(by_time ? "after ms" : by_chunks ? "after chunks" : "at the first audio");
  }
  return moments;
}

TEST(VoiceConversations, AreGoodFiles) {
  EXPECT_THAT(Shipped().problems(), IsEmpty());
  for (const Conversation& c : Shipped().all()) {
    ExpectHoldsSchema(c.file, "conversation.schema.json");
    EXPECT_EQ(CheckRoles(c, "voice", {"user"}), std::nullopt);
  }
}

TEST(VoiceConversations, AreThreeOrMoreOfEachKind) {
  std::map<std::string, int> counts;
  for (const Conversation& c : Shipped().all()) ++counts[c.tags.at("kind")];
  EXPECT_THAT(counts,
              UnorderedElementsAre(Pair("simple_query", Ge(3)), Pair("tool_call", Ge(3)),
                                   Pair("interruption", Ge(3)), Pair("false_alarm", Ge(3))));
}

TEST(VoiceConversations, AreNamedAfterTheirKind) {
  for (const Conversation& c : Shipped().all()) {
    EXPECT_THAT(fs::path(c.file).stem().string(), testing::MatchesRegex("[a-z0-9_]+"));
    EXPECT_TRUE(c.name.starts_with(c.tags.at("kind") + "_")) << c;
  }
}

// Only then is the share of each within its kind the same.
TEST(VoiceConversations, AreHeldEquallyOften) {
  for (const Conversation& c : Shipped().all()) {
    EXPECT_EQ(c.invocations, Shipped().all().front().invocations) << c;
  }
}

TEST(VoiceConversations, SayEachSomethingElse) {
  std::set<std::string> contents;
  for (const Conversation& c : Shipped().all()) {
    for (const Turn& turn : c.turns) EXPECT_TRUE(contents.insert(turn.content).second) << c;
  }
}

TEST(VoiceConversations, AskForAToolWhereTheyAreToolCallsOnly) {
  for (const Conversation& c : Shipped().all()) {
    const Turn& turn = c.turns.front();
    EXPECT_EQ(AsksForATool(turn.content), c.tags.at("kind") == "tool_call") << c;
    EXPECT_FALSE(turn.interrupt && AsksForATool(turn.interrupt->content)) << c;
  }
}

TEST(VoiceConversations, AreSpokenIntoAsTheirKindSaysOnly) {
  for (const Conversation& c : Shipped().all()) {
    const Turn& turn = c.turns.front();
    EXPECT_EQ(turn.interrupt.has_value(), c.tags.at("kind") == "interruption") << c;
    EXPECT_EQ(turn.false_alarm.has_value(), c.tags.at("kind") == "false_alarm") << c;
  }
}

// A short answer would be over before anybody can speak into it.
TEST(VoiceConversations, AskForALongAnswerWhereTheyAreSpokenInto) {
  for (const Conversation& c : Shipped().all()) {
    const Turn& turn = c.turns.front();
    EXPECT_EQ(AsksForALongAnswer(turn.content), turn.interrupt || turn.false_alarm) << c;
  }
}

TEST(VoiceConversations, AreSpokenIntoAtEachMomentThatThereIs) {
  const auto all = UnorderedElementsAre("at the first audio", "after ms", "after chunks");
  EXPECT_THAT(MomentsOf(TurnsOf("interruption"), [](const Turn& t) { return *t.interrupt; }), all);
  EXPECT_THAT(MomentsOf(TurnsOf("false_alarm"), [](const Turn& t) { return *t.false_alarm; }), all);
}

}  // namespace
}  // namespace clamor
