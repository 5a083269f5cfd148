// SPDX-License-Identifier: Apache-2.0
// How much of the machine's CPUs a process may use.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace clamor {

// The CPUs that its affinity names or the CPU time per time that its cgroups grant (cpu.max; where
// that is not, cgroup v1's cpu.cfs_quota_us), whichever is less. Nothing when it is gone.
std::optional<double> AllowedCores(pid_t process);

// The parts that read text, apart for their tests.
namespace internal {
// The process's folder in a hierarchy from the text of its /proc/PID/cgroup: in that which has the
// controller, or in cgroup v2's own for "". "/" where it has none.
std::string_view CgroupFolder(std::string_view text, std::string_view controller);
// cpu.max: "50000 100000" is half a core; nothing for "max 100000".
std::optional<double> ParseCpuMax(std::string_view text);
// cpu.cfs_quota_us and cpu.cfs_period_us; nothing for a quota of -1.
std::optional<double> ParseQuota(std::string_view quota, std::string_view period);
// The least that the folder below `mount` and those above it grant. A folder may not be there: in
// a container the process's is told as the host sees it, and `mount` is the container's own.
std::optional<double> GrantedByV2(const std::string& mount, std::string_view folder);
std::optional<double> GrantedByV1(const std::string& mount, std::string_view folder);
}  // namespace internal

}  // namespace clamor
