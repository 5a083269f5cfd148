// SPDX-License-Identifier: Apache-2.0
// Holds conversation.schema.json, which editors use, against the loader's own checker.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/atomic_file.h"
#include "base/json_text.h"
#include "base/pattern.h"
#include "conversations/conversation_json.h"
#include "conversations/test_schema.h"

namespace clamor {
namespace {

constexpr const char* kSchemaFile = "conversation.schema.json";

bool LoaderAccepts(const std::string& text) {
  try {
    ReadConversation(text, "f.json");
    return true;
  } catch (const JsonError&) {
    return false;
  }
}

std::string WithTurn(const std::string& turn) {
  return R"({"invocations": 1, "conversation": [)" + turn + "]}";
}
std::string WithExpect(const std::string& expect) {
  return WithTurn(R"({"role": "user", "content": "", "expect": )" + expect + "}");
}
std::string WithVoice(const std::string& members) {
  return WithTurn(R"({"role": "user", "content": "Hi", )" + members + "}");
}
std::string With(const std::string& members) {
  return "{" + members + R"(, "conversation": [{"role": "user", "content": "Hi"}]})";
}

TEST(Schema, AcceptsWhatTheLoaderAccepts) {
  const Schema schema(kSchemaFile);
  const std::array kGood{
      With(R"("invocations": 1)"),
      With(R"("invocations": 10000000)"),
      With(R"(/* c */ "invocations": 25 // per run
           )"),
      With(R"("$schema": "x", "name": "A title", "invocations": 25)"),
      With(R"("invocations": 1, "tags": {})"),
      With(R"("invocations": 1, "tags": {"a_1": "x", "b": 1.5, "c": false})"),
      With(R"("invocations": 1, "body": {})"),
      With(R"("invocations": 1, "body": {"temperature": 0.2, "stop": ["a"], "logit_bias": {}})"),
      WithTurn(R"({"role": "system", "content": ""}, {"role": "user", "content": "{{turn}}"})"),
      WithExpect("{}"),
      WithExpect(
          R"({"contains": "{{session}}", "matches": "a+", "min_events": 0, "max_events": 3})"),
      WithVoice(R"("speech_ms": 20)"),
      WithVoice(R"("speech_ms": 60000, "interrupt": {"content": "Stop"})"),
      WithVoice(R"("wav": "a.wav", "interrupt": {"after_ms": 0, "content": "a", "wav": "b.wav"})"),
      WithVoice(R"("interrupt": {"after_chunks": 1, "content": "{{turn}}", "speech_ms": 400})"),
      WithVoice(R"("false_alarm": {"lasts_ms": 20})"),
      WithVoice(R"("false_alarm": {"after_ms": 60000, "lasts_ms": 5000})"),
      WithVoice(R"("false_alarm": {"after_chunks": 10000, "lasts_ms": 300})"),
  };
  for (const std::string& text : kGood) {
    EXPECT_TRUE(schema.Accepts(text)) << text;
    EXPECT_TRUE(LoaderAccepts(text)) << text;
  }
}

TEST(Schema, RefusesWhatTheLoaderRefuses) {
  const Schema schema(kSchemaFile);
  const std::array kBad{
      std::string("[]"),
      std::string("{}"),
      std::string(R"({"invocations": 1})"),
      With(R"("name": "no invocations")"),
      With(R"("invocations": 0)"),
      With(R"("invocations": -1)"),
      With(R"("invocations": 2.5)"),
      With(R"("invocations": 10000001)"),
      With(R"("invocations": "25")"),
      With(R"("invocations": null)"),
      With(R"("invocations": 1, "invocation": 1)"),
      With(R"("invocations": 1, "name": "")"),
      With(R"("invocations": 1, "name": 1)"),
      With(R"("invocations": 1, "$schema": 1)"),
      With(R"("invocations": 1, "tags": [])"),
      With(R"("invocations": 1, "tags": {"a": ""})"),
      With(R"("invocations": 1, "tags": {"a": null})"),
      With(R"("invocations": 1, "tags": {"a": {}})"),
      With(R"("invocations": 1, "body": [])"),
      With(R"("invocations": 1, "body": "{}")"),
      With(R"("invocations": 1, "body": null)"),
      std::string(R"({"invocations": 1, "conversation": []})"),
      std::string(R"({"invocations": 1, "conversation": {}})"),
      WithTurn("\"Hi\""),
      WithTurn("{}"),
      WithTurn(R"({"role": "user"})"),
      WithTurn(R"({"content": "Hi"})"),
      WithTurn(R"({"role": "", "content": "Hi"})"),
      WithTurn(R"({"role": 1, "content": "Hi"})"),
      WithTurn(R"({"role": "user", "content": ["Hi"]})"),
      WithTurn(R"({"role": "user", "content": "Hi", "expects": {}})"),
      WithExpect("[]"),
      WithExpect(R"({"contain": "x"})"),
      WithExpect(R"({"contains": ""})"),
      WithExpect(R"({"contains": 1})"),
      WithExpect(R"({"matches": ""})"),
      WithExpect(R"({"matches": ")" + std::string(1001, 'a') + "\"}"),
      WithExpect(R"({"min_events": -1})"),
      WithExpect(R"({"min_events": "1"})"),
      WithExpect(R"({"max_events": 1.5})"),
      WithExpect(R"({"max_events": 1000000001})"),
      WithVoice(R"("speech_ms": 19)"),
      WithVoice(R"("speech_ms": 60001)"),
      WithVoice(R"("speech_ms": 400.5)"),
      WithVoice(R"("speech_ms": "400")"),
      WithVoice(R"("wav": "")"),
      WithVoice(R"("wav": null)"),
      WithVoice(R"("wav": "a.wav", "speech_ms": 400)"),
      WithVoice(R"("interrupt": "Stop")"),
      WithVoice(R"("interrupt": {})"),
      WithVoice(R"("interrupt": {"content": ""})"),
      WithVoice(R"("interrupt": {"content": 1})"),
      WithVoice(R"("interrupt": {"content": "a", "lasts_ms": 300})"),
      WithVoice(R"("interrupt": {"content": "a", "after_ms": -1})"),
      WithVoice(R"("interrupt": {"content": "a", "after_ms": 60001})"),
      WithVoice(R"("interrupt": {"content": "a", "after_chunks": 0})"),
      WithVoice(R"("interrupt": {"content": "a", "after_chunks": 10001})"),
      WithVoice(R"("interrupt": {"content": "a", "after_ms": 1, "after_chunks": 1})"),
      WithVoice(R"("interrupt": {"content": "a", "wav": "a.wav", "speech_ms": 400})"),
      WithVoice(R"("false_alarm": 300)"),
      WithVoice(R"("false_alarm": {})"),
      WithVoice(R"("false_alarm": {"lasts_ms": 19})"),
      WithVoice(R"("false_alarm": {"lasts_ms": 5001})"),
      WithVoice(R"("false_alarm": {"lasts_ms": 300, "content": "a"})"),
      WithVoice(R"("false_alarm": {"lasts_ms": 300, "after_ms": 1, "after_chunks": 1})"),
      WithVoice(R"("interrupt": {"content": "a"}, "false_alarm": {"lasts_ms": 300})"),
  };
  for (const std::string& text : kBad) {
    EXPECT_FALSE(schema.Accepts(text)) << text;
    EXPECT_FALSE(LoaderAccepts(text)) << text;
  }
}

// RapidJSON's validator knows no propertyNames: what they say is tried by hand.
TEST(Schema, AllowsTheTagNamesThatTheLoaderAllows) {
  rapidjson::Document document;
  document.Parse(ReadFile(CLAMOR_CONVERSATIONS_DIR "/" + std::string(kSchemaFile)).c_str());
  const auto& names = document["properties"]["tags"]["propertyNames"];
  const Pattern pattern(names["pattern"].GetString());
  const auto& refused = names["not"]["enum"];
  constexpr std::array kNames{"a",   "A_1", "0",   "",     "a b",          "a-b",
                              "a.b", "é",   "a\n", "turn", "conversation", "scenario"};
  for (const std::string name : kNames) {
    const bool listed = std::any_of(refused.Begin(), refused.End(), [&name](const auto& other) {
      return other.GetString() == name;
    });
    EXPECT_EQ(pattern.FindIn(name) == Match::kFound && !listed,
              LoaderAccepts(With(R"("invocations": 1, "tags": {")" + name + R"(": "x"})")))
        << name;
  }
}

// What no schema can say; its descriptions do.
TEST(Schema, LeavesTheRestToTheLoader) {
  const Schema schema(kSchemaFile);
  const std::array kBeyond{
      With(R"("invocations": 1, "invocations": 1)"),
      WithTurn(R"({"role": "user", "content": "{{sesion}}"})"),
      WithExpect(R"({"contains": "{{sesion}}"})"),
      WithVoice(R"("interrupt": {"content": "{{sesion}}"})"),
      WithExpect(R"({"matches": "a(b"})"),
      WithExpect(R"({"min_events": 2, "max_events": 1})"),
  };
  for (const std::string& text : kBeyond) {
    EXPECT_TRUE(schema.Accepts(text)) << text;
    EXPECT_FALSE(LoaderAccepts(text)) << text;
  }
}

}  // namespace
}  // namespace clamor
