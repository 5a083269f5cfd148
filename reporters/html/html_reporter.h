// SPDX-License-Identifier: Apache-2.0
// report.html, which people open from a CI artifact: one file, no network, readable where scripts
// and styles are blocked. What a reviewer needs first stands first: how it came out, each SLA, and
// what is in doubt; then each load test in charts and tables.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clamor/reporter.h"
#include "metrics/regression/judge_nights.h"

namespace clamor {

class HtmlReporter : public Reporter {
 public:
  HtmlReporter() = default;
  // With what became of the load tests over nights.
  explicit HtmlReporter(JudgedNights nights) : nights_(std::move(nights)) {}

  std::string FileName() const override { return "report.html"; }
  void Write(const std::vector<RunResult>& runs, std::ostream& out) const override;

 private:
  std::optional<JudgedNights> nights_;
};

}  // namespace clamor
