// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/time_chart.h"

#include <gmock/gmock.h>

#include <pugixml.hpp>

namespace clamor::html {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TimeChart Latency() {
  return {"response_time",
          Unit::kSeconds,
          38,
          10,
          {{"p50", {0.1, std::nullopt, 0.3, 0.4}, 0}, {"p95", {0.2, 0.5, 0.6, 0.5}, 1}},
          {{"p95(response_time) < 2s", 2}}};
}

// The figure as XML, which SVG in a page has to be.
pugi::xml_document Parsed(const TimeChart& chart) {
  pugi::xml_document document;
  const std::string text = FigureOf(chart);
  EXPECT_TRUE(document.load_string(text.c_str())) << text;
  return document;
}

double Number(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).as_double(-1);
}

TEST(TimeChart, DrawsALineBrokenWhereNothingWasMeasured) {
  const auto document = Parsed(Latency());
  const auto paths = document.select_nodes("//path[not(@class)]");
  ASSERT_EQ(paths.size(), 2U);
  EXPECT_EQ(document.select_nodes("//path[@class='dots']").size(), 1U) << "a value alone is a dot";
  const std::string second = paths[1].node().attribute("d").value();
  EXPECT_EQ(std::count(second.begin(), second.end(), 'M'), 1);
  EXPECT_EQ(std::count(second.begin(), second.end(), 'L'), 3);
}

TEST(TimeChart, TellsLinesApartByMoreThanColour) {
  const auto document = Parsed(Latency());
  const auto paths = document.select_nodes("//path[not(@class)]");
  EXPECT_STRNE(paths[0].node().attribute("stroke-dasharray").value(),
               paths[1].node().attribute("stroke-dasharray").value());
}

TEST(TimeChart, DrawsLimitsInsideThePlotThatTheyStretch) {
  TimeChart chart = Latency();
  chart.limits = {{"p95(response_time) < 1s", 1}};
  const auto document = Parsed(chart);
  const auto limit = document.select_node("//line[@stroke='#c0392b']").node();
  EXPECT_GT(Number(limit, "y1"), 30);
  EXPECT_LT(Number(limit, "y1"), 60) << "1 s is above all values";
  EXPECT_THAT(FigureOf(chart), HasSubstr(">p95(response_time) &lt; 1s</text>"));
}

TEST(TimeChart, NamesLimitsThatWouldPressTheValuesToTheGround) {
  const std::string figure = FigureOf(Latency());
  EXPECT_THAT(figure, HasSubstr(">above: p95(response_time) &lt; 2s</text>"));
  EXPECT_THAT(figure, Not(HasSubstr("#c0392b")));
}

TEST(TimeChart, NamesLimitsThatLieTogetherInOneLabel) {
  TimeChart chart = Latency();
  chart.limits = {{"p95 < 700ms", 0.7}, {"p99 < 710ms", 0.71}};
  EXPECT_THAT(FigureOf(chart), HasSubstr(">p99 &lt; 710ms, p95 &lt; 700ms</text>"));
}

TEST(TimeChart, HoldsTheSameNumbersAsATable) {
  const auto document = Parsed(Latency());
  const auto rows = document.select_nodes("//tbody/tr");
  ASSERT_EQ(rows.size(), 4U);
  const auto cell = [&rows](std::size_t row, int column) {
    return std::string(std::next(rows[row].node().children("td").begin(), column)->text().get());
  };
  EXPECT_EQ(cell(1, 0), "10 s");
  EXPECT_EQ(cell(1, 1), "-");
  EXPECT_EQ(cell(1, 2), "500 ms");
}

TEST(TimeChart, IsToldToThoseWhoCannotSeeIt) {
  const auto document = Parsed(Latency());
  EXPECT_STREQ(document.select_node("//svg").node().attribute("aria-label").value(),
               "response_time; p50: 400 ms at most; p95: 600 ms at most");
}

TEST(TimeChart, OfOneSecondIsADot) {
  const auto document = Parsed({"Turns", Unit::kPerSecond, 1, 1, {{"succeeded", {3}}}, {}});
  const auto dot = document.select_node("//path[@class='dots']").node();
  EXPECT_THAT(dot.attribute("d").value(), StartsWith("M336.0 ")) << "in the middle of its second";
}

TEST(TimeChart, OfZerosStillHasAScale) {
  const auto document = Parsed({"Turns", Unit::kPerSecond, 3, 1, {{"failed", {0, 0, 0}}}, {}});
  for (const auto& line : document.select_nodes("//line")) {
    EXPECT_THAT(line.node().attribute("y1").value(), Not(HasSubstr("nan")));
  }
}

TEST(TimeChart, OfNothingIsNone) {
  EXPECT_THAT(FigureOf({"Users", Unit::kCount, 1, 1, {{"active", {std::nullopt}}}, {}}), IsEmpty());
  EXPECT_THAT(FigureOf({"Users", Unit::kCount, 1, 1, {}, {}}), IsEmpty());
}

TEST(TimeChart, NeedsNoStyle) { EXPECT_THAT(FigureOf(Latency()), Not(HasSubstr("style="))); }

}  // namespace
}  // namespace clamor::html
