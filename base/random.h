// SPDX-License-Identifier: Apache-2.0
// Seeded random numbers that are the same on every machine: one printed seed repeats a run. Not for
// secrets.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>

namespace clamor {

// xoshiro256** 1.0 (Blackman and Vigna, https://prng.di.unimi.it/xoshiro256starstar.c), its state
// filled by SplitMix64 as its authors advise. A value: a copy goes on with the same numbers.
// Satisfies UniformRandomBitGenerator; but the standard's distributions differ between libraries,
// so use Uniform and Below where a run must be repeatable.
class Random {
 public:
  using result_type = std::uint64_t;

  explicit Random(std::uint64_t seed);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() { return Next(); }

  // 64 random bits.
  std::uint64_t Next();

  // In [0, 1), a multiple of 2^-53.
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

  // In [0, n) without bias; 0 when n is 0.
  std::uint64_t Below(std::uint64_t n);

 private:
  std::array<std::uint64_t, 4> state_;
};

// The seed of an independent stream of numbers: one run seed serves the shuffle, each user, the
// server, and so on.
std::uint64_t MixSeed(std::uint64_t seed, std::uint64_t stream);

// That many random bytes as lower-case hexadecimal digits; RandomHex(random, 16) is a session id of
// 128 bits.
std::string RandomHex(Random& random, int bytes);

}  // namespace clamor
