// SPDX-License-Identifier: Apache-2.0
// A report format: results in, text out. It measures nothing and computes no statistics. A format
// of one's own is a class like this, given to clamor::Main's Suite or used by a program over
// ReadResults().
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "clamor/result.h"

namespace clamor {

class Reporter {
 public:
  virtual ~Reporter() = default;

  // "report.csv": a plain name inside the results folder.
  virtual std::string FileName() const = 0;

  // Writes the whole report. Text that came from a server must be escaped for the format.
  virtual void Write(const std::vector<RunResult>& runs, std::ostream& out) const = 0;
};

}  // namespace clamor
