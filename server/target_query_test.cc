// SPDX-License-Identifier: Apache-2.0
// Queries of targets, good and hostile.
#include "server/target_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace clamor::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string ErrorOf(std::string_view target) {
  try {
    ReadTargetQuery(target);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ReadTargetQuery, GivesTheFieldsInTheirOrder) {
  EXPECT_THAT(ReadTargetQuery("/path?b=1&a=2&b=3"),
              ElementsAre(QueryField{"b", "1"}, QueryField{"a", "2"}, QueryField{"b", "3"}));
  EXPECT_THAT(ReadTargetQuery("/path?a=b=c&d&=e&f="),
              ElementsAre(QueryField{"a", "b=c"}, QueryField{"d", ""}, QueryField{"", "e"},
                          QueryField{"f", ""}));
}

TEST(ReadTargetQuery, IsEmptyWhereThereIsNone) {
  EXPECT_THAT(ReadTargetQuery("/path"), IsEmpty());
  EXPECT_THAT(ReadTargetQuery("/path?"), IsEmpty());
  EXPECT_THAT(ReadTargetQuery(""), IsEmpty());
}

TEST(ReadTargetQuery, DecodesNamesAndValues) {
  EXPECT_THAT(ReadTargetQuery("/p?a%20b+c=%C3%A9+%26%3d%2b%25"),
              ElementsAre(QueryField{"a b c", "\xc3\xa9 &=+%"}));
}

TEST(ReadTargetQuery, SaysWhichEscapeIsNone) {
  EXPECT_EQ(ErrorOf("/p?a=%zz1"),
            "\"%zz\" in the target's query is no byte; expected % and two hexadecimal digits, as "
            "%20");
  for (const char* bad : {"/p?a=%", "/p?a=%4", "/p?a=%4g", "/p?a=%+1", "/p?%-1=a", "/p?a=%4&b=0"}) {
    EXPECT_NE(ErrorOf(bad), "accepted") << bad;
  }
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(Split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(Split("a", ','), ElementsAre("a"));
  EXPECT_THAT(Split("", ','), IsEmpty());
}

}  // namespace
}  // namespace clamor::server
