// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(JsonQuote, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(JsonQuote(""), "\"\"");
  EXPECT_EQ(JsonQuote("a\"b\\c/"), R"("a\"b\\c/")");
  EXPECT_EQ(JsonQuote(std::string_view("\n\r\t\0\x1f", 5)), R"("\n\r\t\u0000\u001f")");
  EXPECT_EQ(JsonQuote("é😀"), "\"é😀\"");
}

TEST(JsonQuote, ReplacesBytesThatAreNotUtf8) { EXPECT_EQ(JsonQuote("a\xff"), "\"a\ufffd\""); }

TEST(AppendJsonQuoted, KeepsWhatIsThere) {
  std::string out = "{\"content\":";
  AppendJsonQuoted(out, "x");
  EXPECT_EQ(out, "{\"content\":\"x\"");
}

TEST(CompactJson, IsOneLineWithoutBlanksAndComments) {
  EXPECT_EQ(CompactJson(ParseJson(" { \"a\" : [ 1, // one\n 2 ] /* end */ }\n", "f")),
            R"({"a":[1,2]})");
  EXPECT_EQ(CompactJson(ParseJson("[ ]", "f")), "[]");
  EXPECT_EQ(CompactJson(ParseJson("{ }", "f")), "{}");
}

TEST(CompactJson, KeepsValuesAsTheyAreWritten) {
  constexpr std::string_view kText =
      R"({"n":-1.50e+3,"big":12345678901234567890,"b":[true,false,null],"s":"é\"\\\n"})";
  EXPECT_EQ(CompactJson(ParseJson(kText, "f")), kText);
}

TEST(At, CountsLinesAndCharacters) {
  constexpr std::string_view kText = "ab\nçd\r\ne";
  EXPECT_EQ(At(kText, 0).line, 1);
  EXPECT_EQ(At(kText, 0).column, 1);
  EXPECT_EQ(At(kText, 5).line, 2);
  EXPECT_EQ(At(kText, 5).column, 2) << "a column is a character, not a byte";
  EXPECT_EQ(At(kText, 8).line, 3);
  EXPECT_EQ(At(kText, 999).column, 2) << "the end of the text";
}

TEST(At, DoesNotCountAByteOrderMark) { EXPECT_EQ(At("\ufeff{", 3).column, 1); }

TEST(OffsetInString, FollowsEscapes) {
  constexpr std::string_view kText = R"(  "a\né\u00e9\ud83d\ude00z")";
  const JsonValue value = ParseJson(kText, "f");
  ASSERT_EQ(value.text, "a\néé😀z");
  EXPECT_EQ(OffsetInString(kText, value, 0), 3U);
  EXPECT_EQ(OffsetInString(kText, value, 1), 4U);
  EXPECT_EQ(OffsetInString(kText, value, value.text.find('z')), kText.find('z'));
  EXPECT_EQ(OffsetInString(kText, value, value.text.size()), kText.size() - 1);
}

TEST(JsonError, IsOneLineWithItsPlace) {
  const JsonError error("a/b.json", "{\n  x", 4, "what");
  EXPECT_STREQ(error.what(), "a/b.json:2:3: what");
  EXPECT_EQ(error.position().line, 2);
}

}  // namespace
}  // namespace clamor
