// SPDX-License-Identifier: Apache-2.0
#include "base/url.h"

#include <gmock/gmock.h>

#include <stdexcept>

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string ErrorOf(std::string_view text) {
  try {
    ParseUrl(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Url, ReadsHostPortPathAndQuery) {
  const Url url = ParseUrl("HTTPS://api.example.org:8443/v1/chat/?api-version=2&x=/");
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(url.host, "api.example.org");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.path, "/v1/chat");
  EXPECT_EQ(url.query, "api-version=2&x=/");
}

TEST(Url, ReadsTheSchemesOfWebSocketAsThoseOfHttp) {
  EXPECT_FALSE(ParseUrl("ws://a/ws").tls);
  EXPECT_EQ(ParseUrl("ws://a/ws").port, 80);
  EXPECT_TRUE(ParseUrl("wss://a").tls);
  EXPECT_EQ(ParseUrl("wss://a").port, 443);
}

TEST(Url, KnowsTheSchemesPorts) {
  EXPECT_EQ(ParseUrl("http://a").port, 80);
  EXPECT_EQ(ParseUrl("https://a/").port, 443);
  EXPECT_EQ(ParseUrl("https://a/").path, "");
  EXPECT_EQ(ParseUrl("http://a?q").query, "q");
}

TEST(Url, WritesHostsAsHttpWantsThem) {
  EXPECT_EQ(HostHeader(ParseUrl("http://example.org:80/x")), "example.org");
  EXPECT_EQ(HostHeader(ParseUrl("https://example.org:80")), "example.org:80");
  EXPECT_EQ(HostHeader(ParseUrl("http://[::1]:8000")), "[::1]:8000");
  EXPECT_EQ(ToString(ParseUrl("http://127.0.0.1:8000/prefix/")), "http://127.0.0.1:8000/prefix");
}

TEST(Url, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf("localhost:8000"), HasSubstr("expected http:// or https://"));
  EXPECT_THAT(ErrorOf("ftp://a"), HasSubstr("expected http:// or https://"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("expected http:// or https://"));
  EXPECT_THAT(ErrorOf("http://"), HasSubstr("expected a host"));
  EXPECT_THAT(ErrorOf("http://:80"), HasSubstr("expected a host"));
  EXPECT_THAT(ErrorOf("http://a_b!c"), HasSubstr("letters, digits"));
  for (const char* port : {"0", "65536", "x", "", "80x", "-1"}) {
    EXPECT_THAT(ErrorOf(std::string("http://a:") + port), HasSubstr("expected a port")) << port;
  }
  EXPECT_THAT(ErrorOf("http://[::1"), HasSubstr("IPv6"));
  EXPECT_THAT(ErrorOf("http://[fe80::1%eth0]"), HasSubstr("IPv6"));
  EXPECT_THAT(ErrorOf("http://[::1]x"), HasSubstr("behind the brackets"));
  EXPECT_THAT(ErrorOf("http://a/#top"), HasSubstr("fragment"));
  EXPECT_THAT(ErrorOf("http://a/b c"), HasSubstr("without spaces"));
  EXPECT_THAT(ErrorOf("http://a/\r\nHost: b"), AllOf(HasSubstr("printable"), Not(HasSubstr("\n"))));
}

TEST(Url, NeverShowsCredentials) {
  EXPECT_THAT(ErrorOf("http://me:secret@host/ x"),
              AllOf(HasSubstr("not supported"), Not(HasSubstr("secret"))));
}

TEST(Url, JoinsWithOneSlash) {
  EXPECT_EQ(Join("", ""), "/");
  EXPECT_EQ(Join("", "a"), "/a");
  EXPECT_EQ(Join("/p/", "/a"), "/p/a");
  EXPECT_EQ(Join("p", "a/b?c=d"), "/p/a/b?c=d");
}

TEST(PercentEncoded, LeavesOnlyWhatNeedsNoEscape) {
  EXPECT_EQ(PercentEncoded("What is Graph-RAG?"), "What%20is%20Graph-RAG%3F");
  EXPECT_EQ(PercentEncoded("a.b_c~D9&=+/%"), "a.b_c~D9%26%3D%2B%2F%25");
  EXPECT_EQ(PercentEncoded("\xC3\xA9\n"), "%C3%A9%0A");
  EXPECT_EQ(PercentEncoded(""), "");
}

}  // namespace
}  // namespace clamor
