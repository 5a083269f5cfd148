// SPDX-License-Identifier: Apache-2.0
#include "target/allowed_cores.h"

#include <sched.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "target/kernel_text.h"

namespace clamor {
namespace {

using internal::KernelPath;
using internal::ReadText;

constexpr const char* kV2Mount = "/sys/fs/cgroup";
constexpr const char* kV1Mount = "/sys/fs/cgroup/cpu";

std::optional<double> AffinityOf(pid_t process) {
  std::array<cpu_set_t, 8> sets;  // of 1,024 CPUs each; one is too few where the kernel knows more
  if (::sched_getaffinity(process, sizeof sets, sets.data()) != 0) return std::nullopt;
  int cpus = 0;
  for (const cpu_set_t& set : sets) cpus += CPU_COUNT(&set);
  return cpus;
}

// The least of two where both are there.
std::optional<double> Least(std::optional<double> a, std::optional<double> b) {
  return a && b ? std::min(a, b) : a ? a : b;
}

std::optional<double> GrantedTo(pid_t process) {
  std::array<char, 4096> memory;
  const auto text = ReadText(KernelPath("/proc/{}/cgroup", process).c_str(), memory);
  const auto granted = internal::GrantedByV2(kV2Mount, internal::CgroupFolder(text, ""));
  if (granted) return granted;
  return internal::GrantedByV1(kV1Mount, internal::CgroupFolder(text, "cpu"));
}

// Calls `granted` with the folder below the mount, then with each that it lies in, the mount last.
template <typename Granted>
std::optional<double> LeastUpwards(const std::string& mount, std::string_view folder,
                                   Granted granted) {
  std::optional<double> least;
  while (folder.ends_with('/')) folder.remove_suffix(1);
  while (!folder.empty()) {
    least = Least(least, granted(mount + std::string(folder)));
    folder = folder.substr(0, folder.rfind('/'));
  }
  return Least(least, granted(mount));
}

// A line of /proc/PID/cgroup: "4:cpu,cpuacct:/folder".
bool HasController(std::string_view line, std::string_view controller) {
  const std::size_t begin = line.find(':') + 1;
  const std::string_view all = line.substr(begin, line.find(':', begin) - begin);
  if (controller.empty()) return all.empty();
  for (std::size_t at = 0; at <= all.size();) {
    const std::size_t end = std::min(all.find(',', at), all.size());
    if (all.substr(at, end - at) == controller) return true;
    at = end + 1;
  }
  return false;
}

std::optional<double> Share(std::span<const std::int64_t, 2> quota_and_period) {
  const auto [quota, period] = std::pair(quota_and_period[0], quota_and_period[1]);
  if (quota <= 0 || period <= 0) return std::nullopt;
  return static_cast<double>(quota) / static_cast<double>(period);
}

}  // namespace

namespace internal {

std::string_view CgroupFolder(std::string_view text, std::string_view controller) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t folder = line.find(":/");
    if (folder != std::string_view::npos && HasController(line, controller)) {
      return line.substr(folder + 1);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return "/";
}

std::optional<double> ParseCpuMax(std::string_view text) {
  std::array<std::int64_t, 2> numbers{};
  if (!ReadNumbers(text, numbers)) return std::nullopt;
  return Share(numbers);
}

std::optional<double> ParseQuota(std::string_view quota, std::string_view period) {
  std::array<std::int64_t, 2> numbers{};
  const std::span<std::int64_t> both(numbers);
  if (!ReadNumbers(quota, both.first(1)) || !ReadNumbers(period, both.last(1))) return std::nullopt;
  return Share(numbers);
}

std::optional<double> GrantedByV2(const std::string& mount, std::string_view folder) {
  return LeastUpwards(mount, folder, [](const std::string& at) {
    std::array<char, 64> memory;
    return ParseCpuMax(ReadText((at + "/cpu.max").c_str(), memory));
  });
}

std::optional<double> GrantedByV1(const std::string& mount, std::string_view folder) {
  return LeastUpwards(mount, folder, [](const std::string& at) {
    std::array<char, 32> quota;
    std::array<char, 32> period;
    return ParseQuota(ReadText((at + "/cpu.cfs_quota_us").c_str(), quota),
                      ReadText((at + "/cpu.cfs_period_us").c_str(), period));
  });
}

}  // namespace internal

std::optional<double> AllowedCores(pid_t process) {
  const std::optional<double> affinity = AffinityOf(process);
  return affinity ? Least(affinity, GrantedTo(process)) : std::nullopt;
}

}  // namespace clamor
