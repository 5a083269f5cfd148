// SPDX-License-Identifier: Apache-2.0
#include "base/shell_word.h"

#include <gmock/gmock.h>

namespace clamor {
namespace {

TEST(ShellWord, IsQuotedOnlyWhereItHasToBe) {
  EXPECT_EQ(ShellWord("--clamor_base_url=http://127.0.0.1:80/a_b"),
            "--clamor_base_url=http://127.0.0.1:80/a_b");
  EXPECT_EQ(ShellWord("two words"), "'two words'");
  EXPECT_EQ(ShellWord("$HOME"), "'$HOME'");
  EXPECT_EQ(ShellWord("a*"), "'a*'");
  EXPECT_EQ(ShellWord(""), "''");
}

TEST(ShellWord, HoldsQuotesToo) { EXPECT_EQ(ShellWord("it's"), "'it'\\''s'"); }

}  // namespace
}  // namespace clamor
