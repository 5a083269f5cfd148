// SPDX-License-Identifier: Apache-2.0
// Models: what is read, and whose times are whose.
#include "server/model_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace clamor::server {
namespace {

using testing::HasSubstr;

ModelTable TableOf(const std::vector<std::string_view>& texts) {
  ModelTable table;
  for (const std::string_view text : texts) table.Add(text);
  return table;
}

std::string ErrorOf(const std::vector<std::string_view>& texts) {
  try {
    TableOf(texts);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

// The time to the first event, in milliseconds; -1 is the server's own.
double TtftOf(const ModelTable& table, std::string_view name) {
  const ServiceModel others{{Distribution::Shape::kConstant, -1e6, 0}, {}, {}};
  return table.TimesOf(name, others).first_event.first / 1e6;
}

TEST(ModelTable, GivesAModelItsOwnTimes) {
  const auto table = TableOf({"openai/gpt-4=lognormal:20ms,0.5/uniform:1ms-2ms/constant:7"});
  const auto times = table.TimesOf("openai/gpt-4", {});
  EXPECT_EQ(times.first_event.first, 20e6);
  EXPECT_EQ(times.gap.second, 2e6);
  EXPECT_EQ(times.events.first, 7);
}

TEST(ModelTable, ServesOtherModelsAtTheServersTimes) {
  const ServiceModel others{{}, {}, {Distribution::Shape::kConstant, 3, 0}};
  const auto table = TableOf({"gpt-4=constant:20ms/constant:5ms"});
  EXPECT_EQ(TtftOf(table, "gpt-4-turbo"), -1);
  EXPECT_EQ(TtftOf(table, ""), -1);
  EXPECT_EQ(TtftOf({}, "gpt-4"), -1);
  EXPECT_EQ(table.TimesOf("gpt-4", others).events.first, 3);
}

TEST(ModelTable, TakesTheMostSpecialNameInWhateverOrder) {
  const std::vector<std::string_view> texts = {
      "*=constant:1ms/constant:0s", "gpt-*=constant:2ms/constant:0s",
      "gpt-4=constant:4ms/constant:0s", "gpt-4*=constant:3ms/constant:0s"};
  for (const auto& order : {texts, {texts.rbegin(), texts.rend()}}) {
    const auto table = TableOf(order);
    EXPECT_EQ(TtftOf(table, "claude"), 1);
    EXPECT_EQ(TtftOf(table, "gpt-3"), 2);
    EXPECT_EQ(TtftOf(table, "gpt-4-turbo"), 3);
    EXPECT_EQ(TtftOf(table, "gpt-4"), 4);
  }
}

TEST(ModelTable, ListsNamesOnceAndNoPattern) {
  const auto table = TableOf({"mine=constant:1ms/constant:0s", "gpt-4=constant:1ms/constant:0s",
                              "gemini*=constant:1ms/constant:0s"});
  EXPECT_THAT(table.Names(), testing::UnorderedElementsAre(
                                 "mine", "gpt-4", "gemini-1.5-pro", "gpt-4-turbo", "claude-3-opus",
                                 "claude-3-sonnet", "openai/gpt-3.5-turbo"));
}

TEST(ModelTable, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf({"gpt-4"}),
            "\"gpt-4\" names no model; expected NAME=TTFT/GAP or NAME=TTFT/GAP/EVENTS");
  EXPECT_THAT(ErrorOf({"=constant:1ms/constant:1ms"}), HasSubstr("names no model"));
  EXPECT_THAT(ErrorOf({"m=constant:1ms"}), HasSubstr("has no time between two events"));
  EXPECT_THAT(ErrorOf({"m=constant:1/constant:1ms"}), HasSubstr("\"1\" needs a unit"));
  EXPECT_THAT(ErrorOf({"m=constant:1ms/soon"}), HasSubstr("\"soon\" is no distribution"));
  EXPECT_THAT(ErrorOf({"m=constant:1ms/constant:1ms/constant:1.5"}), HasSubstr("whole number"));
  EXPECT_THAT(ErrorOf({"m=constant:1ms/constant:1ms/constant:1/constant:1"}),
              HasSubstr("has more than three times"));
  const std::string_view again = "m*=constant:1ms/constant:1ms";
  EXPECT_THAT(ErrorOf({again, again}), HasSubstr("names a model again"));
}

}  // namespace
}  // namespace clamor::server
