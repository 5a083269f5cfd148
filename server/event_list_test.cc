// SPDX-License-Identifier: Apache-2.0
// Framing, and what goes together.
#include "server/event_list.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

TEST(EventList, FramesEachEventAndKeepsThemApart) {
  EventList events;
  EXPECT_EQ(events.size(), 0U);
  events.Add("one");
  events.Add("");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0], "data: one\n\n");
  EXPECT_EQ(events[1], "data: \n\n");
}

TEST(EventList, NumbersAndNamesEvents) {
  EventList events;
  events.AddNumbered(1, "planner", "one");
  events.AddNumbered(2, "solver", "two");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0], "id: 1\nevent: planner\ndata: one\n\n");
  EXPECT_EQ(events[1], "id: 2\nevent: solver\ndata: two\n\n");
}

TEST(EventList, JoinsEventsOfTheSameMoment) {
  EventList events;
  events.Add("one");
  events.Add("two");
  events.Join("three");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0], "data: one\n\n");
  EXPECT_EQ(events[1], "data: two\n\ndata: three\n\n");
}

}  // namespace
}  // namespace clamor::server
