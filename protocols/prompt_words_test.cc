// SPDX-License-Identifier: Apache-2.0
#include "protocols/prompt_words.h"

#include <gtest/gtest.h>

#include <sstream>

namespace clamor {
namespace {

std::string Words(long words, std::string_view unlike = "4a") {
  std::string out = "what was there before";
  FillWords(words, unlike, out);
  return out;
}

TEST(PromptWords, AreAsManyAsAskedFor) {
  for (const long asked : {0L, 1L, 2L, 25L, 26L, 6758L}) {
    std::istringstream text(Words(asked));
    long counted = 0;
    for (std::string word; text >> word;) ++counted;
    EXPECT_EQ(counted, asked);
  }
}

TEST(PromptWords, BeginWithTheOneThatIsUnlikeAllOthers) {
  EXPECT_EQ(Words(1), "4a");
  EXPECT_EQ(Words(4), "4a the river was");
  EXPECT_EQ(Words(4, "7f"), "7f the river was");
}

TEST(PromptWords, AreOneLineOfPlainText) {
  for (const char c : Words(100)) EXPECT_TRUE(c == ' ' || (c >= 'a' && c <= 'z') || c == '4') << c;
}

TEST(PromptWords, DoNotAllocateForAShorterPrompt) {
  std::string out;
  FillWords(1000, "4a", out);
  const void* const buffer = out.data();
  FillWords(999, "7f", out);
  EXPECT_EQ(out.data(), buffer);
}

}  // namespace
}  // namespace clamor
