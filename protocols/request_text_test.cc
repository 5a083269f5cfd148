// SPDX-License-Identifier: Apache-2.0
#include "protocols/request_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

PlayOptions Options() {
  PlayOptions options;
  options.host_header = "example.org";
  options.base_url = "http://example.org/api";
  options.path_prefix = "/api";
  return options;
}

Request Question() {
  Request request;
  request.path = "/ask?session=1";
  request.headers = {{"Accept", "text/event-stream"}};
  request.body = R"({"content":"it's"})";
  return request;
}

std::string Written(const Request& request, const Envelope& envelope = {}) {
  std::string out = "left over";
  WriteRequest(request, Options(), envelope, out);
  return out;
}

TEST(WriteRequest, WritesHeadAndBody) {
  EXPECT_EQ(Written(Question()),
            "POST /api/ask?session=1 HTTP/1.1\r\nHost: example.org\r\n"
            "Accept-Encoding: identity\r\nAccept: text/event-stream\r\nContent-Length: 18\r\n\r\n"
            R"({"content":"it's"})");
}

TEST(WriteRequest, AddsATokenAsBearerOrAsItIs) {
  EXPECT_THAT(Written(Question(), {.token = "abc"}), HasSubstr("Authorization: Bearer abc\r\n"));
  EXPECT_THAT(Written(Question(), {.token = "Basic abc"}),
              HasSubstr("Authorization: Basic abc\r\n"));
}

TEST(WriteRequest, SaysWhichTraceItBelongsTo) {
  EXPECT_THAT(Written(Question(), {.traceparent = "00-1-2-01"}),
              HasSubstr("\r\ntraceparent: 00-1-2-01\r\n"));
  EXPECT_THAT(Written(Question()), Not(HasSubstr("traceparent")));
}

TEST(WriteRequest, AsksForACloseWhereTheConnectionIsNotKept) {
  EXPECT_THAT(Written(Question(), {.keep = false}), HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(Written(Question()), Not(HasSubstr("Connection:")));
}

TEST(WriteRequest, GivesAGetNoBody) {
  Request request;
  request.method = "GET";
  request.path = "/plain";
  EXPECT_THAT(Written(request), Not(HasSubstr("Content-Length")));
}

TEST(WriteRequest, RefusesWhatWouldBecomeAnotherRequest) {
  Request request = Question();
  request.path = "/a b";
  EXPECT_THROW(Written(request), std::invalid_argument);
  request = Question();
  request.headers = {{"X", "a\r\nY: b"}};
  EXPECT_THROW(Written(request), std::invalid_argument);
  request.headers = {{"X Y", "a"}};
  EXPECT_THROW(Written(request), std::invalid_argument);
}

TEST(EndpointPath, FillsTheSessionId) {
  EXPECT_EQ(EndpointPath("/v2/{session_id}/ask", "abc", "/v1"), "/v2/abc/ask");
  EXPECT_EQ(EndpointPath("/v2/ask", "abc", "/v1"), "/v2/ask");
}

TEST(EndpointPath, KeepsOfTheDialectsQueryWhatItDoesNotHaveItself) {
  EXPECT_EQ(EndpointPath("/v2/ask", "abc", "/v1?query=x&show=y"), "/v2/ask?query=x&show=y");
  EXPECT_EQ(EndpointPath("/v2/ask?q=1", "abc", "/v1?query=x&show=a&show=b"),
            "/v2/ask?q=1&query=x&show=a&show=b");
  EXPECT_EQ(EndpointPath("/v2?model=a", "abc", "/v1?model=b"), "/v2?model=a");
}

TEST(CurlCommand, RepeatsTheRequestWithoutItsToken) {
  PlayOptions options = Options();
  options.auth_tokens = {"secret"};
  const std::string line = CurlCommand(Question(), options);
  EXPECT_THAT(line, StartsWith("curl -N -X POST 'http://example.org/api/ask?session=1'"));
  EXPECT_THAT(line, HasSubstr(R"(-H "Authorization: Bearer $AUTH_TOKEN")"));
  EXPECT_THAT(line, EndsWith(R"(--data-raw '{"content":"it'\''s"}')"));
  EXPECT_THAT(line, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace clamor
