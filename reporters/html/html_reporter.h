// SPDX-License-Identifier: Apache-2.0
// report.html, which people open from a CI artifact: one file, no network, readable where scripts
// and styles are blocked. What a reviewer needs first stands first: how it came out, each SLA, and
// what is in doubt; then each load test in charts and tables.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "clamor/reporter.h"

namespace clamor {

class HtmlReporter : public Reporter {
 public:
  std::string FileName() const override { return "report.html"; }
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override;
};

}  // namespace clamor
