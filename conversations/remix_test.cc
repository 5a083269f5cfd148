// SPDX-License-Identifier: Apache-2.0
#include "conversations/remix.h"

#include <gmock/gmock.h>

#include <map>
#include <stdexcept>

#include "conversations/sets.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::Pair;

Conversation Made(const std::string& name, const std::string& kind) {
  Conversation c;
  c.name = name;
  c.invocations = 10;
  c.tags = {{"kind", kind}, {"lang", "en"}};
  c.turns.push_back({"user", "Hello"});
  return c;
}

Conversations Unmixed() {
  return Conversations({Made("a", "query"), Made("b", "query"), Made("c", "tool"),
                        Made("d", "alarm"), Made("e", "unused")});
}

Conversations Mixed() {
  return Unmixed().Mix("kind", {{"query", 0.6}, {"tool", 0.2}, {"alarm", 0.2}});
}

std::map<std::string, long> Counts(const Conversations& set, long iterations) {
  std::map<std::string, long> counts;
  const Dealt dealt = Deal(set, 1, iterations);
  for (const std::uint32_t variant : dealt.order) {
    ++counts[dealt.variants.at(variant).tags.at("kind")];
  }
  return counts;
}

std::string ErrorOf(const Conversations& set, const std::vector<Weight>& weights) {
  try {
    Remixed(set, weights);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "no error";
}

TEST(Remixed, HoldsWhatTheWeightsSay) {
  EXPECT_THAT(Counts(Remixed(Mixed(), {{"query", 1}, {"tool", 1}, {"alarm", 2}}), 100),
              ElementsAre(Pair("alarm", 50), Pair("query", 25), Pair("tool", 25)));
  EXPECT_THAT(Counts(Remixed(Mixed(), {{"tool", 0.3}, {"alarm", 0.1}}), 100),
              ElementsAre(Pair("alarm", 25), Pair("tool", 75)));
  EXPECT_THAT(Counts(Remixed(Mixed(), {{"query", 0}, {"tool", 7}}), 10),
              ElementsAre(Pair("tool", 10)));
}

TEST(Remixed, CanHoldWhatTheSuiteLeavesOut) {
  EXPECT_THAT(Counts(Remixed(Mixed(), {"unused"}), 10), ElementsAre(Pair("unused", 10)));
}

TEST(Remixed, KeepsWhatIsNotHeldKnown) {
  const auto values = ValuesByTag(Remixed(Mixed(), {{"tool", 1}}));
  EXPECT_THAT(values.at("kind"), ElementsAre("alarm", "query", "tool"));
  EXPECT_THAT(values.at("conversation"), ElementsAre("c"));
}

TEST(Remixed, LeavesOtherChoicesAsTheyAre) {
  const Conversations set = Remixed(Mixed().Vary("stream", {"true"}), {{"tool", 2}});
  EXPECT_EQ(set.ToString(),
            "5 conversations, stream drawn true=1, kind mixed tool=2 query=0 alarm=0");
}

TEST(Remixed, NamesTheValuesThatThereAre) {
  EXPECT_EQ(ErrorOf(Mixed(), {{"query", 1}, {"alram", 1}}),
            "no conversation has kind=alram, expected one of alarm, query, tool, unused; did you "
            "mean \"alarm\"?");
  EXPECT_EQ(ErrorOf(Mixed(), {{"query", 1}, {"tols", 0}}),
            "no conversation has kind=tols, expected one of alarm, query, tool, unused");
}

TEST(Remixed, RefusesWeightsThatMeanNothing) {
  EXPECT_EQ(ErrorOf(Mixed(), {{"query", 0}}), "Mix(kind): all weights are 0, expected one above 0");
  EXPECT_EQ(ErrorOf(Mixed(), {{"query", -1}}),
            "Mix(kind): the weight of query is -1, expected 0 or more");
}

TEST(Remixed, NeedsOneMix) {
  EXPECT_EQ(ErrorOf(Unmixed(), {{"query", 1}}),
            "the suite does not mix its conversations, expected a set with a Mix()");
  EXPECT_EQ(ErrorOf(Mixed().Mix("lang", {"en"}), {{"query", 1}}),
            "the suite mixes by kind and by lang, expected one of them");
}

TEST(Remixed, LeavesASetWithProblemsToThose) {
  const Conversations none({}, {"no conversation file found"});
  EXPECT_THAT(Remixed(none, {{"query", 1}}).problems(), ElementsAre("no conversation file found"));
}

}  // namespace
}  // namespace clamor
