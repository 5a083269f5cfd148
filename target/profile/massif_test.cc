// SPDX-License-Identifier: Apache-2.0
#include "target/profile/massif.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

const std::string kBegin = "desc: --massif-out-file=x\ncmd: ./server\ntime_unit: i\n#-----------\n";

std::string Snapshot(const std::string& tree) {
  return "snapshot=1\n#-----------\ntime=12\nmem_heap_B=1000\nmem_heap_extra_B=8\nmem_stacks_B="
         "0\n" +
         tree + "#-----------\n";
}

const std::string kPeak = Snapshot(
    "heap_tree=peak\n"
    "n2: 1000 (heap allocation functions) malloc/new/new[], --alloc-fns, etc.\n"
    " n1: 700 0x1091B5: Keep(int) (leak.cc:7)\n"
    "  n1: 700 0x109200: Serve (leak.cc:12)\n"
    "   n0: 600 0x109300: main (leak.cc:20)\n"
    " n0: 300 in 12 places, all below massif's threshold (1.00%)\n");

TEST(Massif, ReadsThePeak) {
  EXPECT_EQ(FoldedText(MassifStacks(kBegin + Snapshot("heap_tree=empty\n") + kPeak, "m")),
            "Serve (leak.cc:12);Keep(int) (leak.cc:7) 100\n"
            "in 12 places, all below massif's threshold (1.00%) 300\n"
            "main (leak.cc:20);Serve (leak.cc:12);Keep(int) (leak.cc:7) 600\n");
}

TEST(Massif, PrefersThePeakToLaterSnapshots) {
  const std::string later = Snapshot("heap_tree=detailed\nn0: 5 (heap allocation functions)\n");
  EXPECT_EQ(MassifStacks(kBegin + kPeak + later, "m").total(), 1000);
}

TEST(Massif, TakesTheLastDetailedSnapshotWithoutAPeak) {
  const auto detailed = [](const char* bytes) {
    return Snapshot(std::string("heap_tree=detailed\nn1: ") + bytes +
                    " (heap allocation functions)\n n0: " + bytes + " 0x1: f (a.c:1)\n");
  };
  EXPECT_EQ(FoldedText(MassifStacks(kBegin + detailed("5") + detailed("7"), "m")), "f (a.c:1) 7\n");
}

TEST(Massif, NamesTheFileThatIsNone) {
  EXPECT_THAT([] { MassifStacks("something else", "massif.out.1"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("massif.out.1: not a file of massif")));
}

}  // namespace
}  // namespace clamor
