// SPDX-License-Identifier: Apache-2.0
#include "protocols/reasoning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/test_answer.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

class ReasoningTest : public testing::Test {
 protected:
  Request Ask(const std::string& query, const std::string& show = "") {
    Conversation conversation;
    conversation.tags["show"] = show;
    const Turn turn{"user", query};
    return dialect_.Ask(Asked{conversation, turn, query, "0a1b", 1});
  }
  void Read(std::string_view type, std::string_view data) {
    dialect_.Read({type, data, "1"}, answer_);
  }
  bool StaysWithWhatWasAskedFor() {
    dialect_.End({}, answer_);
    return answer_.checks_passed == 1;
  }

  ReasoningDialect dialect_;
  TestAnswer answer_;
};

TEST_F(ReasoningTest, AsksWithAGet) {
  const Request request = Ask("What is Graph-RAG?");
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.path, "/api/stream/reasoning?query=What%20is%20Graph-RAG%3F");
  EXPECT_THAT(request.headers,
              ElementsAre(Pair("Accept", "text/event-stream"), Pair("Cache-Control", "no-cache")));
  EXPECT_EQ(request.body, "");
  EXPECT_TRUE(request.streams);
}

TEST_F(ReasoningTest, AsksForNodesHoweverTheyAreListed) {
  for (const char* const show : {"planner solver", "planner,solver", " planner , solver "}) {
    EXPECT_EQ(Ask("x", show).path, "/api/stream/reasoning?query=x&show=planner&show=solver")
        << show;
  }
  EXPECT_EQ(Ask("x", "a&b").path, "/api/stream/reasoning?query=x&show=a%26b");
  EXPECT_EQ(Ask("x", " ").path, "/api/stream/reasoning?query=x");
}

TEST_F(ReasoningTest, TakesTheContentOfAnObjectAndAnyOtherDataAsItIs) {
  Ask("x");
  Read("planner", R"({"node":"planner","content":"one "})");
  Read("", "two ");
  Read("", R"({"step":3})");
  EXPECT_EQ(answer_.text, R"(one two {"step":3})");
  EXPECT_EQ(answer_.done, 0);
  Read("", "[DONE]");
  EXPECT_EQ(answer_.done, 1);
}

TEST_F(ReasoningTest, KnowsAnErrorInEachOfItsForms) {
  Ask("x");
  Read("error", "overloaded");
  Read("", R"({"error":{"message":"no"}})");
  EXPECT_THAT(answer_.failures, SizeIs(2));
  EXPECT_EQ(answer_.text, "");
}

TEST_F(ReasoningTest, CountsEventsByTheNodeThatTheyName) {
  Ask("x");
  Read("planner", R"({"content":"by its type"})");
  Read("message", R"({"node":"planner","content":"by its data, which comes first"})");
  Read("", R"({"node":"verifier"})");
  Read("critic", "of another name");
  Read("", "of none");
  Read("message", "nor this");
  dialect_.End({}, answer_);
  EXPECT_THAT(answer_.samples, ElementsAre(Pair("planner_events", 2), Pair("verifier_events", 1),
                                           Pair("other_node_events", 1)));
}

TEST_F(ReasoningTest, CountsAnewForEachAnswer) {
  Ask("x", "solver");
  Read("planner", "x");
  Ask("x", "solver");
  EXPECT_TRUE(StaysWithWhatWasAskedFor());
  EXPECT_THAT(answer_.samples, IsEmpty());
}

TEST_F(ReasoningTest, ChecksThatOnlyNodesAskedForCome) {
  Ask("x", "planner solver");
  Read("planner", "x");
  Read("solver", "x");
  Read("", "names none");
  EXPECT_TRUE(StaysWithWhatWasAskedFor());
}

TEST_F(ReasoningTest, FindsANodeThatWasNotAskedFor) {
  Ask("x", "planner solver");
  Read("", R"({"node":"verifier"})");
  EXPECT_FALSE(StaysWithWhatWasAskedFor());
}

TEST_F(ReasoningTest, ChecksNoNodesWhereNoneWereAskedFor) {
  EXPECT_EQ(Ask("x").checks, 0U);
  EXPECT_EQ(Ask("x", "planner").checks & 1, 1U);
}

}  // namespace
}  // namespace clamor
