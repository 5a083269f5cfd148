// SPDX-License-Identifier: Apache-2.0
// junit.xml: a test suite per load test; in it a test case for the run itself and one for each SLA.
// Written for what dorny/test-reporter, mikepenz/action-junit-report, GitLab and Jenkins read: one
// failure per test case with a one-line message and a table in its body, file and line on the test
// case, and names that are unique across repetitions and shards.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "clamor/reporter.h"

namespace clamor {

class JUnitReporter : public Reporter {
 public:
  std::string FileName() const override { return "junit.xml"; }

  // A broken SLA is a failure; one whose verdict is void is skipped with the reason, and the run's
  // own case fails in its place. What is uncertain, or was promised as a warning only, passes and
  // says so in system-out.
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override;
};

}  // namespace clamor
