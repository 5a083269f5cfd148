// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/frame_pace.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{100h};

TEST(FramePace, IsThatOfSpeech) {
  const FramePace pace(kStart, 20ms, 1);
  EXPECT_EQ(pace.DueOf(0), kStart);
  EXPECT_EQ(pace.DueOf(1), kStart + 20ms);
  EXPECT_EQ(pace.DueOf(50), kStart + 1s);
}

TEST(FramePace, CanBeHurried) {
  EXPECT_EQ(FramePace(kStart, 20ms, 20).DueOf(50), kStart + 50ms);
  EXPECT_EQ(FramePace(kStart, 20ms, 0.5).DueOf(50), kStart + 2s);
}

TEST(FramePace, AddsNoErrorUpFromFrameToFrame) {
  const FramePace pace(kStart, 20ms, 3);
  const Clock::duration off = pace.DueOf(180'000) - (kStart + 20min);
  EXPECT_LE(off < 0ns ? -off : off, 1us);
}

}  // namespace
}  // namespace clamor
