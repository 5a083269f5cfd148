// SPDX-License-Identifier: Apache-2.0
#include "target/node_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(NodeOptions, KeepThoseThatAreThere) {
  EXPECT_EQ(internal::WithModule("", "/tmp/a.cjs"), R"(--require "/tmp/a.cjs")");
  EXPECT_EQ(internal::WithModule("--no-warnings", "/tmp/a.cjs"),
            R"(--no-warnings --require "/tmp/a.cjs")");
  EXPECT_EQ(internal::WithModule("", R"(/my "tmp"\a.cjs)"), R"(--require "/my \"tmp\"\\a.cjs")");
}

TEST(NodeOptions, TakeSeveralModules) {
  ::setenv("NODE_OPTIONS", "--no-warnings", 1);
  Environment environment{{"A", "b"}};
  AddNodeModule(environment, "/one.cjs");
  AddNodeModule(environment, "/two.cjs");
  ::unsetenv("NODE_OPTIONS");
  EXPECT_THAT(environment,
              ElementsAre(Pair("A", "b"),
                          Pair("NODE_OPTIONS",
                               R"(--no-warnings --require "/one.cjs" --require "/two.cjs")")));
}

}  // namespace
}  // namespace clamor
