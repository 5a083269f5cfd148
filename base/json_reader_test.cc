// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <array>

#include "base/json_text.h"

namespace clamor {
namespace {

using Kind = JsonValue::Kind;

std::string ErrorOf(std::string_view text) {
  try {
    ParseJson(text, "f");
  } catch (const JsonError& e) {
    return e.what();
  }
  return "no error";
}

TEST(ParseJson, KeepsKindsValuesAndPlaces) {
  constexpr std::string_view kText = "{ \"a\" : [1, -2.5e1 , true,null,\"x\"],\n  \"b\": { } }";
  const JsonValue root = ParseJson(kText, "f");
  ASSERT_TRUE(root.Is(Kind::kObject));
  ASSERT_EQ(root.members.size(), 2U);
  EXPECT_EQ(root.members[0].offset, kText.find("\"a\""));
  EXPECT_EQ(root.members[1].offset, kText.find("\"b\""));
  const JsonValue& list = root.members[0].value;
  ASSERT_EQ(list.elements.size(), 5U);
  EXPECT_EQ(list.offset, kText.find('['));
  EXPECT_EQ(list.elements[0].number, 1);
  EXPECT_EQ(list.elements[1].number, -25);
  EXPECT_EQ(list.elements[1].text, "-2.5e1");
  EXPECT_EQ(list.elements[1].offset, kText.find("-2.5"));
  EXPECT_EQ(list.elements[2].text, "true");
  EXPECT_EQ(list.elements[2].offset, kText.find("true"));
  EXPECT_TRUE(list.elements[3].Is(Kind::kNull));
  EXPECT_EQ(list.elements[4].text, "x");
  EXPECT_EQ(list.elements[4].offset, kText.find("\"x\""));
  EXPECT_EQ(root.Find("b")->offset, kText.find("{ }"));
  EXPECT_EQ(root.Find("c"), nullptr);
}

TEST(ParseJson, SkipsCommentsAndAByteOrderMark) {
  constexpr std::string_view kText =
      "\ufeff// first, \"one\"\n{ /* : */ \"a\" /* , */ : // x\n 1 /**/ /***/ } // end";
  const JsonValue root = ParseJson(kText, "f");
  EXPECT_EQ(root.Find("a")->number, 1);
  EXPECT_EQ(root.Find("a")->offset, kText.find("1 /"));
  EXPECT_EQ(root.members[0].offset, kText.find("\"a\""));
}

TEST(ParseJson, KeepsNulCharactersThatAreEscaped) {
  EXPECT_EQ(ParseJson(R"("a\u0000b")", "f").text, std::string_view("a\0b", 3));
}

TEST(ParseJson, ShowsValuesInMessages) {
  EXPECT_EQ(ParseJson("\"a\\n\"", "f").Shown(), "\"a\\n\"");
  EXPECT_EQ(ParseJson("1.50", "f").Shown(), "1.50");
  EXPECT_EQ(ParseJson("null", "f").Shown(), "null");
  EXPECT_EQ(ParseJson("[]", "f").Shown(), "a list");
  EXPECT_EQ(ParseJson("{}", "f").Shown(), "an object");
}

struct Mistake {
  std::string_view text;
  std::string_view error;
};

TEST(ParseJson, TellsWhatIsWrongAndWhatWasExpected) {
  const std::array kMistakes{
      Mistake{"", "f:1:1: the file is empty, expected a JSON value"},
      Mistake{" // only a comment", "f:1:19: the file is empty, expected a JSON value"},
      Mistake{"{} 1",
              "f:1:4: found '1' behind the end of the JSON value, expected the end of the "
              "file"},
      Mistake{"{\n \"a\": 1,\n}", "f:2:8: a comma before '}', expected none behind the last one"},
      Mistake{"[1, 2 , ]", "f:1:7: a comma before ']', expected none behind the last one"},
      Mistake{"[1,,2]", "f:1:4: found ',', expected a string, a number, true, false, null, { or ["},
      Mistake{"{\"a\" 1}", "f:1:6: found '1', expected ':' behind the key"},
      Mistake{"{\"a\": 1 \"b\": 2}", "f:1:9: found '\"', expected ',' or '}'"},
      Mistake{"[1 2]", "f:1:4: found '2', expected ',' or ']'"},
      Mistake{"[1", "f:1:3: found the end of the file, expected ',' or ']'"},
      Mistake{"{a: 1}", "f:1:2: found 'a', expected a key in double quotes or '}'"},
      Mistake{"{'a': 1}", "f:1:2: found ''', expected a key in double quotes or '}'"},
      Mistake{"['a']", "f:1:2: a single quote, expected double quotes around strings"},
      Mistake{"[True]",
              "f:1:2: found 'True', expected a string, a number, true, false, null, { or ["},
      Mistake{"[nul]",
              "f:1:2: found 'nul', expected a string, a number, true, false, null, { or ["},
      Mistake{"[\n \"abc\n]",
              "f:2:2: the string that begins here is not closed on its line, "
              "expected '\"' (a line break inside a string is written \\n)"},
      Mistake{"{\"a",
              "f:1:2: the string that begins here is not closed on its line, "
              "expected '\"' (a line break inside a string is written \\n)"},
      Mistake{"[\"a\tb\"]",
              "f:1:4: a raw control character '\\t' in a string, expected an escape "
              "such as \\t or \\u0007"},
      Mistake{"[\"a\\x\"]",
              "f:1:4: unknown escape '\\x', expected one of \\\" \\\\ \\/ \\b \\f \\n "
              "\\r \\t \\uXXXX"},
      Mistake{"[\"\\u12g4\"]",
              "f:1:3: \\u without four hexadecimal digits behind it, expected as "
              "in \\u00e9"},
      Mistake{"[\"\\ud83d\"]",
              "f:1:3: half of a surrogate pair, expected two \\u escapes for this "
              "character"},
      Mistake{"[\"\\ude00\"]",
              "f:1:2: the string holds half of a surrogate pair (\\udc00 to "
              "\\udfff), expected the other half, \\ud800 to \\udbff, before it"},
      Mistake{"[1e999]", "f:1:2: a number too large for JSON, expected below 1.8e308"},
      Mistake{"[1.]", "f:1:4: found ']', expected digits behind the point"},
      Mistake{"[1e]", "f:1:4: found ']', expected digits of the exponent"},
      Mistake{"[1] /* a\n", "f:1:5: the comment that begins here is not closed, expected */"},
      Mistake{"[1 / 2]", "f:1:4: found '/', expected // or /* to begin a comment"},
      Mistake{"{\"a\": 1,\n \"a\": 2}",
              "f:2:2: the key \"a\" stands here a second time, expected "
              "it once"},
      Mistake{"[\"é\xff\"]", "f:1:4: the byte 0xff is not UTF-8, expected a file saved as UTF-8"},
      Mistake{std::string_view("[1]\0", 4), "f:1:4: a NUL byte, expected text"},
  };
  for (const Mistake& m : kMistakes) EXPECT_EQ(ErrorOf(m.text), m.error) << m.text;
}

TEST(ParseJson, RefusesDeepNestingBeforeTheStackIsFull) {
  EXPECT_EQ(ErrorOf(std::string(64, '[') + std::string(64, ']')), "no error");
  EXPECT_EQ(ErrorOf(std::string(1'000'000, '[')),
            "f:1:65: nested too deeply, expected at most 64 levels");
}

TEST(ParseJson, BoundsWhatItRepeats) {
  EXPECT_LT(ErrorOf("[" + std::string(100'000, 'x') + "]").size(), 200U);
  EXPECT_LT(ErrorOf("{\"" + std::string(100'000, 'x') + "\"").size(), 200U);
}

// Every prefix of a good text is a bad one: one line, one place, no crash.
TEST(ParseJson, SurvivesACutAnywhere) {
  constexpr std::string_view kText =
      "\ufeff{ // é\n\"k\\u00e9\": [1.5e3, true, null, {\"a\": \"\\ud83d\\ude00\"}], /* c */ "
      "\"l\": \"é\"}";
  ASSERT_EQ(ErrorOf(kText), "no error");
  for (std::size_t n = 0; n < kText.size(); ++n) {
    EXPECT_THAT(ErrorOf(kText.substr(0, n)), testing::MatchesRegex("f:[0-9]+:[0-9]+: [^\n]+"));
  }
}

TEST(ParseJson, SurvivesAnyByteInAnyPlace) {
  constexpr std::string_view kText = "{\"a\": [1.5, true, \"\\u00e9x\"], /* c */ \"l\": {}}";
  for (std::size_t at = 0; at < kText.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(kText);
      text[at] = static_cast<char>(byte);
      ASSERT_THAT(ErrorOf(text),
                  testing::AnyOf("no error", testing::MatchesRegex("f:[0-9]+:[0-9]+: [^\n]+")));
    }
  }
}

}  // namespace
}  // namespace clamor
