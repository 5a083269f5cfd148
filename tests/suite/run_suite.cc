// SPDX-License-Identifier: Apache-2.0
#include "tests/suite/run_suite.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "base/atomic_file.h"
#include "metrics/test_schema.h"

namespace clamor {

std::string SuiteTest::CommandLine(const std::string& filter, const std::string& arguments) const {
  // The server by a variable, so that a test's own flag wins. Its answers take so long that a busy
  // machine's delays are no more than the twentieth of them that voids a run.
  return "/usr/bin/env -u GTEST_BRIEF CLAMOR_EMBEDDED='--ttft constant:100ms --gap constant:1ms "
         "--answer-events "
         "constant:4' " +
         program_ + " --gtest_filter='" + filter + "' --clamor_out='" + out().string() + "' " +
         arguments;
}

SuiteOutcome SuiteTest::Run(const std::string& filter, const std::string& arguments,
                            const std::string& environment) {
  const std::string command = environment + CommandLine(filter, arguments) + " 2>&1";
  SuiteOutcome outcome;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.output.append(buffer.data(), n);
  }
  const int status = ::pclose(pipe);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return outcome;
}

void SuiteTest::TearDown() {
  for (const std::filesystem::path& file : ResultFilesOf(out())) {
    EXPECT_EQ(SchemaError(ReadFile(file)), "") << file;
  }
}

std::string SuiteTest::Text(const std::string& file) const { return ReadFile(out() / file); }

}  // namespace clamor
