// SPDX-License-Identifier: Apache-2.0
#include "target/profile/flame_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>

#include "base/utf8.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

FoldedStacks Sample() {
  return ParseFolded("main;Serve;Parse 60\nmain;Serve 20\nmain;Log 19\nidle 1\n");
}

std::string SvgOf(const FoldedStacks& stacks) {
  return FlameGraphSvg(stacks, {"The title", "the subtitle", WeightUnit::kSamples});
}

// The box's attribute, of the frame whose tool tip begins with the name.
double Box(const std::string& svg, const std::string& name, const std::string& attribute) {
  const std::regex box("<title>" + name + "\n[^<]*</title><rect[^>]* " + attribute +
                       "=\"([0-9.]+)\"");
  std::smatch match;
  return std::regex_search(svg, match, box) ? std::stod(match[1]) : -1;
}

std::size_t Frames(const std::string& svg) {
  const std::regex frame("<g class=\"f\">");
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(svg.begin(), svg.end(), frame), std::sregex_iterator()));
}

TEST(FlameGraph, ShowsTitleSubtitleAndWhole) {
  EXPECT_THAT(SvgOf(Sample()),
              AllOf(HasSubstr(">The title</text>"), HasSubstr(">the subtitle</text>"),
                    HasSubstr("<title>all: 100 samples\n100.0 %")));
}

TEST(FlameGraph, GivesEachFrameAWidthOfItsShare) {
  const std::string svg = SvgOf(Sample());
  const double whole = Box(svg, "all: 100 samples", "width");
  EXPECT_NEAR(Box(svg, "main", "width"), 0.99 * whole, 0.01);
  EXPECT_NEAR(Box(svg, "Serve", "width"), 0.8 * whole, 0.01);
  EXPECT_NEAR(Box(svg, "Parse", "width"), 0.6 * whole, 0.01);
}

TEST(FlameGraph, PutsTheCalledBelowTheCallerWidestFirst) {
  const std::string svg = SvgOf(Sample());
  EXPECT_GT(Box(svg, "Serve", "y"), Box(svg, "main", "y"));
  EXPECT_EQ(Box(svg, "Serve", "x"), Box(svg, "main", "x"));
  EXPECT_NEAR(Box(svg, "Log", "x"), Box(svg, "Serve", "x") + Box(svg, "Serve", "width"), 0.02);
}

TEST(FlameGraph, TellsShareWeightAndWhatIsItsOwn) {
  EXPECT_THAT(SvgOf(Sample()),
              HasSubstr("<title>Serve\n80.0 %, 80 samples (itself 20.0 %, 20 samples)"));
}

TEST(FlameGraph, LeavesOutFramesNarrowerThanAThousandth) {
  EXPECT_EQ(Frames(SvgOf(ParseFolded("a 9991\nb 9\n"))), 2);
  EXPECT_EQ(Frames(SvgOf(ParseFolded("a 9989\nb 11\n"))), 3);
}

TEST(FlameGraph, IsNeverDeeperThanItsBound) {
  FoldedStacks stacks;
  stacks.Add(Stack(50'000, "again"), 1);
  EXPECT_EQ(Frames(SvgOf(stacks)), 121);
}

TEST(FlameGraph, CutsTextToItsBox) {
  const std::string name(300, 'n');
  const std::string svg = SvgOf(ParseFolded(name + " 10\nz 90\n"));
  std::smatch label;
  ASSERT_TRUE(std::regex_search(svg, label, std::regex(">(n+)\u2026</text>")));
  EXPECT_LE(static_cast<double>(label[1].length() + 1) * 7.2, Box(svg, name, "width"));
}

TEST(FlameGraph, CutsNoCharacterInTwo) {
  for (int bytes = 0; bytes < 3; ++bytes) {
    std::string name(static_cast<std::size_t>(bytes), 'n');
    for (int i = 0; i < 100; ++i) name += "\u20ac";
    EXPECT_EQ(FirstInvalidUtf8(SvgOf(ParseFolded(name + " 10\nz 90\n"))), std::string::npos);
  }
}

TEST(FlameGraph, EscapesHostileNames) {
  FoldedStacks stacks;
  stacks.Add({"<script>alert(1)</script>", "a&b\"']]>", "\x1b[31m\xff\n"}, 1);
  EXPECT_THAT(FlameGraphSvg(stacks, {"<b>", "&", WeightUnit::kBytes}),
              AllOf(Not(HasSubstr("<script>alert")), Not(HasSubstr("\x1b")), Not(HasSubstr("\xff")),
                    HasSubstr("&lt;script&gt;alert(1)"), HasSubstr("a&amp;b&quot;&#39;]]&gt;"),
                    HasSubstr("&lt;b&gt;")));
}

TEST(FlameGraph, BoundsLongNames) {
  FoldedStacks stacks;
  stacks.Add({std::string(1'000'000, '<')}, 1);
  EXPECT_LT(SvgOf(stacks).size(), 20'000U);
}

TEST(FlameGraph, SaysThatNothingWasRecorded) {
  EXPECT_THAT(SvgOf({}), AllOf(HasSubstr("Nothing was recorded."), HasSubstr("</svg>")));
}

TEST(FlameGraph, NeedsNoNetwork) {
  std::string svg = SvgOf(Sample());
  const std::string xml_namespace = "http://www.w3.org/2000/svg";
  svg.erase(svg.find(xml_namespace), xml_namespace.size());
  EXPECT_THAT(svg,
              AllOf(Not(HasSubstr("http:")), Not(HasSubstr("https:")), Not(HasSubstr("href"))));
}

}  // namespace
}  // namespace clamor
