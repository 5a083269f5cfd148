// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_speech.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/atomic_file.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::Not;
using testing::SizeIs;
using namespace std::chrono_literals;

Conversation Saying(const std::string& content, Speech speech = {}) {
  Conversation conversation;
  Turn turn{"user", content};
  turn.speech = std::move(speech);
  conversation.turns = {std::move(turn)};
  return conversation;
}

TEST(SpeechStore, SpeaksAsLongAsItTakesToSayTheWords) {
  SpeechStore store(16000);
  store.Prepare(Saying("How are you?"));
  EXPECT_THAT(store.Of({}, "How are you?"), SizeIs(2 * 16000 * 12 / 10));
}

TEST(SpeechStore, SpeaksAsLongAsItIsTold) {
  for (const std::size_t rate : {16000u, 24000u}) {
    SpeechStore store(static_cast<int>(rate));
    store.Prepare(Saying("How are you?", {200ms}));
    EXPECT_THAT(store.Of({200ms}, "How are you?"), SizeIs(2 * rate / 5));
    EXPECT_THAT(store.Noise(200ms), SizeIs(2 * rate / 5));
  }
}

TEST(SpeechStore, PreparesAllThatACallerSays) {
  Conversation conversation = Saying("Hello", {100ms});
  conversation.turns.push_back(conversation.turns.front());
  conversation.turns.front().interrupt = Interruption{{}, "Stop", {200ms}};
  conversation.turns.back().false_alarm = FalseAlarm{{}, 300ms};
  SpeechStore store(1000);
  store.Prepare(conversation);
  EXPECT_THAT(store.Of({100ms}, "Hello"), SizeIs(200));
  EXPECT_THAT(store.Of({200ms}, "Stop"), SizeIs(400));
  EXPECT_THAT(store.Noise(300ms), SizeIs(600));
}

TEST(SpeechStore, SaysTheSameInEveryRunAndNotSilence) {
  SpeechStore one(16000);
  SpeechStore other(16000);
  one.Prepare(Saying("Hello", {50ms}));
  other.Prepare(Saying("Hello", {50ms}));
  const PcmBytes said = one.Noise(50ms);
  EXPECT_THAT(said, ElementsAreArray(other.Noise(50ms)));
  EXPECT_THAT(said, testing::Contains(Not(0)));
}

TEST(SpeechStore, SharesWhatItHasWithLaterConversations) {
  SpeechStore store(16000);
  store.Prepare(Saying("Hello", {50ms}));
  const PcmBytes said = store.Noise(50ms);
  store.Prepare(Saying("And again", {50ms}));
  store.Prepare(Saying("And longer", {500ms}));
  EXPECT_EQ(store.Noise(50ms).data(), said.data());
}

std::string Bytes(std::uint32_t number, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(number >> (8 * i));
  return bytes;
}

std::string Wav(std::uint32_t rate, const std::vector<int>& samples) {
  std::string data;
  for (const int sample : samples) data += Bytes(static_cast<std::uint32_t>(sample), 2);
  const auto size = static_cast<std::uint32_t>(data.size());
  return "RIFF" + Bytes(36 + size, 4) + "WAVEfmt " + Bytes(16, 4) + Bytes(1, 2) + Bytes(1, 2) +
         Bytes(rate, 4) + Bytes(2 * rate, 4) + Bytes(2, 2) + Bytes(16, 2) + "data" +
         Bytes(size, 4) + data;
}

class RecordedSpeech : public testing::Test {
 protected:
  ~RecordedSpeech() override { std::filesystem::remove(file_); }

  void Record(std::uint32_t rate, const std::vector<int>& samples) {
    WriteWhole(file_, Wav(rate, samples));
  }
  PcmBytes Prepared() {
    store_.Prepare(Saying("Hello", speech_));
    return store_.Of(speech_, "Hello");
  }
  std::string Error() {
    try {
      Prepared();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  }

  const std::filesystem::path file_ = std::filesystem::path(testing::TempDir()) /
                                      ("clamor_speech_" + std::to_string(::getpid()) + ".wav");
  const Speech speech_{Seconds(0), file_.string()};
  SpeechStore store_{16000};
};

TEST_F(RecordedSpeech, IsWhatTheFileHolds) {
  Record(16000, {1, -1, 0x1234, -32768});
  EXPECT_THAT(Prepared(), ElementsAre(1, 0, 0xff, 0xff, 0x34, 0x12, 0x00, 0x80));
}

TEST_F(RecordedSpeech, IsConvertedToTheRateThatIsSpoken) {
  Record(24000, std::vector<int>(300, 1000));
  const PcmBytes said = Prepared();
  ASSERT_THAT(said, SizeIs(2 * 200));
  EXPECT_NEAR(said[200] + 256 * said[201], 1000, 1) << "in the middle, as loud as it was";
}

TEST_F(RecordedSpeech, IsReadOnce) {
  Record(16000, {1, 2});
  const PcmBytes said = Prepared();
  std::filesystem::remove(file_);
  EXPECT_EQ(Prepared().data(), said.data());
}

TEST_F(RecordedSpeech, ThatIsMissingIsOneLine) {
  EXPECT_EQ(Error(), file_.string() + ": there is no such file, expected a WAV file of 16-bit PCM");
}

TEST_F(RecordedSpeech, ThatIsNoWavIsOneLine) {
  WriteWhole(file_, "hello\nworld, this is no WAV");
  EXPECT_EQ(Error(), file_.string() +
                         ": is no WAV file: begins with \"hello\\nworld,\", expected RIFF/WAVE "
                         "with 16-bit PCM");
}

TEST_F(RecordedSpeech, OfARateThatCannotBeConvertedIsOneLine) {
  Record(44100, {1, 2});
  EXPECT_EQ(Error(), file_.string() +
                         ": 44100 samples per second cannot be made 16000, expected one of 8000, "
                         "12000, 16000, 24000, 32000, 48000");
}

TEST_F(RecordedSpeech, ThatCannotBeUsedIsToldEachTime) {
  EXPECT_EQ(Error(), Error());
  Record(16000, {1});
  EXPECT_EQ(Error(), "no error");
}

}  // namespace
}  // namespace clamor
