// SPDX-License-Identifier: Apache-2.0
// Holds tag_values.schema.json, which editors use, against the reader's own checker.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <array>
#include <string>

#include "base/atomic_file.h"
#include "base/json_text.h"
#include "conversations/tag_values_json.h"
#include "conversations/test_schema.h"

namespace clamor {
namespace {

constexpr const char* kSchemaFile = "tag_values.schema.json";

bool ReaderAccepts(const std::string& text) {
  try {
    ReadTagValues(text, "f.json");
    return true;
  } catch (const JsonError&) {
    return false;
  }
}

TEST(TagValuesSchema, AcceptsWhatTheReaderAccepts) {
  const Schema schema(kSchemaFile);
  const std::array<std::string, 5> good{
      R"({"values": ["gpt-4"]})",
      R"({"$schema": "x", "values": ["", "gpt-4", true, 1.5]})",
      R"({"values": [{"value": "a"}, {"value": "b", "weight": 2}]})",
      R"({"values": [{"value": false, "weight": 0.1}, {"value": "", "weight": 1000000000}]})",
      "{ /* c */ \"values\": [1] // per session\n}",
  };
  for (const std::string& text : good) {
    EXPECT_TRUE(schema.Accepts(text)) << text;
    EXPECT_TRUE(ReaderAccepts(text)) << text;
  }
}

TEST(TagValuesSchema, RefusesWhatTheReaderRefuses) {
  const Schema schema(kSchemaFile);
  const std::array<std::string, 16> bad{
      "[]",
      "{}",
      R"({"values": []})",
      R"({"values": "gpt-4"})",
      R"({"values": {}})",
      R"({"values": [null]})",
      R"({"values": [["a"]]})",
      R"({"values": ["a", "a"]})",
      R"({"values": ["a"], "value": "b"})",
      R"({"$schema": 1, "values": ["a"]})",
      R"({"values": [{"weight": 1}]})",
      R"({"values": [{"value": null}]})",
      R"({"values": [{"value": "a", "weigth": 1}]})",
      R"({"values": [{"value": "a", "weight": "1"}]})",
      R"({"values": [{"value": "a", "weight": null}]})",
      R"({"values": [{"value": "a", "weight": 1000000001}]})",
  };
  for (const std::string& text : bad) {
    EXPECT_FALSE(schema.Accepts(text)) << text;
    EXPECT_FALSE(ReaderAccepts(text)) << text;
  }
}

// RapidJSON's validator knows exclusiveMinimum only as older drafts have it: it is looked at by
// hand.
TEST(TagValuesSchema, RefusesAWeightThatIsNotAboveZero) {
  rapidjson::Document document;
  document.Parse(ReadFile(CLAMOR_CONVERSATIONS_DIR "/" + std::string(kSchemaFile)).c_str());
  const auto& weight = document["definitions"]["weighted"]["properties"]["weight"];
  EXPECT_EQ(weight["exclusiveMinimum"].GetDouble(), 0);
  EXPECT_FALSE(ReaderAccepts(R"({"values": [{"value": "a", "weight": 0}]})"));
  EXPECT_FALSE(ReaderAccepts(R"({"values": [{"value": "a", "weight": -1}]})"));
  EXPECT_TRUE(ReaderAccepts(R"({"values": [{"value": "a", "weight": 1e-9}]})"));
}

// What no schema can say; its description does.
TEST(TagValuesSchema, LeavesTheRestToTheReader) {
  const Schema schema(kSchemaFile);
  const std::array<std::string, 3> beyond{
      R"({"values": ["a", {"value": "a"}]})",
      R"({"values": ["1", 1]})",
      R"({"values": ["a"], "values": ["b"]})",
  };
  for (const std::string& text : beyond) {
    EXPECT_TRUE(schema.Accepts(text)) << text;
    EXPECT_FALSE(ReaderAccepts(text)) << text;
  }
}

}  // namespace
}  // namespace clamor
