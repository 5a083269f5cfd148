// SPDX-License-Identifier: Apache-2.0
// Bodies of requests, good and hostile.
#include "server/turn_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace clamor::server {
namespace {

using testing::StartsWith;

std::string ErrorOf(std::string_view body) {
  try {
    ReadUserContent(body);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ReadUserContent, GivesTheContent) {
  EXPECT_EQ(ReadUserContent(R"({"role": "user", "content": "a\u00e9\n\"b\"", "more": [1]})"),
            "a\xc3\xa9\n\"b\"");
  EXPECT_EQ(ReadUserContent(R"({"content": "", "role": "user"})"), "");
}

TEST(ReadUserContent, NamesWhatIsWrong) {
  EXPECT_EQ(ErrorOf(R"({"role": "user"})"), "\"content\" is missing; expected a string");
  EXPECT_EQ(ErrorOf(R"({"content": "x"})"), "\"role\" is missing; expected a string");
  EXPECT_EQ(ErrorOf(R"({"role": "user", "content": 5})"), "\"content\" is no string");
  EXPECT_EQ(ErrorOf(R"({"role": "system", "content": "x"})"),
            "\"role\" is not \"user\"; the assistant answers users only");
  EXPECT_EQ(ErrorOf("[]"), "the body is no object; expected {\"role\": ..., \"content\": ...}");
  EXPECT_THAT(ErrorOf(""), StartsWith("the body is no JSON at byte 0: "));
  EXPECT_THAT(ErrorOf("{} x"), StartsWith("the body is no JSON at byte 3: "));
}

TEST(ReadUserContent, RefusesBytesThatAreNotUtf8) {
  EXPECT_THAT(ErrorOf("{\"role\": \"user\", \"content\": \"\xff\"}"),
              StartsWith("the body is no JSON at byte "));
}

TEST(ReadUserContent, SurvivesDeepNesting) {
  EXPECT_THAT(ErrorOf(std::string(1'000'000, '[')), StartsWith("the body is no JSON at byte "));
}

}  // namespace
}  // namespace clamor::server
