// SPDX-License-Identifier: Apache-2.0
#include "engine/machine.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace clamor {
namespace {

// Empty where the file cannot be read: an older kernel, a sandbox.
std::string FileText(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<std::uint64_t> NumberAt(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> NumberBehind(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  return at == std::string_view::npos ? std::nullopt : NumberAt(text.substr(at + name.size()));
}

std::string ProcessorName() {
  const std::string info = FileText("/proc/cpuinfo");
  const std::size_t name = info.find("model name");
  if (name == std::string::npos) return "unknown processor";
  const std::size_t begin = info.find(": ", name) + 2;
  return info.substr(begin, info.find('\n', begin) - begin);
}

std::uint64_t OwnMemory() {
  const std::string statm = FileText("/proc/self/statm");  // pages: size resident ...
  const std::size_t space = statm.find(' ');
  const auto pages = space == std::string::npos ? std::nullopt : NumberAt(statm.substr(space));
  return pages.value_or(0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Where cgroup v2 keeps this process's own limits, and within a container those of the container.
std::filesystem::path CgroupFolder() {
  static constexpr std::string_view kRoot = "/sys/fs/cgroup";
  const std::string groups = FileText("/proc/self/cgroup");
  const std::size_t at = groups.find("0::/");
  const std::size_t path = at == std::string::npos ? groups.size() : at + 3;
  const auto own = std::string(kRoot) + groups.substr(path, groups.find('\n', path) - path);
  return std::filesystem::exists(own + "/memory.max") ? own : kRoot;
}

}  // namespace

namespace internal {

void ParseStat(std::string_view text, CpuTimes& times) {
  if (!text.starts_with("cpu ")) return;
  // user nice system idle iowait irq softirq steal; guest times are part of user's.
  std::array<std::uint64_t, 8> ticks{};
  std::size_t at = 4;
  for (std::uint64_t& tick : ticks) {
    at = std::min(text.find_first_not_of(' ', at), text.size());
    tick = NumberAt(text.substr(at)).value_or(0);
    times.total += tick;
    at = std::min(text.find(' ', at), text.size());
  }
  times.stolen = ticks.back();
}

std::optional<std::chrono::microseconds> ParsePressure(std::string_view text) {
  const auto total = NumberBehind(text.substr(0, text.find('\n')), "total=");
  if (!total) return std::nullopt;
  return std::chrono::microseconds(*total);
}

std::optional<std::uint64_t> MemInfo(std::string_view text, std::string_view name) {
  const auto kilobytes = NumberBehind(text, std::string(name) + ":");
  if (!kilobytes) return std::nullopt;
  return *kilobytes * 1024;
}

}  // namespace internal

std::uint64_t RaiseDescriptorLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // where that is forbidden, what is there must do
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

MemoryUse ReadMemoryUse() {
  const std::string info = FileText("/proc/meminfo");
  MemoryUse use;
  use.own = OwnMemory();
  use.limit = internal::MemInfo(info, "MemTotal").value_or(0);
  use.used =
      use.limit - std::min(use.limit, internal::MemInfo(info, "MemAvailable").value_or(use.limit));
  const std::filesystem::path cgroup = CgroupFolder();
  // "max" is no number, so that no limit stays none.
  const auto cgroup_limit = NumberAt(FileText(cgroup / "memory.max"));
  if (cgroup_limit && *cgroup_limit < use.limit) {
    const std::uint64_t current = NumberAt(FileText(cgroup / "memory.current")).value_or(0);
    const std::uint64_t reclaimable =
        NumberBehind(FileText(cgroup / "memory.stat"), "inactive_file").value_or(0);
    use.limit = *cgroup_limit;
    use.used = current - std::min(current, reclaimable);
  }
  return use;
}

CpuTimes ReadCpuTimes() {
  CpuTimes times;
  internal::ParseStat(FileText("/proc/stat"), times);
  times.waited = internal::ParsePressure(FileText("/proc/pressure/cpu"));
  return times;
}

std::string DescribeMachine() {
  utsname system{};
  ::uname(&system);
  const double gigabytes =
      static_cast<double>(internal::MemInfo(FileText("/proc/meminfo"), "MemTotal").value_or(0)) /
      1e9;
  return fmt::format("{} {}, {} x {}, {:.0f} GB", system.sysname, system.release,
                     std::thread::hardware_concurrency(), ProcessorName(), gigabytes);
}

}  // namespace clamor
