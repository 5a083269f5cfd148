// SPDX-License-Identifier: Apache-2.0
// Durations, rates, shares, bytes and counts as suites write them: 500ms, 55_per_s, 1_percent,
// 500_MB.
#pragma once

#include <chrono>
#include <cstdint>

namespace clamor {

// Takes every chrono literal: 500ms, 1.5s, 2min.
using Seconds = std::chrono::duration<double>;

struct Rate {
  double per_second = 0;
};

// A share of a whole: 0.01 is 1 %.
struct Ratio {
  double value = 0;
};

struct Bytes {
  std::uint64_t value = 0;
};

struct Count {
  double value = 0;
};

// The place in a suite from which a function was called. std::source_location would do, but clang
// 14 lacks it.
struct Here {
  const char* file;
  int line;
  static constexpr Here Now(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {file, line};
  }
};

inline namespace literals {

constexpr Rate operator""_per_s(unsigned long long n) { return {static_cast<double>(n)}; }
constexpr Rate operator""_per_s(long double n) { return {static_cast<double>(n)}; }
constexpr Ratio operator""_percent(unsigned long long n) { return {static_cast<double>(n) / 100}; }
constexpr Ratio operator""_percent(long double n) { return {static_cast<double>(n) / 100}; }
constexpr Bytes operator""_MB(unsigned long long n) { return {n * 1'000'000}; }
constexpr Bytes operator""_MiB(unsigned long long n) { return {n << 20}; }

}  // namespace literals
}  // namespace clamor
