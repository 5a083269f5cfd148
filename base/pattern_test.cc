// SPDX-License-Identifier: Apache-2.0
#include "base/pattern.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace clamor {
namespace {

std::string ErrorOf(std::string_view expression) {
  try {
    Pattern{expression};
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "no error";
}

TEST(Pattern, IsFoundAnywhereInTheText) {
  const Pattern pattern("\\basync\\b|await");
  EXPECT_EQ(pattern.FindIn("an async call"), Match::kFound);
  EXPECT_EQ(pattern.FindIn("asynchronous"), Match::kNotFound);
  EXPECT_EQ(pattern.FindIn(""), Match::kNotFound);
}

TEST(Pattern, KnowsEcmaScriptsSyntax) {
  EXPECT_EQ(Pattern("^\\d{4}-(?:0[1-9]|1[0-2])(?!x)$").FindIn("2024-07"), Match::kFound);
  EXPECT_EQ(Pattern("(a)\\1").FindIn("baab"), Match::kFound);
}

TEST(Pattern, TakesALineBreakAsEcmaScriptDoes) {
  EXPECT_EQ(Pattern("^b").FindIn("a\nb"), Match::kNotFound);
  EXPECT_EQ(Pattern("a$").FindIn("a\nb"), Match::kNotFound);
  EXPECT_EQ(Pattern("a$").FindIn("a\n"), Match::kNotFound);
  EXPECT_EQ(Pattern("a.b").FindIn("a\nb"), Match::kNotFound);
  EXPECT_EQ(Pattern("a[\\s\\S]b").FindIn("a\nb"), Match::kFound);
}

TEST(Pattern, NamesWhatIsWrong) {
  EXPECT_EQ(ErrorOf("a(b"), "Unmatched marking parenthesis ( or \\(.");
  EXPECT_NE(ErrorOf("[a"), "no error");
  EXPECT_NE(ErrorOf("*a"), "no error");
  EXPECT_NE(ErrorOf(std::string(100'000, '(')), "no error") << "nor does it fill the stack";
}

TEST(Pattern, ReadsLongAnswersWithoutFillingTheStack) {
  const std::string answer(4'000'000, 'a');
  EXPECT_EQ(Pattern("(?:a|b)+").FindIn(answer), Match::kFound);
  EXPECT_EQ(Pattern("^[^z]*b").FindIn(answer), Match::kNotFound);
}

TEST(Pattern, GivesUpOnExponentialOnes) {
  EXPECT_EQ(Pattern("^(a+)+$").FindIn(std::string(40, 'a') + "b"), Match::kTooCostly);
}

}  // namespace
}  // namespace clamor
