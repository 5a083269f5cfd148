// SPDX-License-Identifier: Apache-2.0
#include "protocols/json_fields.h"

#include <gtest/gtest.h>

#include "clamor/dialect.h"

namespace clamor {
namespace {

TEST(ReadTopLevel, FindsTheMemberAndUnescapesIt) {
  std::string scratch;
  const TopLevel found =
      ReadTopLevel(R"({"n":1,"x":{"content":"no"},"content":"a\n\u00e9"})", "content", scratch);
  EXPECT_TRUE(found.has_text);
  EXPECT_EQ(found.text, "a\n\xc3\xa9");
  EXPECT_FALSE(found.has_error);
}

TEST(ReadTopLevel, TellsAnErrorOnlyWhereItIsOne) {
  std::string scratch;
  const auto has_error = [&](std::string_view json) {
    return ReadTopLevel(json, "content", scratch).has_error;
  };
  EXPECT_TRUE(has_error(R"({"error":{"message":"no"}})"));
  EXPECT_TRUE(has_error(R"({"error":"no"})"));
  EXPECT_TRUE(has_error(R"({"error":[1]})"));
  EXPECT_FALSE(has_error(R"({"error":null,"content":"x"})"));
  EXPECT_FALSE(has_error(R"({"error":false})"));
  EXPECT_FALSE(has_error(R"({"error":""})"));
  EXPECT_FALSE(has_error(R"({"x":{"error":"no"}})"));
}

TEST(ReadTopLevel, FindsNothingInWhatIsNoJsonObject) {
  std::string scratch;
  for (std::string_view json :
       {"", "{", "{\"content\":", "[\"content\"]", "{\"content\":\"x\"} y"}) {
    EXPECT_FALSE(ReadTopLevel(json, "content", scratch).has_text) << json;
  }
}

TEST(ReadTopLevel, SurvivesDeepNesting) {
  std::string scratch;
  const std::string deep(200'000, '[');
  EXPECT_FALSE(ReadTopLevel(deep, "content", scratch).has_text);
}

TEST(JsonAt, FollowsMembersAndElements) {
  std::string scratch;
  const std::string_view json =
      R"({"choices":[{"text":"zero"},{"delta":{"text":"one"},"text":"two"}],"text":"root","a/b":"s","t~":"t"})";
  EXPECT_EQ(JsonAt(json, "/text", scratch), "root");
  EXPECT_EQ(JsonAt(json, "/choices/0/text", scratch), "zero");
  EXPECT_EQ(JsonAt(json, "/choices/1/text", scratch), "two");
  EXPECT_EQ(JsonAt(json, "/choices/1/delta/text", scratch), "one");
  EXPECT_EQ(JsonAt(json, "/a~1b", scratch), "s");
  EXPECT_EQ(JsonAt(json, "/t~0", scratch), "t");
}

TEST(JsonAt, IsNullWhereThereIsNoString) {
  std::string scratch;
  const std::string_view json = R"({"a":{"b":1},"c":["x"],"text":"y"})";
  for (std::string_view pointer :
       {"/a", "/a/b", "/b", "/c/1", "/c/00", "/tex", "/text/0", "text", ""}) {
    EXPECT_EQ(JsonAt(json, pointer, scratch).data(), nullptr) << pointer;
  }
  EXPECT_EQ(JsonAt("no json", "/a", scratch).data(), nullptr);
}

TEST(JsonAt, GivesAnEmptyStringAsSuch) {
  std::string scratch;
  const std::string_view found = JsonAt(R"({"a":""})", "/a", scratch);
  EXPECT_NE(found.data(), nullptr);
  EXPECT_TRUE(found.empty());
}

}  // namespace
}  // namespace clamor
