// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/playback.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{100h};

class PlaybackTest : public testing::Test {
 protected:
  PlaybackTest() { playback_.Begin(1); }

  // That many chunks of 100 ms, the first at `from`, each so long after the one before.
  void HearChunks(int count, Clock::duration from, Clock::duration each) {
    for (int i = 0; i < count; ++i) playback_.Hear(kStart + from + i * each, 100ms);
  }
  void ExpectGap(Seconds gap, int underruns) const {
    EXPECT_DOUBLE_EQ(playback_.gap().count(), gap.count());
    EXPECT_EQ(playback_.underruns(), underruns);
  }
  void ExpectHeard(Seconds heard, Clock::duration by) const {
    EXPECT_NEAR(playback_.HeardBy(kStart + by).count(), heard.count(), 1e-9);
  }

  Playback playback_;
};

TEST_F(PlaybackTest, HasNoGapWhenAudioComesInTime) {
  HearChunks(10, 0ms, 100ms);
  ExpectGap(0s, 0);
  EXPECT_EQ(playback_.delivered(), 1s);
}

TEST_F(PlaybackTest, HasAGapFromTheEndOfWhatArrivedToTheNextChunk) {
  HearChunks(2, 0ms, 50ms);   // lasts until 200 ms
  HearChunks(1, 230ms, 0ms);  // until 330 ms
  HearChunks(1, 300ms, 0ms);  // until 430 ms
  HearChunks(1, 450ms, 0ms);
  ExpectGap(50ms, 2);
}

TEST_F(PlaybackTest, LivesOnWhatCameEarly) {
  HearChunks(5, 0ms, 10ms);
  HearChunks(1, 500ms, 0ms);
  ExpectGap(0s, 0);
  HearChunks(1, 601ms, 0ms);
  ExpectGap(1ms, 1);
}

TEST_F(PlaybackTest, TakesTheSilenceBehindTheLastChunkForTheEnd) {
  HearChunks(1, 0ms, 0ms);
  ExpectHeard(100ms, 10s);
  ExpectGap(0s, 0);
}

TEST_F(PlaybackTest, TellsHowMuchHasBeenHeard) {
  ExpectHeard(0s, 0ms);
  HearChunks(3, 0ms, 0ms);
  ExpectHeard(0s, 0ms);
  ExpectHeard(120ms, 120ms);
  ExpectHeard(300ms, 300ms);
  HearChunks(1, 400ms, 0ms);
  ExpectHeard(300ms, 400ms);
  ExpectHeard(350ms, 450ms);
}

TEST_F(PlaybackTest, DoesNotCountAPauseAsAGap) {
  HearChunks(2, 0ms, 0ms);  // lasts until 200 ms
  playback_.Pause(kStart + 150ms);
  ExpectHeard(150ms, 900ms);
  playback_.Resume(kStart + 1150ms);  // lasts until 1200 ms
  ExpectHeard(170ms, 1170ms);
  HearChunks(1, 1200ms, 0ms);
  ExpectGap(0s, 0);
  HearChunks(1, 1310ms, 0ms);
  ExpectGap(10ms, 1);
}

TEST_F(PlaybackTest, KeepsWhatArrivesInAPause) {
  HearChunks(1, 0ms, 0ms);
  playback_.Pause(kStart + 50ms);
  HearChunks(2, 500ms, 100ms);
  playback_.Resume(kStart + 1050ms);  // lasts until 1300 ms
  HearChunks(1, 1300ms, 0ms);
  ExpectGap(0s, 0);
  ExpectHeard(300ms, 1300ms);
}

TEST_F(PlaybackTest, CountsTheSilenceOnBothSidesOfAPause) {
  HearChunks(1, 0ms, 0ms);
  playback_.Pause(kStart + 120ms);
  playback_.Resume(kStart + 1120ms);
  HearChunks(1, 1150ms, 0ms);
  ExpectGap(50ms, 1);
}

TEST_F(PlaybackTest, TakesASecondPauseOrResumeForNothing) {
  HearChunks(2, 0ms, 0ms);
  playback_.Resume(kStart + 50ms);
  playback_.Pause(kStart + 100ms);
  playback_.Pause(kStart + 400ms);
  playback_.Resume(kStart + 600ms);
  playback_.Resume(kStart + 700ms);
  ExpectHeard(150ms, 650ms);
}

TEST_F(PlaybackTest, TellsHowFastAudioCame) {
  EXPECT_EQ(playback_.RealTimeFactor(), std::nullopt);
  HearChunks(1, 0ms, 0ms);
  EXPECT_EQ(playback_.RealTimeFactor(), std::nullopt) << "one chunk takes no time";
  HearChunks(1, 0ms, 0ms);
  EXPECT_EQ(playback_.RealTimeFactor(), std::nullopt) << "all at once";
  HearChunks(2, 200ms, 0ms);
  EXPECT_DOUBLE_EQ(playback_.RealTimeFactor().value_or(0), 2);
}

TEST_F(PlaybackTest, LeavesPausesOutOfHowFastAudioCame) {
  HearChunks(1, 0ms, 0ms);
  playback_.Pause(kStart + 100ms);
  playback_.Resume(kStart + 1100ms);
  HearChunks(1, 1200ms, 0ms);
  EXPECT_DOUBLE_EQ(playback_.RealTimeFactor().value_or(0), 1);
}

TEST_F(PlaybackTest, HearsFasterWhenItIsHurried) {
  playback_.Begin(20);
  HearChunks(2, 0ms, 5ms);  // each lasts 5 ms
  ExpectHeard(100ms, 5ms);
  ExpectHeard(140ms, 7ms);
  HearChunks(1, 12ms, 0ms);
  ExpectGap(2ms, 1);
  EXPECT_DOUBLE_EQ(playback_.RealTimeFactor().value_or(0), 0.3 / 0.012 / 20);
}

TEST_F(PlaybackTest, KnowsNothingOfTheAnswerBefore) {
  HearChunks(1, 0ms, 0ms);
  HearChunks(1, 300ms, 0ms);
  playback_.Pause(kStart + 310ms);
  playback_.Begin(1);
  ExpectGap(0s, 0);
  EXPECT_EQ(playback_.delivered(), 0s);
  HearChunks(2, 1000ms, 100ms);
  ExpectGap(0s, 0);
  ExpectHeard(200ms, 1200ms);
}

}  // namespace
}  // namespace clamor
