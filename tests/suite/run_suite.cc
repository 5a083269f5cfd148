// SPDX-License-Identifier: Apache-2.0
#include "tests/suite/run_suite.h"

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

ShellOutcome SuiteTest::Run(const std::string& filter, const std::string& arguments,
                            const std::string& environment) {
  return RunShell(environment + CommandLine(filter, arguments));
}

void SuiteTest::TearDown() {
  for (const std::filesystem::path& file : ResultFilesOf(out())) {
    EXPECT_EQ(SchemaError(ReadFile(file)), "") << file;
  }
}

std::string SuiteTest::Text(const std::string& file) const { return ReadFile(out() / file); }

}  // namespace clamor
