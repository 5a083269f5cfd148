// SPDX-License-Identifier: Apache-2.0
// A server launched by us: in a process group of its own, its output in a log file, watched without
// blocking, ended with its children, also when this process is killed.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "target/guard.h"

namespace clamor {

// Names and values.
using Environment = std::vector<std::pair<std::string, std::string>>;

struct Command {
  std::vector<std::string> argv;  // a path or a name found in PATH, then the arguments
  std::string shown;              // how messages name it
  Environment environment = {};   // added to this process's own, in place of what has the same name
};

// A line for /bin/sh, as `--clamor_server='COMMAND'` gives it.
Command ShellCommand(std::string line);

// A program and its arguments, read by no shell.
Command ProgramCommand(std::vector<std::string> argv);
Command ProgramCommand(const std::string& program, const std::vector<std::string>& arguments);

// How long Stop lets a server finish what it is doing before SIGKILL.
inline constexpr std::chrono::milliseconds kStopGrace{5000};

// One thread at a time. The thread that launched may end before the server does.
class LaunchedServer {
 public:
  // Launches the command with stdin from /dev/null and stdout and stderr into `log` (begun anew);
  // no other descriptor of this process reaches it, and no blocked or ignored SIGPIPE. Throws
  // std::runtime_error, one line, when the log cannot be written or the program cannot be started.
  // What a shell cannot find ends as "exited with code 127".
  LaunchedServer(const Command& command, std::filesystem::path log, Guard& guard);

  // Stops it.
  ~LaunchedServer();

  LaunchedServer(const LaunchedServer&) = delete;
  LaunchedServer& operator=(const LaunchedServer&) = delete;

  // The process launched, which leads the group of the same number.
  pid_t pid() const { return pid_; }

  // How messages name it: the command as it was given.
  const std::string& name() const { return name_; }

  const std::filesystem::path& log() const { return log_; }

  // Whether the launched process has ended; never blocks. Its children may live on until Stop.
  bool HasExited();

  // "exited with code 3", "killed by signal 11 (SIGSEGV)", or "still running".
  std::string HowItEnded();

  // The end of its output, as log_tail.h cuts it.
  std::vector<std::string> LastLogLines(std::size_t count) const;

  // The last 20 of them for a message, each on a line of its own behind a bar: they are not ours.
  std::string LogEnd() const;

  // The signal to the group, SIGKILL to what is left of it after `grace`; leaves no zombie. Again:
  // does nothing.
  void Stop(std::chrono::milliseconds grace = kStopGrace, int signal = SIGTERM);

 private:
  void Launch(const Command& command);
  void Reap();

  std::string name_;
  std::filesystem::path log_;
  Guard& guard_;
  pid_t pid_ = -1;
  bool reaped_ = false;
  std::string how_it_ended_;  // empty while it runs
};

}  // namespace clamor
