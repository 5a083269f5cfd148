// SPDX-License-Identifier: Apache-2.0
#include "target/profile/perf_script.h"

#include <gtest/gtest.h>

#include <string>

namespace clamor {
namespace {

// Two threads; a name with blanks and slashes; functions, kernel, inlined and unknown ones.
constexpr std::string_view kOnCpu =
    "server   4711/4711    12.000001: cpu-clock:pppH: \n"
    "\t    55d0c0 Parse(std::map<int, int> const&) (/usr/bin/server)\n"
    "\t    55d0c1 main (/usr/bin/server)\n"
    "\n"
    "server   4711/4711    12.005001: cpu-clock:pppH: \n"
    "\t    55d0c0 Parse(std::map<int, int> const&) (/usr/bin/server)\n"
    "\t    55d0c1 main (/usr/bin/server)\n"
    "\n"
    "worker 1/2 x   4711/4712    12.010001: cpu-clock:pppH: \n"
    "\tffffffff8100 entry_SYSCALL_64 ([kernel.kallsyms])\n"
    "\t    7f0001 [unknown] (/usr/lib/x86_64-linux-gnu/libc.so.6)\n"
    "\t    7f0002 [unknown] (/tmp/gone (deleted))\n"
    "\t         0 [unknown] ([unknown])\n"
    "\n";

TEST(PerfScript, FoldsSamplesByThread) {
  EXPECT_EQ(FoldedText(OnCpuStacks(kOnCpu)),
            "server;main;Parse(std::map<int, int> const&) 2\n"
            "worker 1/2 x;[unknown];[gone];[libc.so.6];entry_SYSCALL_64 1\n");
}

TEST(PerfScript, PassesOverWhatIsNoSample) {
  const std::string text = "Warning:\nProcessed 12 events and lost 3 chunks!\n\n\tno frame\n\n" +
                           std::string(kOnCpu) + "half a line";
  EXPECT_EQ(OnCpuStacks(text), OnCpuStacks(kOnCpu));
  EXPECT_TRUE(OnCpuStacks("").empty());
}

TEST(PerfScript, KeepsTheThreadOfASampleWithoutStack) {
  EXPECT_EQ(FoldedText(OnCpuStacks("a 1/1 1.000000: cpu-clock: \n\n")), "a 1\n");
}

constexpr std::string_view kOffCpu =
    "server 7/7 1.000000: context-switches: \n"
    "\t 1 schedule ([kernel.kallsyms])\n"
    "\t 2 read (/lib/libc.so.6)\n"
    "\t 3 main (/usr/bin/server)\n"
    "\n"
    "server 7/7 1.000002: PERF_RECORD_SWITCH OUT         \n"
    "server 7/8 1.100000: context-switches: \n"
    "\t 4 Work (/usr/bin/server)\n"
    "\n"
    "server 7/8 1.100001: PERF_RECORD_SWITCH OUT preempt \n"
    "server 7/8 1.150000: PERF_RECORD_SWITCH IN          \n"
    "server 7/7 1.250000: PERF_RECORD_SWITCH IN          \n"
    "server 7/9 1.300000: context-switches: \n"
    "\t 5 Sleep (/usr/bin/server)\n"
    "\n"
    "server 7/7 1.400000: PERF_RECORD_SWITCH IN          \n";

TEST(PerfScript, CountsTheTimeUntilAThreadIsBack) {
  EXPECT_EQ(FoldedText(OffCpuStacks(kOffCpu)),
            "server;Sleep 100000\n"
            "server;Work;(waiting for a CPU) 50000\n"
            "server;main;read;schedule 250000\n");
}

// Three waits of 10 us, of which every third has a stack, and one of 1 ms with its own.
TEST(PerfScript, SharesOutTimeWhoseStackWasNotSampled) {
  EXPECT_EQ(
      FoldedText(OffCpuStacks("a 1/1 1.000000:          1 context-switches: \n\t 1 Long (a)\n\n"
                              "a 1/1 1.000000: PERF_RECORD_SWITCH OUT\n"
                              "a 1/1 1.001000: PERF_RECORD_SWITCH IN\n"
                              "a 1/1 1.002000:          3 context-switches: \n\t 1 Short (a)\n\n"
                              "a 1/1 1.002000: PERF_RECORD_SWITCH OUT\n"
                              "a 1/1 1.002010: PERF_RECORD_SWITCH IN\n"
                              "a 1/1 1.002020: PERF_RECORD_SWITCH OUT\n"
                              "a 1/1 1.002030: PERF_RECORD_SWITCH IN\n"
                              "a 1/1 1.002040: PERF_RECORD_SWITCH OUT\n"
                              "a 1/1 1.002050: PERF_RECORD_SWITCH IN\n")),
      "a;Long 1000\na;Short 30\n");
}

TEST(PerfScript, KeepsTimeOfAThreadWithoutAnyStack) {
  EXPECT_EQ(FoldedText(OffCpuStacks("a 1/1 1.000000: PERF_RECORD_SWITCH OUT\n"
                                    "a 1/1 1.000100: PERF_RECORD_SWITCH IN\n")),
            "a;(no stack) 100\n");
}

TEST(PerfScript, DoesNotCountRecordsOfSwitchesAsSamples) {
  EXPECT_EQ(OnCpuStacks(kOffCpu).total(), 3);
}

TEST(PerfScript, ReadsTimesOfAnyPrecision) {
  EXPECT_EQ(FoldedText(OffCpuStacks("a 1/1 1.5: context-switches: \n\n"
                                    "a 1/1 2.123456789: PERF_RECORD_SWITCH IN\n")),
            "a 623456\n");
}

}  // namespace
}  // namespace clamor
