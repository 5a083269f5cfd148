// SPDX-License-Identifier: Apache-2.0
// What the machine has and how it fares: descriptors, memory, CPU pressure. From /proc and the
// cgroup.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clamor {

// Raises the soft limit of open descriptors to the hard one and returns it.
std::uint64_t RaiseDescriptorLimit();

struct MemoryUse {
  std::uint64_t own = 0;   // resident bytes of this process
  std::uint64_t used = 0;  // of the machine, or of the cgroup where it has a limit
  std::uint64_t limit =
      0;  // the machine's memory or the cgroup's limit, whichever is less; 0: unknown
};
MemoryUse ReadMemoryUse();

// Since boot; two of them make a share.
struct CpuTimes {
  std::uint64_t total = 0;                          // ticks of all CPUs
  std::uint64_t stolen = 0;                         // of these, taken by the host
  std::optional<std::chrono::microseconds> waited;  // some task waited for a CPU (PSI)
};
CpuTimes ReadCpuTimes();

// "Linux 6.1.0, 2 x AMD EPYC 7763, 24 GB"
std::string DescribeMachine();

// The parts that read text, apart for their tests.
namespace internal {
// /proc/stat's first line.
void ParseStat(std::string_view text, CpuTimes& times);
// /proc/pressure/cpu: "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345".
std::optional<std::chrono::microseconds> ParsePressure(std::string_view text);
// The number of kB behind a name in /proc/meminfo, in bytes.
std::optional<std::uint64_t> MemInfo(std::string_view text, std::string_view name);
}  // namespace internal

}  // namespace clamor
