// SPDX-License-Identifier: Apache-2.0
// A program that converts files, run to its end.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "target/guard.h"

namespace clamor {

struct ToolRun {
  std::vector<std::string> argv;
  std::filesystem::path output;  // takes what it prints
  std::filesystem::path input = "/dev/null";
};

// Throws std::runtime_error, one line with the end of what it complained of, when it cannot be
// started, fails, or takes longer than `limit`; it is ended then.
void RunTool(const ToolRun& run, std::chrono::seconds limit, Guard& guard);

// Waits until the process, a child of ours, has ended; false at the limit.
bool EndsWithin(pid_t process, std::chrono::milliseconds limit);

// Where PATH has the program; empty when it has not.
std::filesystem::path FindTool(const std::string& name);

}  // namespace clamor
