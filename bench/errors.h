// SPDX-License-Identifier: Apache-2.0
// A client's durations held against the server's own.
#pragma once

#include <chrono>
#include <vector>

namespace clamor::bench {

// The client's duration less the server's.
class Errors {
 public:
  void Add(std::chrono::nanoseconds error) { errors_.push_back(error); }

  static void PrintHead();
  // A line of the table: the median, and quantiles of the errors' sizes.
  void Print(const char* what);

 private:
  // Of the sizes of the errors, once they are sorted by size.
  std::chrono::nanoseconds Quantile(double q) const;

  std::vector<std::chrono::nanoseconds> errors_;
};

}  // namespace clamor::bench
