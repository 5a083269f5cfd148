// SPDX-License-Identifier: Apache-2.0
#include "target/profile/run_tool.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <system_error>

// Uses boost::system without including it.
#include <boost/process/search_path.hpp>

#include "target/launch.h"

namespace clamor {
namespace {

constexpr std::size_t kLogLines = 3;

// The shell only lays out the files, so that the messages do not mix with the output.
Command InShell(const ToolRun& run) {
  std::vector<std::string> argv{"/bin/sh", "-c", R"(in=$1; shift; exec "$@" <"$in" >"$0")",
                                run.output.string(), run.input.string()};
  argv.insert(argv.end(), run.argv.begin(), run.argv.end());
  return {std::move(argv), run.argv.front()};
}

}  // namespace

bool EndsWithin(pid_t process, std::chrono::milliseconds limit) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "pidfd_open");
  const auto end = std::chrono::steady_clock::now() + limit;
  int result = 0;
  do {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd wait{descriptor, POLLIN, 0};
    result = ::poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
  } while (result < 0 && errno == EINTR);
  ::close(descriptor);
  return result > 0;
}

void RunTool(const ToolRun& run, std::chrono::seconds limit, Guard& guard) {
  const std::filesystem::path log = run.output.string() + ".log";
  LaunchedServer tool(InShell(run), log, guard);
  if (!EndsWithin(tool.pid(), limit)) {
    throw std::runtime_error(
        fmt::format("{} took longer than {} s", fmt::join(run.argv, " "), limit.count()));
  }
  if (tool.HowItEnded() != "exited with code 0") {
    throw std::runtime_error(fmt::format("{} {}: {}", fmt::join(run.argv, " "), tool.HowItEnded(),
                                         fmt::join(tool.LastLogLines(kLogLines), " | ")));
  }
  std::filesystem::remove(log);
}

std::filesystem::path FindTool(const std::string& name) {
  return boost::process::search_path(name).string();
}

}  // namespace clamor
