// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_clamor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/test_voice.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class ClamorVoiceTest : public testing::Test {
 protected:
  Sense ReadText(std::string_view message) { return dialect_.Read(message, true, hearing_); }
  // What a message that makes sense tells.
  std::vector<std::string> ToldOf(std::string_view message) {
    hearing_.told.clear();
    EXPECT_EQ(ReadText(message), Sense::kClear) << message;
    return hearing_.told;
  }

  ClamorVoiceDialect dialect_;
  TestOutbox outbox_;
  TestHearing hearing_;
};

TEST_F(ClamorVoiceTest, Connects) {
  const Call call = dialect_.Connect({});
  EXPECT_EQ(call.path, "/ws");
  EXPECT_THAT(call.headers, IsEmpty());
  EXPECT_THAT(call.subprotocols, IsEmpty());
  EXPECT_FALSE(dialect_.Greet({}, outbox_)) << "speech waits for nothing";
  EXPECT_THAT(outbox_.texts, IsEmpty());
  EXPECT_EQ(dialect_.SampleRate(), 16000);
  EXPECT_TRUE(dialect_.AgentPauses());
}

TEST_F(ClamorVoiceTest, SaysWhatIsSpoken) {
  dialect_.SpeechBegins(outbox_);
  dialect_.Speech(std::vector<std::uint8_t>{1, 2, 255, 0}, outbox_);
  dialect_.SpeechEnds({"What is the weather like?", true}, outbox_);
  EXPECT_THAT(outbox_.texts,
              ElementsAre(R"({"type":"speech_start"})",
                          R"({"type":"speech_end","text":"What is the weather like?"})"));
  EXPECT_THAT(outbox_.binaries, ElementsAre(ElementsAre(1, 2, 255, 0)));
}

TEST_F(ClamorVoiceTest, QuotesTheText) {
  dialect_.SpeechEnds({"\"yes\",\n\\no\xff", true}, outbox_);
  dialect_.SpeechEnds({"", false}, outbox_);
  EXPECT_THAT(outbox_.texts,
              ElementsAre("{\"type\":\"speech_end\",\"text\":\"\\\"yes\\\",\\n\\\\no\uFFFD\"}",
                          R"({"type":"speech_end","text":""})"));
}

TEST_F(ClamorVoiceTest, BeginsToSpeakIntoTheAnswerAsEver) {
  dialect_.BargesIn(2s, outbox_);
  dialect_.FalseAlarmBegins(outbox_);
  EXPECT_THAT(outbox_.texts,
              ElementsAre(R"({"type":"speech_start"})", R"({"type":"speech_start"})"));
}

TEST_F(ClamorVoiceTest, TakesAFalseAlarmBack) {
  dialect_.FalseAlarmEnds(outbox_);
  EXPECT_THAT(outbox_.texts, ElementsAre(R"({"type":"speech_cancel"})"));
}

TEST_F(ClamorVoiceTest, UnderstandsTheAgent) {
  EXPECT_THAT(ToldOf(R"({"type":"response_start"})"), ElementsAre("answer begins"));
  EXPECT_THAT(ToldOf(R"({"type":"tool_call","name":"get_weather"})"), ElementsAre("tool call"));
  EXPECT_THAT(ToldOf(R"({"type":"response_end","audio_ms":2400})"),
              ElementsAre("answer ends, 2.4 s"));
  EXPECT_THAT(ToldOf(R"({"type":"response_end"})"), ElementsAre("answer ends"));
  EXPECT_THAT(ToldOf(R"({"type":"paused"})"), ElementsAre("paused"));
  EXPECT_THAT(ToldOf(R"({"type":"resumed"})"), IsEmpty()) << "the audio behind it tells";
  EXPECT_THAT(ToldOf(R"({"type":"interrupted"})"), ElementsAre("interrupted"));
  EXPECT_THAT(ToldOf(R"({"type":"error","message":"no voice"})"), ElementsAre("failed: no voice"));
  EXPECT_THAT(ToldOf(R"({"type":"error"})"), ElementsAre("failed: "));
}

TEST_F(ClamorVoiceTest, PassesOverMembersThatItDoesNotKnow) {
  EXPECT_THAT(ToldOf(R"({"id":[1],"type":"paused","of":{"type":"x"}})"), ElementsAre("paused"));
}

TEST_F(ClamorVoiceTest, HearsAudioOfAnyLength) {
  EXPECT_EQ(dialect_.Read(std::string_view("\0\x01\xff\x7f", 4), false, hearing_), Sense::kClear);
  EXPECT_THAT(hearing_.told, ElementsAre("audio 0 1 255 127"));
  EXPECT_EQ(dialect_.Read(std::string(64'000, 'x'), false, hearing_), Sense::kClear);
}

TEST_F(ClamorVoiceTest, MakesNoSenseOfHalfASample) {
  EXPECT_EQ(dialect_.Read("abc", false, hearing_), Sense::kNone);
}

TEST_F(ClamorVoiceTest, TellsJsonInBinaryMessagesForAudio) {
  EXPECT_EQ(dialect_.Read(R"({"type":"response_start"}x)", false, hearing_), Sense::kClear);
  EXPECT_EQ(hearing_.told.front().substr(0, 9), "audio 123");
}

TEST_F(ClamorVoiceTest, DoesNotKnowOtherTypes) {
  EXPECT_EQ(ReadText(R"({"type":"session.created"})"), Sense::kUnknown);
  EXPECT_EQ(ReadText(R"({"type":"Paused"})"), Sense::kUnknown);
  EXPECT_THAT(hearing_.told, IsEmpty());
}

TEST_F(ClamorVoiceTest, MakesNoSenseOfWhatHasNoType) {
  for (const char* const message :
       {"", "hello", "{}", R"({"event":"paused"})", R"({"type":""})", R"(["paused"])",
        R"({"type":"paused")", R"({"message":{"type":"paused"}})"}) {
    EXPECT_EQ(ReadText(message), Sense::kNone) << message;
  }
  EXPECT_THAT(hearing_.told, IsEmpty());
}

}  // namespace
}  // namespace clamor
