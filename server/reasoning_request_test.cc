// SPDX-License-Identifier: Apache-2.0
// Requests for reasoning streams, good and hostile.
#include "server/reasoning_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace clamor::server {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

ReasoningRequest Read(const std::string& fields, std::string_view last_event_id = {}) {
  return ReadReasoningRequest("/api/stream/reasoning?" + fields, last_event_id);
}

std::string ErrorOf(const std::string& fields) {
  try {
    Read(fields);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ReasoningRequest, HasItsQueryDecoded) {
  EXPECT_EQ(Read("query=What+is%20Graph-RAG%3F").query, "What is Graph-RAG?");
  EXPECT_EQ(Read("other=1&query=x").query, "x");
}

TEST(ReasoningRequest, ShowsAllNodesWhereItNamesNone) {
  EXPECT_THAT(Read("query=x").nodes, ElementsAreArray(kReasoningNodes));
  EXPECT_THAT(Read("query=x&show=").nodes, ElementsAreArray(kReasoningNodes));
}

TEST(ReasoningRequest, NamesItsNodesInAnySpelling) {
  for (const char* show :
       {"show=planner&show=solver", "show=planner,solver", "show=planner%2Csolver",
        "show=solver&show=planner", "show=solver,planner&show=solver", "%73how=pl%61nner,solver"}) {
    EXPECT_THAT(Read(std::string("query=x&") + show).nodes, ElementsAre("planner", "solver"))
        << show;
  }
  EXPECT_THAT(Read("query=x&show=verifier").nodes, ElementsAre("verifier"));
}

TEST(ReasoningRequest, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf("show=planner"), "\"query\" is missing; expected ?query=TEXT");
  EXPECT_EQ(ErrorOf("query=&show=planner"), "\"query\" is empty; expected ?query=TEXT");
  EXPECT_EQ(ErrorOf("query=x&show=planer"),
            "\"show\" names an unknown node \"planer\"; did you mean \"planner\"?; expected some "
            "of planner, solver, verifier");
  EXPECT_EQ(ErrorOf("query=x&show=planner,"),
            "\"show\" names an unknown node \"\"; expected some of planner, solver, verifier");
  EXPECT_THAT(ErrorOf("query=100%"), HasSubstr("two hexadecimal digits"));
}

TEST(ReasoningRequest, ShowsHostileNamesCutAndEscaped) {
  const std::string error = ErrorOf("query=x&show=%1b[2J" + std::string(5000, 'x'));
  EXPECT_THAT(error, HasSubstr("\\x1b[2J"));
  EXPECT_LT(error.size(), 200U);
}

TEST(ReasoningRequest, GoesOnBehindTheLastEventThatItNames) {
  EXPECT_EQ(Read("query=x", "7").last_event, 7U);
  EXPECT_EQ(Read("query=x", "0").last_event, 0U);
  EXPECT_EQ(Read("query=x", "99999999999999999999999").last_event,
            std::numeric_limits<std::uint64_t>::max());
}

TEST(ReasoningRequest, BeginsAnewWhereTheLastEventIsNoNumber) {
  for (const char* id : {"", "seven", "-1", "7x", "1.5", "99999999999999999999999x"}) {
    EXPECT_EQ(Read("query=x", id).last_event, std::nullopt) << id;
  }
}

}  // namespace
}  // namespace clamor::server
