// SPDX-License-Identifier: Apache-2.0
#include "clamor/conversation.h"

#include <gmock/gmock.h>

#include <limits>
#include <sstream>

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Conversation Made(const std::string& name, std::map<std::string, std::string> tags) {
  Conversation c;
  c.name = name;
  c.tags = std::move(tags);
  c.turns.push_back({"user", "Hello"});
  return c;
}

Conversations Three() {
  return Conversations({Made("a", {{"kind", "short"}, {"lang", "en"}}),
                        Made("b", {{"kind", "long"}, {"lang", "de"}}), Made("c", {})});
}

std::vector<std::string> NamesOf(const Conversations& set) {
  std::vector<std::string> names;
  for (const Conversation& c : set.all()) names.push_back(c.name);
  return names;
}

TEST(Conversation, IsShownWithItsFile) {
  Conversation c = Made("a", {});
  std::ostringstream out;
  out << c << "; ";
  c.file = "d/a.json";
  out << c;
  EXPECT_EQ(out.str(), "a; a (d/a.json)");
}

TEST(Conversations, CanBeOneConversation) {
  const Conversations set = Made("a", {});
  EXPECT_THAT(NamesOf(set), ElementsAre("a"));
  EXPECT_EQ(set.ToString(), "1 conversation");
}

TEST(Only, KeepsWhatHasOneOfTheValues) {
  EXPECT_THAT(NamesOf(Three().Only("kind", {"short"})), ElementsAre("a"));
  EXPECT_THAT(NamesOf(Three().Only("kind", {"short", "long"})), ElementsAre("a", "b"));
  EXPECT_THAT(NamesOf(Three()), ElementsAre("a", "b", "c")) << "the set itself is unchanged";
}

TEST(Only, TellsWhenNothingIsLeft) {
  EXPECT_THAT(Three().Only("kind", {"shrt"}).problems(),
              ElementsAre("Only(kind): no conversation has kind=shrt, expected one of long, short; "
                          "did you mean \"short\"?"));
  EXPECT_THAT(Three().Only("color", {"red"}).problems(),
              ElementsAre("Only(color): no conversation has the tag color"));
  EXPECT_THAT(Three().Only("kind", {}).problems(), ElementsAre("Only(kind): no value is given"));
}

TEST(Only, AddsNothingToTheProblemsOfAnEmptySet) {
  const Conversations none({}, {"no conversation file found"});
  EXPECT_THAT(none.Only("kind", {"short"}).Mix("kind", {"short"}).problems(),
              ElementsAre("no conversation file found"));
}

TEST(Vary, IsShownWithItsWeights) {
  const Conversations set =
      Three().Vary("stream", {{"true", 30}, {"false", 70}}).Mix("kind", {"long"});
  EXPECT_THAT(set.problems(), IsEmpty());
  EXPECT_EQ(set.ToString(), "3 conversations, stream drawn true=30 false=70, kind mixed long=1");
}

TEST(Vary, ReplacesAnEarlierOneOfTheSameTag) {
  const Conversations set = Three().Vary("stream", {"true"}).Vary("stream", {"false"});
  ASSERT_EQ(set.choices().size(), 1U);
  EXPECT_EQ(set.choices()[0].values[0].value, "false");
}

TEST(Vary, TakesTheValuesOfAFile) {
  const Conversations set = Three().Vary("model", TagValues{{{"a", 2}, "b"}, {}});
  EXPECT_THAT(set.problems(), IsEmpty());
  EXPECT_EQ(set.ToString(), "3 conversations, model drawn a=2 b=1");
}

TEST(Vary, TakesOverTheProblemsOfAFile) {
  const Conversations set = Three().Vary("model", TagValues{{}, {"d/f.json:1:1: wrong"}});
  EXPECT_THAT(set.problems(), ElementsAre("d/f.json:1:1: wrong"));
}

TEST(Vary, ShowsAValueThatIsEmpty) {
  EXPECT_EQ(Three().Vary("system", {"", "Be brief."}).ToString(),
            "3 conversations, system drawn \"\"=1 Be brief.=1");
  EXPECT_THAT(Three().Vary("system", {{"", -1}}).problems(),
              ElementsAre("Vary(system): the weight of \"\" is -1, expected 0 or more"));
}

TEST(Vary, RefusesWeightsThatMeanNothing) {
  EXPECT_THAT(Three().Vary("stream", {{"true", -1}}).problems(),
              ElementsAre("Vary(stream): the weight of true is -1, expected 0 or more"));
  EXPECT_THAT(
      Three().Vary("stream", {{"true", std::numeric_limits<double>::quiet_NaN()}}).problems(),
      ElementsAre("Vary(stream): the weight of true is nan, expected 0 or more"));
  EXPECT_THAT(Three().Vary("stream", {{"true", 0}, {"false", 0}}).problems(),
              ElementsAre("Vary(stream): all weights are 0, expected one above 0"));
  EXPECT_THAT(Three().Vary("stream", {}).problems(),
              ElementsAre("Vary(stream): all weights are 0, expected one above 0"));
}

TEST(Mix, RefusesAValueThatNoConversationHas) {
  EXPECT_THAT(Three().Mix("kind", {{"short", 50}, {"medium", 50}}).problems(),
              ElementsAre("Mix(kind): no conversation has kind=medium, expected one of long, "
                          "short"));
}

TEST(Mix, RefusesWeightsThatMeanNothing) {
  EXPECT_THAT(Three().Mix("kind", {{"short", 1}, {"long", -0.5}}).problems(),
              ElementsAre("Mix(kind): the weight of long is -0.5, expected 0 or more"));
  EXPECT_THAT(Three().Mix("kind", {{"short", std::numeric_limits<double>::infinity()}}).problems(),
              ElementsAre("Mix(kind): the weight of short is inf, expected 0 or more"));
  EXPECT_THAT(Three().Mix("kind", {{"short", 0}, {"long", 0}}).problems(),
              ElementsAre("Mix(kind): all weights are 0, expected one above 0"));
}

TEST(Mix, TellsWhenChoicesExcludeEachOther) {
  EXPECT_THAT(Three().Mix("kind", {"short"}).Mix("lang", {"de"}).problems(),
              ElementsAre("Mix(lang): with the choices before it no conversation is left"));
  EXPECT_THAT(Three().Mix("kind", {"short"}).Only("lang", {"de"}).problems(),
              ElementsAre("Only(lang): with the choices before it no conversation is left"));
}

TEST(Group, IsShownWithItsPatterns) {
  const Conversations set =
      Three().Group("family", "model", {{"gpt-4*", "gpt4"}, {"", "none"}}).Vary("model", {"gpt-4"});
  EXPECT_THAT(set.problems(), IsEmpty());
  EXPECT_EQ(set.ToString(),
            "3 conversations, model drawn gpt-4=1, family by model gpt-4*=gpt4 \"\"=none");
}

TEST(Group, ReplacesAnEarlierOneOfTheSameTag) {
  const Conversations set =
      Three().Group("family", "kind", {{"a", "b"}}).Group("family", "lang", {{"c", "d"}});
  EXPECT_EQ(set.ToString(), "3 conversations, family by lang c=d");
}

TEST(Group, RefusesPatternsThatMeanNothing) {
  EXPECT_THAT(Three().Group("family", "model", {}).problems(),
              ElementsAre("Group(family): no pattern is given"));
  EXPECT_THAT(
      Three().Group("family", "model", {{"gpt-*-mini", "mini"}}).problems(),
      ElementsAre("Group(family): the pattern gpt-*-mini has a * inside, expected one at its end "
                  "or none"));
}

TEST(Group, RefusesATagThatIsDrawnToo) {
  const char* problem = "Vary(kind) and Group(kind): both set the tag, expected one of them";
  const std::vector<GroupRule> rules{{"e*", "e"}};
  EXPECT_THAT(Three().Vary("kind", {"x"}).Group("kind", "lang", rules).problems(),
              ElementsAre(problem));
  EXPECT_THAT(Three().Group("kind", "lang", rules).Vary("kind", {"x"}).problems(),
              ElementsAre(problem));
}

}  // namespace
}  // namespace clamor
