// SPDX-License-Identifier: Apache-2.0
#include "target/node_options.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(NodeOptions, KeepThoseThatAreThere) {
  EXPECT_EQ(internal::WithModule("", "/tmp/a.cjs"), R"(--require "/tmp/a.cjs")");
  EXPECT_EQ(internal::WithModule("--no-warnings", "/tmp/a.cjs"),
            R"(--no-warnings --require "/tmp/a.cjs")");
  EXPECT_EQ(internal::WithModule("", R"(/my "tmp"\a.cjs)"), R"(--require "/my \"tmp\"\\a.cjs")");
}

}  // namespace
}  // namespace clamor
