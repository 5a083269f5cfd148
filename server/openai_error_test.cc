// SPDX-License-Identifier: Apache-2.0
// The four members of an error, whatever is known of it.
#include "server/openai_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor::server {
namespace {

using testing::HasSubstr;

TEST(OpenAiErrorBody, NamesTypeAndCodeByTheStatus) {
  EXPECT_EQ(
      OpenAiErrorBody(http::status::bad_request, "so"),
      R"({"error":{"message":"so","type":"invalid_request_error","param":null,"code":null}})");
  EXPECT_THAT(OpenAiErrorBody(http::status::unauthorized, "so"),
              HasSubstr(R"("type":"invalid_request_error","param":null,"code":"invalid_api_key")"));
  EXPECT_THAT(OpenAiErrorBody(http::status::forbidden, "so"),
              HasSubstr(R"("type":"request_forbidden","param":null,"code":null)"));
  EXPECT_THAT(OpenAiErrorBody(http::status::too_many_requests, "so"),
              HasSubstr(R"("type":"requests","param":null,"code":"rate_limit_exceeded")"));
  EXPECT_THAT(OpenAiErrorBody(http::status::service_unavailable, "so"),
              HasSubstr(R"("type":"server_error","param":null,"code":null)"));
}

TEST(ApiError, NamesTheMemberAndEscapesWhatItSays) {
  const ApiError error(http::status::unprocessable_entity, "no \"x\"", "messages[0].role",
                       "invalid_value");
  EXPECT_EQ(error.Body(), R"({"error":{"message":"no \"x\"","type":"invalid_request_error",)"
                          R"("param":"messages[0].role","code":"invalid_value"}})");
}

}  // namespace
}  // namespace clamor::server
