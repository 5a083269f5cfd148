// SPDX-License-Identifier: Apache-2.0
#include "base/placeholders.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

std::string Filled(std::string_view text) {
  std::string out = "what was there before";
  TextTemplate(text).Fill(
      {.session = "5e55", .turn = 3, .user = 12, .random = "4a", .words = "4a the"}, out);
  return out;
}

std::string MistakeIn(std::string_view text) {
  const auto mistake = CheckPlaceholders(text);
  return mistake ? std::to_string(mistake->index) + ": " + mistake->message : "none";
}

TEST(TextTemplate, FillsEachPlaceholder) {
  EXPECT_EQ(Filled("{{session}} {{turn}} {{user}} {{random}} {{words}}"), "5e55 3 12 4a 4a the");
  EXPECT_EQ(Filled("a{{turn}}{{turn}}b"), "a33b");
  EXPECT_EQ(Filled("{{ turn }}"), "3") << "blanks inside are as good";
}

TEST(TextTemplate, LeavesPlainTextAlone) {
  EXPECT_EQ(Filled(""), "");
  EXPECT_EQ(Filled("Hello"), "Hello");
  EXPECT_EQ(Filled("int a[] = {{1, 2}, {3}}; {{}} {{ x.y }} {turn} {{turn} {{"),
            "int a[] = {{1, 2}, {3}}; {{}} {{ x.y }} {turn} {{turn} {{");
}

TEST(TextTemplate, FindsPlaceholdersInsideMoreBraces) {
  EXPECT_EQ(Filled("{{{turn}}}"), "{3}");
  EXPECT_EQ(MistakeIn("{{{turn}}}"), "none");
}

TEST(TextTemplate, SendsEscapedBracesAsTheyAre) {
  EXPECT_EQ(Filled("a \\{{turn}} b \\{{name}} {{turn}}"), "a {{turn}} b {{name}} 3");
  EXPECT_EQ(MistakeIn("\\{{name}}"), "none");
}

TEST(TextTemplate, KnowsWhatItHolds) {
  const TextTemplate text("{{turn}} \\{{session}}");
  EXPECT_TRUE(text.Holds(Placeholder::kTurn));
  EXPECT_FALSE(text.Holds(Placeholder::kSession));
}

TEST(TextTemplate, DoesNotAllocateForASecondTurn) {
  const TextTemplate text("a long enough text that does not fit into a short string: {{turn}}");
  std::string out;
  text.Fill({.session = "", .turn = 100, .user = 1, .random = ""}, out);
  const void* const buffer = out.data();
  text.Fill({.session = "", .turn = 7, .user = 1, .random = ""}, out);
  EXPECT_EQ(out.data(), buffer);
}

TEST(CheckPlaceholders, NamesTheUnknownOneAndTheClosest) {
  EXPECT_EQ(MistakeIn("{{turn}} and {{sesion}}"),
            "13: unknown placeholder {{sesion}}, expected one of {{session}}, {{turn}}, {{user}}, "
            "{{random}}, {{words}}, or \\\\ before braces that are to be sent; did you mean "
            "\"session\"?");
  EXPECT_EQ(MistakeIn("{{turn}} {{Session}}").substr(0, 34), "9: unknown placeholder {{Session}}");
  EXPECT_EQ(MistakeIn("{{session}}"), "none");
}

}  // namespace
}  // namespace clamor
