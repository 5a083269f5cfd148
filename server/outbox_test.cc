// SPDX-License-Identifier: Apache-2.0
// Messages in their order, and their memory.
#include "server/outbox.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

TEST(Outbox, KeepsMessagesInTheirOrder) {
  Outbox out;
  out.AddText() = "a";
  out.AddBinary() = "b";
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out.messages()[0].bytes, "a");
  EXPECT_FALSE(out.messages()[0].binary);
  EXPECT_EQ(out.messages()[1].bytes, "b");
  EXPECT_TRUE(out.messages()[1].binary);
}

TEST(Outbox, BeginsMessagesEmptyInTheMemoryOfThoseThatWereSent) {
  Outbox out;
  out.AddText().assign(1000, 'x');
  const char* const memory = out.messages()[0].bytes.data();
  out.Clear();
  EXPECT_EQ(out.size(), 0U);
  EXPECT_TRUE(out.messages().empty());
  out.AddBinary().append("y");
  EXPECT_EQ(out.messages()[0].bytes, "y");
  EXPECT_EQ(out.messages()[0].bytes.data(), memory);
}

}  // namespace
}  // namespace clamor::server
