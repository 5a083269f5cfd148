// SPDX-License-Identifier: Apache-2.0
// Which endpoint a request finds.
#include "server/router.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

using boost::beast::http::verb;

Router MakeRouter() {
  Router router;
  router.Add({.method = verb::get, .path = "/health", .endpoint = {}});
  router.Add({.method = verb::post, .path = "/things/{id}", .endpoint = {}});
  router.Add({.method = verb::get, .path = "/things/{id}", .endpoint = {}});
  router.Add({.method = verb::get, .path = "/things/{id}/parts", .endpoint = {}});
  return router;
}

TEST(Router, FindsAPathWithOrWithoutAQuery) {
  const Router router = MakeRouter();
  ASSERT_NE(router.Find(verb::get, "/health").route, nullptr);
  EXPECT_EQ(router.Find(verb::get, "/health?x=/y").route, router.Find(verb::get, "/health").route);
}

TEST(Router, TakesTheSegmentInPlaceOfThePlaceholder) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find(verb::post, "/things/a-1?x").parameter, "a-1");
  const auto parts = router.Find(verb::get, "/things/a-1/parts");
  ASSERT_NE(parts.route, nullptr);
  EXPECT_EQ(parts.route->path, "/things/{id}/parts");
  EXPECT_EQ(parts.parameter, "a-1");
}

TEST(Router, KnowsNoOtherPath) {
  const Router router = MakeRouter();
  for (const char* target :
       {"/", "/healthy", "/things/", "/things/a/b", "/things//parts", "", "*"}) {
    const auto match = router.Find(verb::get, target);
    EXPECT_EQ(match.route, nullptr) << target;
    EXPECT_EQ(match.allowed, "") << target;
  }
}

TEST(Router, NamesTheMethodsOfAPathThatIsAskedByAnother) {
  const auto match = MakeRouter().Find(verb::delete_, "/things/a");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, "POST, GET");
}

}  // namespace
}  // namespace clamor::server
