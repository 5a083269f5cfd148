// SPDX-License-Identifier: Apache-2.0
#include "target/launch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/environment.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "target/log_tail.h"
#include "target/process_group.h"

namespace clamor {
namespace {

constexpr std::size_t kLogLines = 20;

namespace process = boost::process;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// Where SIGCHLD is ignored, also by whoever launched us, the kernel throws the status away.
constexpr const char* kUnknownEnd = "exited (with what code is not known: SIGCHLD is ignored)";

std::string Message(int error) { return std::generic_category().message(error); }

// Appending, so that a log which is cut short while the server runs holds no gap.
File OpenLog(const std::filesystem::path& path) {
  const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC;
  const int descriptor = ::open(path.c_str(), flags, 0644);
  File file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "a"), std::fclose);
  if (file == nullptr) {
    throw std::runtime_error(
        fmt::format("cannot write the server's log {}: {}", path.string(), Message(errno)));
  }
  return file;
}

// Runs in the child between fork and exec: nothing here may allocate or lock.
void PrepareChild(Guard& guard) {
  ::setpgid(0, 0);
  guard.Watch(::getpid());
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  // On exec, not now: Boost.Process reports a failed exec through a descriptor of its own.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

// Boost.Process reaps a child whose exec failed only if it happens to be quick.
void ReapFailed(pid_t child, Guard& guard) {
  if (child <= 0) return;
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  guard.Release(child);
}

[[noreturn]] void CannotStart(const std::string& name, int error) {
  throw std::runtime_error(fmt::format("cannot start '{}': {}", name, Message(error)));
}

// The program's path; as exec would take it, a name without '/' is looked for in PATH only.
std::string FindProgram(const Command& command) {
  const std::string& name = command.argv.at(0);
  if (name.find('/') != std::string::npos) return name;
  const std::string found = process::search_path(name).string();
  if (found.empty()) CannotStart(command.shown, ENOENT);  // Boost.Process crashes on an empty path
  return found;
}

process::environment EnvironmentWith(const Environment& additions) {
  process::environment environment = boost::this_process::environment();
  for (const auto& [name, value] : additions) environment[name] = value;
  return environment;
}

std::string Ended(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return fmt::format("exited with code {}", info.si_status);
  const char* name = ::sigabbrev_np(info.si_status);
  return name == nullptr ? fmt::format("killed by signal {}", info.si_status)
                         : fmt::format("killed by signal {} (SIG{})", info.si_status, name);
}

}  // namespace

Command ShellCommand(std::string line) { return {{"/bin/sh", "-c", line}, line}; }

Command ProgramCommand(std::vector<std::string> argv) {
  std::string shown = fmt::format("{}", fmt::join(argv, " "));
  return {std::move(argv), std::move(shown)};
}

Command ProgramCommand(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> argv{program};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return ProgramCommand(std::move(argv));
}

LaunchedServer::LaunchedServer(const Command& command, std::filesystem::path log, Guard& guard)
    : name_(command.shown), log_(std::move(log)), guard_(guard) {
  Launch(command);
}

LaunchedServer::~LaunchedServer() { Stop(); }

void LaunchedServer::Launch(const Command& command) {
  const File log = OpenLog(log_);
  const std::string program = FindProgram(command);
  const std::vector<std::string> arguments(command.argv.begin() + 1, command.argv.end());
  std::error_code error;
  process::child child(process::exe = program, process::args = arguments,
                       EnvironmentWith(command.environment), (process::std_in < process::null),
                       (process::std_out & process::std_err) > log.get(),
                       process::extend::on_exec_setup([this](auto&) { PrepareChild(guard_); }),
                       process::extend::on_error([this](auto& launch, const std::error_code&) {
                         ReapFailed(launch.pid, guard_);
                       }),
                       error);
  if (error) CannotStart(name_, error.value());
  pid_ = child.id();
  child.detach();  // it would end the one process only, and reap it before its children are gone
}

// The zombie is left until Stop: while it stands, neither its number nor its group's is reused.
bool LaunchedServer::HasExited() {
  if (!how_it_ended_.empty()) return true;
  siginfo_t info{};
  const int options = WEXITED | WNOHANG | WNOWAIT;
  if (::waitid(P_PID, static_cast<id_t>(pid_), &info, options) != 0) {
    if (errno == EINTR) return false;
    how_it_ended_ = kUnknownEnd;
  } else if (info.si_pid == pid_) {
    how_it_ended_ = Ended(info);
  }
  return !how_it_ended_.empty();
}

std::string LaunchedServer::HowItEnded() { return HasExited() ? how_it_ended_ : "still running"; }

std::vector<std::string> LaunchedServer::LastLogLines(std::size_t count) const {
  return LastLines(log_, count);
}

std::string LaunchedServer::LogEnd() const {
  const std::vector<std::string> lines = LastLogLines(kLogLines);
  if (lines.empty()) return fmt::format("\nit wrote nothing to {}", log_.string());
  return fmt::format("\nthe end of {}:\n  | {}", log_.string(), fmt::join(lines, "\n  | "));
}

void LaunchedServer::Stop(std::chrono::milliseconds grace, int signal) {
  if (reaped_) return;
  const std::array<pid_t, 1> group{pid_};
  EndGroups(group, grace, signal);
  guard_.Release(pid_);
  Reap();
}

void LaunchedServer::Reap() {
  siginfo_t info{};
  int result = 0;
  do {
    result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED);
  } while (result != 0 && errno == EINTR);
  reaped_ = true;
  if (result == 0) how_it_ended_ = Ended(info);
  if (how_it_ended_.empty()) how_it_ended_ = kUnknownEnd;
}

}  // namespace clamor
