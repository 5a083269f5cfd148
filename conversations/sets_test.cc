// SPDX-License-Identifier: Apache-2.0
#include "conversations/sets.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

Conversation Made(const std::string& name, long invocations, const std::string& kind) {
  Conversation c;
  c.name = name;
  c.invocations = invocations;
  c.tags = {{"kind", kind}};
  c.turns.push_back({"user", "Hello"});
  return c;
}

Conversations Set() {
  return Conversations({Made("a", 25, "x"), Made("b", 75, "y"), Made("c", 100, "y")});
}

// How often each value of the tag is held.
std::map<std::string, long> Counts(const Dealt& dealt, const std::string& tag) {
  std::map<std::string, long> counts;
  for (const std::uint32_t variant : dealt.order) ++counts[dealt.variants.at(variant).tags.at(tag)];
  return counts;
}

TEST(Deal, HoldsEachConversationExactlyAsOftenAsItsFileSays) {
  EXPECT_THAT(Counts(Deal(Set(), 1, std::nullopt), "conversation"),
              ElementsAre(Pair("a", 25), Pair("b", 75), Pair("c", 100)));
}

TEST(Deal, IsExactForAwkwardInvocations) {
  std::vector<Conversation> all;
  for (long n = 1; n < 60; ++n) all.push_back(Made("c" + std::to_string(n), n, "x"));
  for (const auto& [name, count] :
       Counts(Deal(Conversations(all), 5, std::nullopt), "conversation")) {
    EXPECT_EQ("c" + std::to_string(count), name);
  }
}

TEST(Deal, KeepsTheProportionsOfGivenIterations) {
  EXPECT_THAT(Counts(Deal(Set(), 1, 8), "conversation"),
              ElementsAre(Pair("a", 1), Pair("b", 3), Pair("c", 4)));
  EXPECT_THAT(Counts(Deal(Set(), 1, 2000), "conversation"),
              ElementsAre(Pair("a", 250), Pair("b", 750), Pair("c", 1000)));
}

TEST(Deal, GivesAsManyIterationsAsAskedFor) {
  for (long n = 0; n < 50; ++n) {
    EXPECT_EQ(Deal(Set(), 3, n).order.size(), static_cast<std::size_t>(n));
  }
}

TEST(Deal, IsTheSameForTheSameSeedOnly) {
  EXPECT_EQ(Deal(Set(), 7, std::nullopt).order, Deal(Set(), 7, std::nullopt).order);
  const Dealt other = Deal(Set(), 8, std::nullopt);
  const Dealt one = Deal(Set(), 7, std::nullopt);
  std::vector<std::string> names_of_one;
  std::vector<std::string> names_of_other;
  for (const auto i : one.order) names_of_one.push_back(one.variants[i].name);
  for (const auto i : other.order) names_of_other.push_back(other.variants[i].name);
  EXPECT_NE(names_of_one, names_of_other);
}

TEST(Deal, MixesTheConversationsOverTheRun) {
  const Dealt dealt = Deal(Set(), 7, std::nullopt);
  const auto half = dealt.order.begin() + 100;
  long of_c = 0;
  for (auto at = dealt.order.begin(); at != half; ++at) of_c += dealt.variants[*at].name == "c";
  EXPECT_GT(of_c, 35);
  EXPECT_LT(of_c, 65);
}

TEST(Deal, VariesATagInItsShares) {
  const Dealt dealt = Deal(Set().Vary("stream", {{"true", 30}, {"false", 70}}), 1, std::nullopt);
  EXPECT_THAT(Counts(dealt, "stream"), ElementsAre(Pair("false", 140), Pair("true", 60)));
  EXPECT_THAT(Counts(dealt, "conversation"),
              ElementsAre(Pair("a", 25), Pair("b", 75), Pair("c", 100)));
  EXPECT_EQ(dealt.variants.size(), 6U) << "each conversation in both ways, each once";
}

TEST(Deal, DrawsTwoTagsIndependently) {
  const Dealt dealt =
      Deal(Set().Vary("stream", {"true", "false"}).Vary("model", {"small", "large"}), 1, 4000);
  std::map<std::string, long> pairs;
  for (const auto i : dealt.order) {
    const auto& tags = dealt.variants[i].tags;
    ++pairs[tags.at("stream") + tags.at("model")];
  }
  ASSERT_EQ(pairs.size(), 4U);
  for (const auto& [pair, count] : pairs) {
    EXPECT_NEAR(static_cast<double>(count), 1000, 120) << pair;
  }
}

TEST(Deal, DrawsAnEmptyValueLikeAnyOther) {
  EXPECT_THAT(Counts(Deal(Set().Vary("system", {{"", 1}, {"Be brief.", 3}}), 1, 8), "system"),
              ElementsAre(Pair("", 2), Pair("Be brief.", 6)));
}

TEST(Deal, ReplacesTheFilesOwnTag) {
  EXPECT_THAT(Counts(Deal(Set().Vary("kind", {"z"}), 1, 10), "kind"), ElementsAre(Pair("z", 10)));
}

TEST(Deal, NeverDrawsAWeightOfZero) {
  const Dealt dealt = Deal(Set().Vary("stream", {{"true", 0}, {"false", 1}}), 1, 101);
  EXPECT_THAT(Counts(dealt, "stream"), ElementsAre(Pair("false", 101)));
}

TEST(Deal, MixesFilesByTheirTagAndInvocations) {
  const Dealt dealt = Deal(Set().Mix("kind", {{"x", 30}, {"y", 70}}), 1, 1000);
  EXPECT_THAT(Counts(dealt, "conversation"),
              ElementsAre(Pair("a", 300), Pair("b", 300), Pair("c", 400)));
}

TEST(Deal, MixesByWeightsThatDoNotAddUpToOne) {
  const Conversations set = Set().Mix("kind", {{"x", 0.2}, {"y", 0.3}});
  EXPECT_THAT(Counts(Deal(set, 1, 100), "kind"), ElementsAre(Pair("x", 40), Pair("y", 60)));
}

TEST(Deal, KeepsAMixOfManyFilesInAFewIterations) {
  std::vector<Conversation> all;
  for (int n = 0; n < 5; ++n) all.push_back(Made("often" + std::to_string(n), 1, "often"));
  for (int n = 0; n < 9; ++n) all.push_back(Made("rare" + std::to_string(n), 1, "rare"));
  all.push_back(Made("rarer", 1, "rarer"));
  const Conversations set =
      Conversations(all).Mix("kind", {{"often", 0.8}, {"rare", 0.1}, {"rarer", 0.1}});
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    const Dealt dealt = Deal(set, seed, 10);
    EXPECT_THAT(Counts(dealt, "kind"),
                ElementsAre(Pair("often", 8), Pair("rare", 1), Pair("rarer", 1)));
    for (const auto& [name, count] : Counts(dealt, "conversation")) EXPECT_LE(count, 2) << name;
  }
}

TEST(Deal, KeepsTwoMixes) {
  std::vector<Conversation> all;
  for (const char* kind : {"x", "y"}) {
    for (const char* lang : {"de", "en"}) {
      all.push_back(Made(std::string(kind) + lang, 1, kind));
      all.back().tags["lang"] = lang;
    }
  }
  const Dealt dealt =
      Deal(Conversations(all).Mix("kind", {{"x", 1}, {"y", 3}}).Mix("lang", {{"de", 1}, {"en", 1}}),
           1, 80);
  EXPECT_THAT(Counts(dealt, "kind"), ElementsAre(Pair("x", 20), Pair("y", 60)));
  EXPECT_THAT(Counts(dealt, "lang"), ElementsAre(Pair("de", 40), Pair("en", 40)));
}

TEST(Deal, NeverHoldsWhatTheMixGivesNoWeight) {
  const Conversations set = Set().Mix("kind", {{"x", 0}, {"y", 0.1}});
  EXPECT_THAT(Counts(Deal(set, 1, 101), "kind"), ElementsAre(Pair("y", 101)));
}

TEST(Deal, HoldsOnlyWhatTheMixNames) {
  const Conversations set = Set().Mix("kind", {"y"});
  EXPECT_THAT(Counts(Deal(set, 1, std::nullopt), "conversation"),
              ElementsAre(Pair("b", 75), Pair("c", 100)));
}

// The models of a table of families; one of them is in none.
const std::vector<GroupRule> kFamilies{
    {"gemini-*", "gemini"}, {"gpt-4", "exactly"}, {"gpt-4*", "gpt4"}, {"gpt-*", "gpt"}};

TEST(Deal, GroupsDrawnValuesByTheFirstPatternThatMatches) {
  const std::vector<Weight> models{"gemini-2.5", "gpt-4", "gpt-4o", "gpt-3.5", "o1"};
  const auto grouped = ElementsAre(Pair("exactly", 40), Pair("gemini", 40), Pair("gpt", 40),
                                   Pair("gpt4", 40), Pair("o1", 40));
  for (const Conversations& set :
       {Set().Vary("model", models).Group("family", "model", kFamilies),
        Set().Group("family", "model", kFamilies).Vary("model", models)}) {
    const Dealt dealt = Deal(set, 1, 200);
    EXPECT_THAT(Counts(dealt, "family"), grouped);
    for (const Conversation& c : dealt.variants) {
      EXPECT_EQ(c.tags.at("family") == "gpt4", c.tags.at("model") == "gpt-4o");
    }
  }
}

TEST(Deal, GroupsTheFilesValues) {
  const Conversations set = Set()
                                .Group("letter", "kind", {{"x", "ex"}})
                                .Group("again", "letter", {{"e*", "e"}, {"*", "other"}});
  EXPECT_THAT(Counts(Deal(set, 1, std::nullopt), "letter"),
              ElementsAre(Pair("ex", 25), Pair("y", 175)));
  EXPECT_THAT(Counts(Deal(set, 1, std::nullopt), "again"),
              ElementsAre(Pair("e", 25), Pair("other", 175)));
}

TEST(Deal, GroupsNothingWhereTheTagIsMissing) {
  const Conversations set = Set().Group("family", "model", kFamilies);
  for (const Conversation& c : Deal(set, 1, std::nullopt).variants) {
    EXPECT_FALSE(c.tags.contains("family"));
  }
  EXPECT_FALSE(ValuesByTag(set).contains("family"));
}

TEST(Deal, DealsNothingFromASetWithProblems) {
  EXPECT_THAT(Deal(Conversations({}, {"problem"}), 1, 10).order, IsEmpty());
  EXPECT_THAT(Deal(Set().Vary("stream", {}), 1, 10).order, IsEmpty());
}

TEST(Deal, SpreadsTiesOverTheSeeds) {
  const Conversations set({Made("a", 1, "x"), Made("b", 1, "x"), Made("c", 1, "x")});
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    seen.insert(Deal(set, seed, 1).variants.at(0).name);
  }
  EXPECT_THAT(seen, UnorderedElementsAre("a", "b", "c"));
}

TEST(ValuesByTag, KnowsAllThatCanBeDrawn) {
  const Conversations set =
      Set().Mix("kind", {"y"}).Vary("model", {{"small", 1e9}, {"large", 1}, {"none", 0}});
  EXPECT_THAT(ValuesByTag(set), ElementsAre(Pair("conversation", ElementsAre("b", "c")),
                                            Pair("kind", ElementsAre("y")),
                                            Pair("model", ElementsAre("large", "small"))));
}

TEST(ValuesByTag, KnowsWhatAMixGivesNoWeight) {
  const Conversations set = Set().Mix("kind", {{"x", 0}, {"y", 0.5}});
  EXPECT_THAT(ValuesByTag(set), ElementsAre(Pair("conversation", ElementsAre("b", "c")),
                                            Pair("kind", ElementsAre("x", "y"))));
  EXPECT_THAT(ValuesByTag(set.Vary("kind", {"z"})).at("kind"), ElementsAre("z"));
  EXPECT_THAT(ValuesByTag(set.Group("kind", "conversation", {{"*", "z"}})).at("kind"),
              ElementsAre("z"));
}

TEST(ValuesByTag, KnowsTheGroupsOfAllThatCanBeDrawn) {
  const auto values = ValuesByTag(Set()
                                      .Vary("model", {{"gpt-4", 1e9}, {"gpt-4o", 1}, "o1"})
                                      .Group("family", "model", kFamilies)
                                      .Group("kind", "conversation", {{"a", "first"}}));
  EXPECT_THAT(values.at("family"), ElementsAre("exactly", "gpt4", "o1"));
  EXPECT_THAT(values.at("kind"), ElementsAre("b", "c", "first")) << "replaces the files' own";
}

}  // namespace
}  // namespace clamor
