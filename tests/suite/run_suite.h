// SPDX-License-Identifier: Apache-2.0
// Runs the suite under test as a program, as ctest and people do.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/test_shell.h"
#include "clamor/result.h"
#include "target/temporary_folder.h"

namespace clamor {

class SuiteTest : public testing::Test {
 protected:
  // Of the program with these suites.
  explicit SuiteTest(std::string program = CLAMOR_SUITE_PROGRAM) : program_(std::move(program)) {
    ::unsetenv("GITHUB_STEP_SUMMARY");  // of the pipeline that runs these tests
  }

  // Holds every result file that the test left against the published schema.
  void TearDown() override;

  // Runs the tests that the filter selects; their results go to out(). `environment`: "NAME=value
  // NAME=value ".
  ShellOutcome Run(const std::string& filter, const std::string& arguments = "",
                   const std::string& environment = "");

  // The command line of the same.
  std::string CommandLine(const std::string& filter, const std::string& arguments) const;

  const std::filesystem::path& out() const { return folder_.path(); }
  std::vector<RunResult> Results() const { return ReadResults(out().string()); }
  std::string Text(const std::string& file) const;

 private:
  const std::string program_;
  const TemporaryFolder folder_;
};

}  // namespace clamor
