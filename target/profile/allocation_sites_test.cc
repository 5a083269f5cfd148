// SPDX-License-Identifier: Apache-2.0
#include "target/profile/allocation_sites.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

FoldedStacks Sample() {
  return ParseFolded(
      "main;Serve;Keep;char*& std::vector<>::emplace_back<>(char*&&) (vector.tcc);"
      "std::vector<>::_M_allocate(unsigned long) (stl_vector.h);operator new(unsigned long) 500\n"
      "main;Serve;Keep 250\n"
      "main;Log;Keep;malloc 60\n"
      "main;Log;Keep;push (builtin) 40\n"
      "main;Parse 400\n"
      "malloc 10\n");
}

TEST(AllocationSites, AreTheInnermostFunctionsThatAreNoAllocators) {
  EXPECT_THAT(TopSites(Sample(), 2),
              ElementsAre(AllOf(Field(&AllocationSite::function, "Keep"),
                                Field(&AllocationSite::bytes, 850),
                                Field(&AllocationSite::callers, ElementsAre("Serve", "main"))),
                          Field(&AllocationSite::function, "Parse")));
}

TEST(AllocationSites, NameTheAllocatorWhereNothingElseIsKnown) {
  EXPECT_EQ(TopSites(Sample(), 9).back().function, "malloc");
}

TEST(AllocationSites, AreATableWithItsWhole) {
  EXPECT_EQ(SitesTable("Bytes in use at the end", ParseFolded("main;Keep 7500000\nmain 2500000\n")),
            "Bytes in use at the end\n"
            "\n"
            "    bytes    share  allocated by\n"
            "  7.50 MB   75.0 %  Keep\n"
            "                      called by main\n"
            "  2.50 MB   25.0 %  main\n"
            "  10.0 MB  100.0 %  all\n");
}

TEST(AllocationSites, ShowHostileNamesSafely) {
  FoldedStacks stacks;
  stacks.Add({std::string(5000, 'x'), "\x1b[2J"}, 1);
  const std::string table = SitesTable("t", stacks);
  EXPECT_THAT(table, Not(HasSubstr("\x1b")));
  EXPECT_LT(table.size(), 500U);
}

TEST(AllocationSites, SayThatNothingWasRecorded) {
  EXPECT_EQ(SitesTable("t", {}), "t\n\nNothing was recorded.\n");
}

}  // namespace
}  // namespace clamor
