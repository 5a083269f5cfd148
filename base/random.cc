// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <bit>
#include <cstddef>
#include <string_view>

namespace clamor {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15;

// SplitMix64's output function (Steele, Lea and Flood 2014; constants of Vigna's splitmix64.c).
std::uint64_t Scrambled(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed) : state_{} {
  for (auto& word : state_) word = Scrambled(seed += kGoldenGamma);
}

std::uint64_t Random::Next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

// Lemire, "Fast random integer generation in an interval" (2019), algorithm 5.
std::uint64_t Random::Below(std::uint64_t n) {
  if (n == 0) return 0;
  Wide product = Wide{Next()} * n;
  auto low = static_cast<std::uint64_t>(product);
  if (low < n) {
    const std::uint64_t threshold = -n % n;
    while (low < threshold) {
      product = Wide{Next()} * n;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t MixSeed(std::uint64_t seed, std::uint64_t stream) {
  return Scrambled(Scrambled(seed + kGoldenGamma) ^ Scrambled(stream + 2 * kGoldenGamma));
}

std::string RandomHex(Random& random, int bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  const auto digits = static_cast<std::size_t>(bytes) * 2;
  text.reserve(digits);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < digits; ++i, bits >>= 4) {
    if (i % 16 == 0) bits = random.Next();
    text += kDigits[bits & 0xf];
  }
  return text;
}

}  // namespace clamor
