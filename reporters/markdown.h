// SPDX-License-Identifier: Apache-2.0
// summary.md, for $GITHUB_STEP_SUMMARY and comments on pull requests: the verdicts first, the worst
// on top, then each load test's metrics and failures. A comment holds 65,536 characters; this stays
// below 60,000 and says what was left out.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "clamor/reporter.h"

namespace clamor {

class MarkdownReporter : public Reporter {
 public:
  static constexpr std::size_t kMaxBytes = 59'000;

  std::string FileName() const override { return "summary.md"; }
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override;
};

}  // namespace clamor
