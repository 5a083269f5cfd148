// SPDX-License-Identifier: Apache-2.0
#include "bench/errors.h"

#include <fmt/format.h>

#include <algorithm>

namespace clamor::bench {
namespace {

using std::chrono::nanoseconds;
constexpr nanoseconds kBound = std::chrono::milliseconds(1);

double InMicroseconds(nanoseconds d) { return static_cast<double>(d.count()) / 1e3; }

}  // namespace

void Errors::PrintHead() {
  fmt::print("{:<34} {:>8} {:>10} {:>10} {:>10} {:>10}   {}\n", "client - server, us", "samples",
             "median", "|p50|", "|p99|", "|max|", "|p99| < 1 ms");
}

void Errors::Print(const char* what) {
  std::sort(errors_.begin(), errors_.end());
  const nanoseconds middle = errors_.empty() ? nanoseconds(0) : errors_[errors_.size() / 2];
  std::sort(errors_.begin(), errors_.end(),
            [](nanoseconds a, nanoseconds b) { return std::chrono::abs(a) < std::chrono::abs(b); });
  fmt::print("{:<34} {:>8} {:>10.1f} {:>10.1f} {:>10.1f} {:>10.1f}   {}\n", what, errors_.size(),
             InMicroseconds(middle), InMicroseconds(Quantile(0.5)), InMicroseconds(Quantile(0.99)),
             InMicroseconds(Quantile(1)), Quantile(0.99) < kBound ? "yes" : "NO");
}

nanoseconds Errors::Quantile(double q) const {
  if (errors_.empty()) return nanoseconds::max();
  const auto rank = static_cast<std::size_t>(q * static_cast<double>(errors_.size() - 1));
  return std::chrono::abs(errors_[rank]);
}

}  // namespace clamor::bench
