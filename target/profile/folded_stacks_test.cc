// SPDX-License-Identifier: Apache-2.0
#include "target/profile/folded_stacks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Pair;
using testing::ThrowsMessage;
using testing::UnorderedElementsAre;

TEST(FoldedStacks, MergesEqualStacks) {
  FoldedStacks stacks;
  stacks.Add({"main", "Parse"}, 3);
  stacks.Add({"main"}, 1);
  stacks.Add({"main", "Parse"}, 4);
  EXPECT_THAT(stacks.stacks(),
              UnorderedElementsAre(Pair(Stack{"main"}, 1), Pair(Stack{"main", "Parse"}, 7)));
  EXPECT_EQ(stacks.total(), 8);
}

TEST(FoldedStacks, LeavesOutWhatWeighsNothingOrHasNoFrame) {
  FoldedStacks stacks;
  stacks.Add({"main"}, 0);
  stacks.Add({}, 5);
  EXPECT_TRUE(stacks.empty());
  EXPECT_EQ(stacks.total(), 0);
}

TEST(FoldedStacks, AddsOthersBelowARoot) {
  FoldedStacks one;
  one.Add({"main"}, 2);
  FoldedStacks both;
  both.AddBelow("process 7", one);
  both.AddBelow("", one);
  EXPECT_EQ(FoldedText(both), "main 2\nprocess 7;main 2\n");
}

TEST(FoldedStacks, ReadsWhatItWrites) {
  FoldedStacks stacks;
  stacks.Add({"main", "operator new(unsigned long)", "std::map<int, int>::find"}, 5);
  stacks.Add({"a b c"}, 18446744073709551615U - 5);
  EXPECT_EQ(ParseFolded(FoldedText(stacks)), stacks);
}

TEST(FoldedStacks, WritesNoCharacterThatWouldEndAFrameOrALine) {
  FoldedStacks stacks;
  stacks.Add({"a;b", "c\nd"}, 1);
  EXPECT_EQ(FoldedText(stacks), "a:b;c d 1\n");
}

TEST(FoldedStacks, ReadsBlankLinesAndAMissingLineEnd) {
  EXPECT_EQ(FoldedText(ParseFolded("\nmain;a 1\n\nmain;a 2")), "main;a 3\n");
  EXPECT_TRUE(ParseFolded("").empty());
}

TEST(FoldedStacks, NamesTheLineThatIsNone) {
  for (const char* bad : {"main 1\nmain;a", "main 1\nmain;a 12x", "main 1\nmain;a -1",
                          "main 1\nmain;a 99999999999999999999"}) {
    EXPECT_THAT([&] { ParseFolded(bad); },
                ThrowsMessage<std::runtime_error>(HasSubstr("line 2 of the folded stacks")));
  }
}

}  // namespace
}  // namespace clamor
