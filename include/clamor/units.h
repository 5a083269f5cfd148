// SPDX-License-Identifier: Apache-2.0
// Durations, rates, shares, bytes and counts as suites write them: 500ms, 55_per_s, 1_percent,
// 500_MB, 2_MB_per_s.
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

// Bytes per second.
struct ByteRate {
  double per_second = 0;
};

struct Count {
  double value = 0;
};

// What a metric is measured in.
enum class Unit { kSeconds, kRatio, kPerSecond, kBytes, kBytesPerSecond, kCount };

namespace internal {
// The unit for which a type of this file stands.
template <class U>
inline constexpr Unit kUnitOf = Unit::kCount;
template <>
inline constexpr Unit kUnitOf<Seconds> = Unit::kSeconds;
template <>
inline constexpr Unit kUnitOf<Ratio> = Unit::kRatio;
template <>
inline constexpr Unit kUnitOf<Rate> = Unit::kPerSecond;
template <>
inline constexpr Unit kUnitOf<Bytes> = Unit::kBytes;
template <>
inline constexpr Unit kUnitOf<ByteRate> = Unit::kBytesPerSecond;
}  // namespace internal

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
constexpr ByteRate operator""_MB_per_s(unsigned long long n) {
  return {static_cast<double>(n) * 1e6};
}
constexpr ByteRate operator""_kB_per_s(unsigned long long n) {
  return {static_cast<double>(n) * 1e3};
}

}  // namespace literals
}  // namespace clamor
