// SPDX-License-Identifier: Apache-2.0
// For tests: runs programs as people do.
#pragma once

#include <string>

namespace clamor {

struct ShellOutcome {
  int exit_code = -1;  // of a program that a signal ended its negative number
  std::string output;  // stdout and stderr
};

// Runs a line of /bin/sh to its end. Throws std::runtime_error where that cannot be begun.
ShellOutcome RunShell(const std::string& line);

// What is missing for a program to have refused its input as all of ours do: exit code 2 and one
// line, "PROGRAM: ...", which says the message. Empty: nothing is.
std::string WhyNoRefusal(const ShellOutcome& outcome, const std::string& program,
                         const std::string& message);

}  // namespace clamor
