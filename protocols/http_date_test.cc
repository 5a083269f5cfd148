// SPDX-License-Identifier: Apache-2.0
#include "protocols/http_date.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(HttpDate, IsReadToTheSecond) {
  const auto date = ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT");
  ASSERT_TRUE(date);
  EXPECT_EQ(date->time_since_epoch().count(), 784'111'777);
  EXPECT_TRUE(ParseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT"));
}

TEST(HttpDate, IsNothingElse) {
  for (std::string_view text :
       {"", "120", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nev 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT",
        "Sun, x6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"}) {
    EXPECT_FALSE(ParseHttpDate(text)) << text;
  }
}

}  // namespace
}  // namespace clamor
