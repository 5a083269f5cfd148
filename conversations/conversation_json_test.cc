// SPDX-License-Identifier: Apache-2.0
#include "conversations/conversation_json.h"

#include <gmock/gmock.h>

#include "base/json_text.h"

namespace clamor {
namespace {

using testing::MatchesRegex;

std::string ErrorOf(std::string_view text) {
  try {
    ReadConversation(text, "d/f.json");
  } catch (const JsonError& e) {
    return e.what();
  }
  return "no error";
}

// The error of a file whose one turn is this.
std::string ErrorOfTurn(const std::string& turn) {
  return ErrorOf("{\"invocations\": 1, \"conversation\": [\n" + turn + "]}");
}

constexpr std::string_view kWhole = R"(// é
{
  "$schema": "../conversation.schema.json",
  "name": "Explain async",
  "invocations": 25, // comments are allowed
  "tags": { "length": "short", "stream": true, "temperature": 0.50 },
  "body": { "temperature": 0.20, /* cold */ "stop": ["\n"] },
  "conversation": [
    { "role": "user", "content": "Hello {{user}}" },
    { "role": "user", "content": "Explain \"async\" \u00e9",
      "expect": { "contains": "{{session}}", "matches": "^a|b$",
                  "min_events": 2, "max_events": 9 } }
  ]
})";

TEST(ReadConversation, ReadsAllThatAFileCanSay) {
  const Conversation c = ReadConversation(kWhole, "some/where/explain-async.v2.json");
  EXPECT_EQ(c.name, "explain_async_v2");
  EXPECT_EQ(c.title, "Explain async");
  EXPECT_EQ(c.file, "some/where/explain-async.v2.json");
  EXPECT_EQ(c.invocations, 25);
  EXPECT_THAT(c.tags, testing::ElementsAre(testing::Pair("length", "short"),
                                           testing::Pair("stream", "true"),
                                           testing::Pair("temperature", "0.50")));
  EXPECT_EQ(c.body, R"({"temperature":0.20,"stop":["\n"]})");
  ASSERT_EQ(c.turns.size(), 2U);
  EXPECT_EQ(c.turns[0].role, "user");
  EXPECT_EQ(c.turns[0].content, "Hello {{user}}");
  EXPECT_FALSE(c.turns[0].expect.contains.has_value());
  EXPECT_EQ(c.turns[1].content, "Explain \"async\" é");
  EXPECT_EQ(c.turns[1].line, 10);
  EXPECT_EQ(c.turns[1].column, 5);
  EXPECT_EQ(c.turns[1].expect.contains, "{{session}}");
  EXPECT_EQ(c.turns[1].expect.matches, "^a|b$");
  EXPECT_EQ(c.turns[1].expect.min_events, 2);
  EXPECT_EQ(c.turns[1].expect.max_events, 9);
}

TEST(ReadConversation, NeedsOnlyInvocationsAndTurns) {
  const Conversation c = ReadConversation(
      R"({"invocations": 1, "conversation": [{"role": "user", "content": ""}]})", "a b.json");
  EXPECT_EQ(c.name, "a_b");
  EXPECT_EQ(c.title, "a b");
  EXPECT_EQ(c.body, "");
}

TEST(ReadConversation, SaysNoInvocationsConfigured) {
  const std::string expected = ", expected a whole number from 1 to 10000000";
  EXPECT_EQ(ErrorOf("\n{\"conversation\": []}"),
            "d/f.json:2:1: No invocations configured: \"invocations\" is missing" + expected);
  for (const std::string wrong : {"0", "-1", "2.5", "\"25\"", "null", "1e10"}) {
    EXPECT_EQ(ErrorOf("{\"invocations\": " + wrong + ", \"conversation\": []}"),
              "d/f.json:1:17: No invocations configured: \"invocations\" is " + wrong + expected);
  }
}

TEST(ReadConversation, NamesTheKeyThatWasMeant) {
  EXPECT_EQ(ErrorOf("{\n  \"invocation\": 1}"),
            "d/f.json:2:3: unknown key \"invocation\", expected one of $schema, name, invocations, "
            "tags, body, conversation; did you mean \"invocations\"?");
  EXPECT_EQ(
      ErrorOfTurn("{\"rol\": \"user\"}"),
      "d/f.json:2:2: unknown key \"rol\", expected one of role, content, expect, speech_ms, wav, "
      "interrupt, false_alarm; did you mean \"role\"?");
  EXPECT_EQ(ErrorOfTurn(R"({"role": "user", "content": "", "expect": {"containz": ""}})"),
            "d/f.json:2:44: unknown key \"containz\", expected one of contains, matches, "
            "min_events, max_events; did you mean \"contains\"?");
  EXPECT_EQ(ErrorOfTurn("{\"temperature\": 1}"),
            "d/f.json:2:2: unknown key \"temperature\", expected one of role, content, expect, "
            "speech_ms, wav, interrupt, false_alarm");
}

TEST(ReadConversation, TellsWhichKindWasExpected) {
  EXPECT_EQ(ErrorOf("[]"), "d/f.json:1:1: the file is a list, expected an object");
  EXPECT_EQ(ErrorOf(R"({"name": 1})"), "d/f.json:1:10: \"name\" is 1, expected a string");
  EXPECT_EQ(ErrorOf(R"({"name": ""})"), "d/f.json:1:10: \"name\" is empty, expected some text");
  EXPECT_EQ(ErrorOf(R"({"$schema": {}, "invocations": 1})"),
            "d/f.json:1:13: \"$schema\" is an object, expected a string");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1})"),
            "d/f.json:1:1: \"conversation\" is missing, expected a list of turns");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "conversation": "hi"})"),
            "d/f.json:1:36: \"conversation\" is \"hi\", expected a list of turns");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "conversation": []})"),
            "d/f.json:1:36: \"conversation\" is empty, expected at least one turn, such as "
            "{\"role\": \"user\", \"content\": \"Hello\"}");
  EXPECT_EQ(ErrorOfTurn("\"hi\""), "d/f.json:2:1: a turn is \"hi\", expected an object");
  EXPECT_EQ(ErrorOfTurn(R"({"content": "hi"})"),
            "d/f.json:2:1: \"role\" is missing, expected who speaks, such as \"user\"");
  EXPECT_EQ(ErrorOfTurn(R"({"role": "user"})"),
            "d/f.json:2:1: \"content\" is missing, expected what is said");
  EXPECT_EQ(ErrorOfTurn(R"({"role": "user", "content": null})"),
            "d/f.json:2:29: \"content\" is null, expected a string");
}

TEST(ReadConversation, ChecksTags) {
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "tags": {"a": ["x"]}})"),
            "d/f.json:1:34: the tag \"a\" is a list, expected a string, a number, true or false");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "tags": {"a": ""}})"),
            "d/f.json:1:34: \"a\" is empty, expected some text");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "tags": {"a-b": "x"}})"),
            "d/f.json:1:29: the tag name \"a-b\" is not usable in an SLA, expected letters, digits "
            "and underscores");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "tags": {"turn": "x"}})"),
            "d/f.json:1:29: the tag \"turn\" is set by Clamor itself, expected another name");
}

TEST(ReadConversation, TakesForTheBodyAnObjectOnly) {
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "body": "{}"})"),
            "d/f.json:1:28: \"body\" is \"{}\", expected an object");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "body": null})"),
            "d/f.json:1:28: \"body\" is null, expected an object");
  EXPECT_EQ(ErrorOf(R"({"invocations": 1, "body": {"a": 1, "a": 2}})"),
            "d/f.json:1:37: the key \"a\" stands here a second time, expected it once");
}

std::string ErrorOfExpect(const std::string& expect) {
  return ErrorOfTurn("{\"role\": \"user\", \"content\": \"\", \"expect\":\n" + expect + "}");
}

TEST(ReadConversation, ChecksExpectations) {
  EXPECT_EQ(ErrorOfExpect("{}"), "no error");
  EXPECT_EQ(ErrorOfExpect("3"), "d/f.json:3:1: \"expect\" is 3, expected an object");
  EXPECT_EQ(ErrorOfExpect(R"({"contains": ""})"),
            "d/f.json:3:14: \"contains\" is empty, expected some text");
  EXPECT_EQ(ErrorOfExpect(R"({"matches": "a(b"})"),
            "d/f.json:3:13: \"matches\" is no regular expression: Unmatched marking parenthesis ( "
            "or \\(. Expected ECMAScript's syntax");
  EXPECT_EQ(ErrorOfExpect("{\"matches\": \"" + std::string(1001, 'a') + "\"}"),
            "d/f.json:3:13: \"matches\" is 1001 bytes long, expected at most 1000");
  EXPECT_EQ(ErrorOfExpect(R"({"min_events": 1.5})"),
            "d/f.json:3:16: \"min_events\" is 1.5, expected a whole number from 0 to 1000000000");
  EXPECT_EQ(ErrorOfExpect(R"({"max_events": 1, "min_events": 2})"),
            "d/f.json:3:16: \"max_events\" is 1, expected at least \"min_events\", which is 2");
}

TEST(ReadConversation, PointsAtTheUnknownPlaceholderItself) {
  EXPECT_THAT(ErrorOfTurn(R"({"role": "user", "content": "\u00e9\n{{sesion}}"})"),
              MatchesRegex("d/f.json:2:38: unknown placeholder \\{\\{sesion}}, .*did you mean "
                           "\"session\".*"));
  EXPECT_THAT(ErrorOfExpect(R"({"contains": "{{trun}}"})"),
              MatchesRegex("d/f.json:3:15: unknown placeholder .*did you mean \"turn\".*"));
}

TEST(ReadConversation, KeepsHostileNamesOutOfTheTerminal) {
  EXPECT_THAT(ErrorOf("{\"\\u001b[31m\": 1}"), testing::HasSubstr("unknown key \"\\x1b[31m\""));
}

// A good file cut anywhere is one mistake at one place, and never a crash.
TEST(ReadConversation, SurvivesACutAnywhere) {
  for (std::size_t n = 0; n < kWhole.size(); ++n) {
    EXPECT_THAT(ErrorOf(kWhole.substr(0, n)), MatchesRegex("d/f.json:[0-9]+:[0-9]+: [^\n]+")) << n;
  }
}

TEST(ReadConversation, SurvivesAnyByteRemoved) {
  for (std::size_t n = 0; n < kWhole.size(); ++n) {
    std::string text(kWhole);
    text.erase(n, 1);
    EXPECT_THAT(ErrorOf(text),
                testing::AnyOf("no error", MatchesRegex("d/f.json:[0-9]+:[0-9]+: [^\n]+")));
  }
}

}  // namespace
}  // namespace clamor
