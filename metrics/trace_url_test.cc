// SPDX-License-Identifier: Apache-2.0
#include "metrics/trace_url.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(TraceUrl, IsAnAddressWithAPlaceForTheId) {
  EXPECT_TRUE(IsTraceUrl("https://traces.example/trace/{trace_id}"));
  EXPECT_TRUE(IsTraceUrl("http://127.0.0.1:16686/trace/{trace_id}?uiFind=turn"));
  EXPECT_TRUE(IsTraceUrl("https://a/{trace_id}?to=me@b"));
  for (const char* wrong :
       {"", "{trace_id}", "https://traces.example/trace", "https://traces.example/{traceid}",
        "javascript:alert({trace_id})", "traces.example/{trace_id}", "ftp://a/{trace_id}",
        "https://a/ {trace_id}", "https://a/{trace_id}\"", "https://a/{trace_id}<", "https://a/\n",
        "https://user:pw@a/{trace_id}", "https://user@a?id={trace_id}"}) {
    EXPECT_FALSE(IsTraceUrl(wrong)) << wrong;
  }
}

TEST(TraceUrl, TakesTheIdWhereverItHasAPlace) {
  EXPECT_EQ(TraceUrlOf("https://a/{trace_id}", "0af7"), "https://a/0af7");
  EXPECT_EQ(TraceUrlOf("https://a/{trace_id}/b?id={trace_id}&c=1", "0af7"),
            "https://a/0af7/b?id=0af7&c=1");
}

TEST(TraceUrl, IsNoneWithoutAnIdOrAPattern) {
  EXPECT_EQ(TraceUrlOf("https://a/{trace_id}", ""), "");
  EXPECT_EQ(TraceUrlOf("", "0af7"), "");
}

TEST(TraceId, Is32HexadecimalDigits) {
  EXPECT_TRUE(IsTraceId("0af7651916cd43dd8448eb211c80319c"));
  EXPECT_FALSE(IsTraceId(""));
  EXPECT_FALSE(IsTraceId("0af7651916cd43dd8448eb211c80319"));
  EXPECT_FALSE(IsTraceId("0af7651916cd43dd8448eb211c80319g"));
  EXPECT_FALSE(IsTraceId("0AF7651916CD43DD8448EB211C80319C"));
}

}  // namespace
}  // namespace clamor
