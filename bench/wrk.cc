// SPDX-License-Identifier: Apache-2.0
#include "bench/wrk.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace clamor::bench {
namespace {

constexpr int kNotFound = 127;  // a shell's exit code

// Of the children that were waited for: wrk, while the server still runs.
double ChildrensCpuSeconds() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

// The number that stands right before (`behind` false) or behind a text of wrk's report.
double NumberAt(const std::string& report, const std::string& text, bool behind) {
  const std::size_t at = report.find(text);
  if (at == std::string::npos) throw std::runtime_error("wrk's report has no " + text);
  const std::size_t from =
      behind ? at + text.size() : report.find_last_not_of("0123456789", at - 1) + 1;
  return std::stod(report.substr(from));
}

}  // namespace

std::optional<WrkCount> RunWrk(const std::string& url, int connections, int seconds) {
  const std::string command =
      fmt::format("wrk --threads 1 --connections {} --duration {}s '{}' 2>/dev/null", connections,
                  seconds, url);
  const double before = ChildrensCpuSeconds();
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start a shell");
  std::string report;
  std::array<char, 4096> piece;
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), pipe)) {
    report.append(piece.data(), n);
  }
  const int status = ::pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotFound) return std::nullopt;
  if (status != 0) throw std::runtime_error("wrk failed: " + report);
  return WrkCount{NumberAt(report, " requests in ", false), NumberAt(report, "Requests/sec:", true),
                  ChildrensCpuSeconds() - before};
}

}  // namespace clamor::bench
