// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <gmock/gmock.h>

#include <array>
#include <random>
#include <set>

namespace clamor {
namespace {

static_assert(std::uniform_random_bit_generator<Random>);

TEST(Random, GivesTheSameNumbersForTheSameSeed) {
  Random a(7);
  Random b(7);
  Random c(8);
  const std::uint64_t first = a.Next();
  EXPECT_EQ(first, b.Next());
  EXPECT_NE(first, c.Next());
}

// Reference: SplitMix64 from 0 gives e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f,
// f88bb8a8724c81ec as the state; xoshiro256**'s first output is rotl(state[1] * 5, 7) * 9.
TEST(Random, IsXoshiroSeededBySplitMix) {
  Random random(0);
  EXPECT_EQ(random.Next(), 0x99ec5f36cb75f2b4U);
}

TEST(Random, UniformLiesInItsHalfOpenIntervalWithTheRightMean) {
  Random random(1);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double u = random.Uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
  }
  EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

TEST(Random, BelowReachesEachNumberAboutEquallyOften) {
  Random random(2);
  std::array<int, 6> seen{};
  for (int i = 0; i < 60'000; ++i) ++seen.at(random.Below(6));
  EXPECT_THAT(seen, testing::Each(testing::AllOf(testing::Gt(9'500), testing::Lt(10'500))));
}

TEST(Random, BelowNothingIsZero) {
  Random random(3);
  EXPECT_EQ(random.Below(0), 0U);
  EXPECT_EQ(random.Below(1), 0U);
}

TEST(Random, StreamsOfOneSeedDiffer) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t stream = 0; stream < 100; ++stream) seeds.insert(MixSeed(seed, stream));
  }
  EXPECT_EQ(seeds.size(), 1000U);
}

TEST(Random, HexHasTwoDigitsPerByte) {
  Random random(4);
  const std::string id = RandomHex(random, 16);
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(id, RandomHex(random, 16));
  EXPECT_EQ(RandomHex(random, 0), "");
}

}  // namespace
}  // namespace clamor
