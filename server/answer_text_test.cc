// SPDX-License-Identifier: Apache-2.0
// What the server says.
#include "server/answer_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <numeric>

namespace clamor::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Joined(const std::vector<std::string>& pieces) {
  return std::accumulate(pieces.begin(), pieces.end(), std::string());
}

TEST(Prose, HasAsManyWordsAsAskedForAndRepeats) {
  Random one(3);
  Random same(3);
  Random other(4);
  const auto prose = Prose(one, 100);
  EXPECT_EQ(prose.size(), 100U);
  EXPECT_EQ(prose, Prose(same, 100));
  EXPECT_NE(prose, Prose(other, 100));
  EXPECT_THAT(Prose(one, 0), IsEmpty());
}

TEST(Prose, IsMadeOfSentences) {
  Random random(3);
  const auto prose = Prose(random, 30);
  EXPECT_TRUE(std::isupper(static_cast<unsigned char>(prose.front().front())));
  EXPECT_TRUE(prose.back().ends_with(". "));
}

TEST(WordsOf, KeepsEveryByteFromTheFirstWordOn) {
  const std::string text = "eins  zwei\n\tdrei \xe2\x9c\x93 ";
  EXPECT_THAT(WordsOf("  " + text), ElementsAre("eins  ", "zwei\n\t", "drei ", "\xe2\x9c\x93 "));
  EXPECT_EQ(Joined(WordsOf("  " + text)), text);
}

TEST(WordsOf, FindsNoneInWhiteSpace) {
  EXPECT_THAT(WordsOf(""), IsEmpty());
  EXPECT_THAT(WordsOf(" \n "), IsEmpty());
}

TEST(CountWords, IsAsManyAsThereArePieces) {
  for (const char* text : {"", " \n ", "one", " one", "one ", "one  two\nthree ", "a b c d"}) {
    EXPECT_EQ(CountWords(text), WordsOf(text).size()) << text;
  }
}

TEST(AnswerPieces, EchoWhatIsToBeRepeated) {
  Random random(1);
  EXPECT_THAT(AnswerPieces("Repeat after me: one two", random, 9), ElementsAre("one ", "two"));
  EXPECT_EQ(AnswerPieces("Please: one two", random, 9).size(), 9U);
}

TEST(NameOtherSession, TakesThePlaceOfTheOwnOrComesLast) {
  std::vector<std::string> naming = {"I ", "am-abc! ", "abc"};
  NameOtherSession(naming, "abc", "xyz");
  EXPECT_THAT(naming, ElementsAre("I ", "am-xyz! ", "xyz"));
  std::vector<std::string> silent = {"Hello "};
  NameOtherSession(silent, "abc", "xyz");
  EXPECT_THAT(silent, ElementsAre("Hello ", "xyz"));
}

}  // namespace
}  // namespace clamor::server
