// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/speech_length.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

void ExpectLength(Seconds expected, std::string_view content) {
  EXPECT_DOUBLE_EQ(LengthOf({}, content).count(), expected.count()) << '"' << content << '"';
}

TEST(SpeechLength, IsTheOneThatIsGiven) {
  EXPECT_EQ(LengthOf({.length = 1200ms}, "What time is it?"), 1200ms);
}

TEST(SpeechLength, IsOtherwiseThatOf150WordsAMinute) {
  ExpectLength(400ms, "Stop");
  ExpectLength(1600ms, "What time is it?");
  ExpectLength(800ms, "  two\n\t words ");
}

TEST(SpeechLength, IsNoLessThanAWord) {
  ExpectLength(400ms, "");
  ExpectLength(400ms, " \n");
}

}  // namespace
}  // namespace clamor
