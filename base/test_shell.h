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

}  // namespace clamor
