// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(Utf8, ReadsCodePointsOfEachLength) {
  EXPECT_EQ(DecodeUtf8("a", 0).value, U'a');
  EXPECT_EQ(DecodeUtf8("é", 0).value, U'é');
  EXPECT_EQ(DecodeUtf8("x€", 1).value, U'€');
  EXPECT_EQ(DecodeUtf8("😀", 0).value, U'😀');
  EXPECT_EQ(DecodeUtf8("😀", 0).length, 4U);
}

TEST(Utf8, FindsTheFirstInvalidByte) {
  EXPECT_EQ(FirstInvalidUtf8("plain, é, €, 😀"), std::string_view::npos);
  EXPECT_EQ(FirstInvalidUtf8(""), std::string_view::npos);
  EXPECT_EQ(FirstInvalidUtf8("ab\x80"), 2U);
  EXPECT_EQ(FirstInvalidUtf8("a\xc3"), 1U) << "cut inside a character";
  EXPECT_EQ(FirstInvalidUtf8("\xc0\xaf"), 0U) << "overlong '/'";
  EXPECT_EQ(FirstInvalidUtf8("\xe0\x80\xaf"), 0U) << "overlong '/'";
  EXPECT_EQ(FirstInvalidUtf8("\xf0\x80\x80\xaf"), 0U) << "overlong '/'";
  EXPECT_EQ(FirstInvalidUtf8("\xed\xa0\x80"), 0U) << "a surrogate";
  EXPECT_EQ(FirstInvalidUtf8("\xf4\x90\x80\x80"), 0U) << "above U+10FFFF";
}

TEST(Utf8, IsCutBetweenCharacters) {
  EXPECT_EQ(Utf8Prefix("ab€", 5), "ab€");
  EXPECT_EQ(Utf8Prefix("ab€", 4), "ab");
  EXPECT_EQ(Utf8Prefix("ab€", 2), "ab");
  EXPECT_EQ(Utf8Prefix("\x80\x80\x80", 2), "") << "no lead byte";
  EXPECT_EQ(Utf8Prefix("", 0), "");
}

}  // namespace
}  // namespace clamor
