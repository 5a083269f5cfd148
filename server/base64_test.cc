// SPDX-License-Identifier: Apache-2.0
// The vectors of RFC 4648, and what is none.
#include "server/base64.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

std::string Encoded(std::string_view bytes) {
  std::string out = ">";
  AppendBase64(out, bytes);
  return out;
}

TEST(Base64, EncodesTheVectorsOfTheRfc) {
  EXPECT_EQ(Encoded(""), ">");
  EXPECT_EQ(Encoded("f"), ">Zg==");
  EXPECT_EQ(Encoded("fo"), ">Zm8=");
  EXPECT_EQ(Encoded("foo"), ">Zm9v");
  EXPECT_EQ(Encoded("foobar"), ">Zm9vYmFy");
}

TEST(Base64, TellsHowMuchATextStandsFor) {
  EXPECT_EQ(Base64Size(""), 0U);
  EXPECT_EQ(Base64Size("Zg=="), 1U);
  EXPECT_EQ(Base64Size("Zm8="), 2U);
  EXPECT_EQ(Base64Size("Zm9v"), 3U);
  EXPECT_EQ(Base64Size("+/AZ09az"), 6U);
}

TEST(Base64, KnowsWhatIsNone) {
  EXPECT_EQ(Base64Size("Zg"), std::nullopt);
  EXPECT_EQ(Base64Size("Zg=a"), std::nullopt);
  EXPECT_EQ(Base64Size("===="), std::nullopt);
  EXPECT_EQ(Base64Size("Zm9 "), std::nullopt);
}

}  // namespace
}  // namespace clamor::server
