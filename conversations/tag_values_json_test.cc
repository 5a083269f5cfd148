// SPDX-License-Identifier: Apache-2.0
#include "conversations/tag_values_json.h"

#include <gmock/gmock.h>

#include "base/json_text.h"

namespace clamor {
namespace {

using testing::MatchesRegex;

std::string ErrorOf(std::string_view text) {
  try {
    ReadTagValues(text, "d/f.json");
  } catch (const JsonError& e) {
    return e.what();
  }
  return "no error";
}

// The error of a file whose one value is this.
std::string ErrorOfValue(const std::string& value) {
  return ErrorOf("{\"values\": [\n" + value + "]}");
}

constexpr std::string_view kWhole = R"(// what costs least is asked most
{
  "$schema": "../tag_values.schema.json",
  "values": [
    "gpt-4",
    { "value": "claude-3-opus", "weight": 2.5 }, /* dear */
    "", true, 0.50
  ]
})";

TEST(ReadTagValues, ReadsValuesAndWeights) {
  std::vector<std::pair<std::string, double>> read;
  for (const Weight& w : ReadTagValues(kWhole, "f.json")) read.emplace_back(w.value, w.weight);
  EXPECT_THAT(read, testing::ElementsAre(testing::Pair("gpt-4", 1),
                                         testing::Pair("claude-3-opus", 2.5), testing::Pair("", 1),
                                         testing::Pair("true", 1), testing::Pair("0.50", 1)));
}

TEST(ReadTagValues, NamesTheKeyThatWasMeant) {
  EXPECT_EQ(ErrorOf(R"({"value": ["a"]})"),
            "d/f.json:1:2: unknown key \"value\", expected one of $schema, values; did you mean "
            "\"values\"?");
  EXPECT_EQ(ErrorOfValue(R"({"value": "a", "wieght": 1})"),
            "d/f.json:2:16: unknown key \"wieght\", expected one of value, weight; did you mean "
            "\"weight\"?");
}

TEST(ReadTagValues, TellsWhichKindWasExpected) {
  EXPECT_EQ(ErrorOf("[]"), "d/f.json:1:1: the file is a list, expected an object");
  EXPECT_EQ(ErrorOf("{}"), "d/f.json:1:1: \"values\" is missing, expected a list of values");
  EXPECT_EQ(ErrorOf(R"({"$schema": 1})"), "d/f.json:1:13: \"$schema\" is 1, expected a string");
  EXPECT_EQ(ErrorOf(R"({"values": "gpt-4"})"),
            "d/f.json:1:12: \"values\" is \"gpt-4\", expected a list of values");
  EXPECT_EQ(ErrorOf(R"({"values": []})"),
            "d/f.json:1:12: \"values\" is empty, expected at least one value, such as \"gpt-4\"");
  EXPECT_EQ(ErrorOfValue("null"),
            "d/f.json:2:1: a value is null, expected a string, a number, true or false");
  EXPECT_EQ(ErrorOfValue(R"({"weight": 1})"),
            "d/f.json:2:1: \"value\" is missing, expected the tag's value");
  EXPECT_EQ(ErrorOfValue(R"({"value": ["a"]})"),
            "d/f.json:2:11: \"value\" is a list, expected a string, a number, true or false");
}

TEST(ReadTagValues, RefusesWeightsThatMeanNothing) {
  for (const std::string wrong : {"0", "-1", "1e10", "\"2\"", "null"}) {
    EXPECT_EQ(ErrorOfValue("{\"value\": \"a\", \"weight\": " + wrong + "}"),
              "d/f.json:2:26: \"weight\" is " + wrong +
                  ", expected a number above 0, at most 1000000000");
  }
}

TEST(ReadTagValues, RefusesAValueThatStandsTwice) {
  EXPECT_EQ(ErrorOfValue("\"a\",\n{\"value\": \"a\", \"weight\": 2}"),
            "d/f.json:3:1: the value \"a\" stands here a second time, expected it once");
  EXPECT_EQ(ErrorOfValue("\"\", \"\""),
            "d/f.json:2:5: the value \"\" stands here a second time, expected it once");
  EXPECT_EQ(ErrorOfValue(R"("\u001b[31m", "\u001b[31m")"),
            "d/f.json:2:15: the value \"\\x1b[31m\" stands here a second time, expected it once");
}

// A good file cut anywhere is one mistake at one place, and never a crash.
TEST(ReadTagValues, SurvivesACutAnywhere) {
  for (std::size_t n = 0; n < kWhole.size(); ++n) {
    EXPECT_THAT(ErrorOf(kWhole.substr(0, n)), MatchesRegex("d/f.json:[0-9]+:[0-9]+: [^\n]+")) << n;
  }
}

}  // namespace
}  // namespace clamor
