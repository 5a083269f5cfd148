// SPDX-License-Identifier: Apache-2.0
#include "base/test_shell.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace clamor {

ShellOutcome RunShell(const std::string& line) {
  ShellOutcome outcome;
  std::FILE* pipe = ::popen(("{ " + line + "\n} 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + line);
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.output.append(buffer.data(), n);
  }
  const int status = ::pclose(pipe);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return outcome;
}

std::string WhyNoRefusal(const ShellOutcome& outcome, const std::string& program,
                         const std::string& message) {
  const std::string& said = outcome.output;
  const std::string whole = "exit code " + std::to_string(outcome.exit_code) + ": " + said;
  if (outcome.exit_code != 2) return "expected exit code 2, got " + whole;
  if (!said.starts_with(program + ": ")) return "expected the program's name in front of " + whole;
  if (said.find(message) == std::string::npos) return "expected \"" + message + "\" in " + whole;
  return said.find('\n') == said.size() - 1 ? "" : "expected one line, got " + whole;
}

}  // namespace clamor
