// SPDX-License-Identifier: Apache-2.0
// Calls in which something goes wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/system/system_error.hpp>
#include <string>

#include "server/test_server.h"
#include "server/test_voice_client.h"

namespace clamor::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::size_t kMessageSamples = 320;
constexpr std::size_t kMessageBytes = 2 * kMessageSamples;
constexpr std::string_view kSpeechStart = R"({"type":"speech_start"})";
constexpr std::string_view kSpeechCancel = R"({"type":"speech_cancel"})";

Options With(const char* speech) {
  auto options = QuickVoiceOptions();
  options.voice.speech = ParseDurations(speech);
  return options;
}

TEST(VoiceFault, NeverStopsSpeaking) {
  TestServer server(With("constant:4s"));
  VoiceClient caller(server.port(), "never_stops");
  caller.Ask("Hello");
  std::string heard = caller.ReceiveAudio(1).AllAudio();
  caller.Send(kSpeechStart);
  caller.Ask("Will you stop?");
  const auto rest = caller.ReceiveUntil("response_end");
  EXPECT_THAT(rest.texts, SizeIs(1));
  EXPECT_EQ(heard + rest.AllAudio(), Spoken(0, 200 * kMessageSamples));
  EXPECT_THAT(caller.ReceiveUntil("response_end").texts, SizeIs(2));
}

TEST(VoiceFault, RepeatsAudioAfterAFalseAlarm) {
  TestServer server(With("constant:20min"));
  VoiceClient caller(server.port(), "repeats_audio");
  caller.Ask("Hello");
  std::string heard = caller.ReceiveAudio(20).AllAudio();
  caller.Send(kSpeechStart);
  heard += caller.ReceiveUntil("paused").AllAudio();
  caller.Send(kSpeechCancel);
  const auto again = caller.ReceiveAudio(10);
  EXPECT_THAT(again.texts, ElementsAre(HasSubstr("resumed")));
  EXPECT_EQ(again.AllAudio(), heard.substr(heard.size() - 10 * kMessageBytes));
}

TEST(VoiceFault, DropsEveryTenthMessageOfAudio) {
  TestServer server(With("constant:500ms"));
  VoiceClient caller(server.port(), "drops_audio");
  caller.Ask("Hello");
  const auto answer = caller.ReceiveUntil("response_end");
  EXPECT_THAT(answer.texts.back(), HasSubstr(R"("audio_ms":500)"));
  ASSERT_THAT(answer.audio, SizeIs(23));
  const std::string whole = Spoken(0, 25 * kMessageSamples);
  EXPECT_EQ(answer.audio[8], whole.substr(8 * kMessageBytes, kMessageBytes));
  EXPECT_EQ(answer.audio[9], whole.substr(10 * kMessageBytes, kMessageBytes));
}

TEST(VoiceFault, FallsMuteAfterAFalseAlarm) {
  TestServer server(With("constant:20min"));
  VoiceClient caller(server.port(), "mute");
  caller.Ask("Hello");
  caller.ReceiveAudio(1);
  caller.Send(kSpeechStart);
  caller.ReceiveUntil("paused");
  caller.Send(kSpeechCancel);
  caller.Ask("Are you there?");
  for (int i = 0; i < 2; ++i) {
    const auto received = caller.Echo();
    EXPECT_THAT(received.audio, IsEmpty());
    EXPECT_THAT(received.texts, SizeIs(1));
  }
  EXPECT_TRUE(caller.IsAnsweredWhenItPings());
}

TEST(VoiceFault, SendsTextWhereAudioBelongs) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "text_for_audio");
  caller.Ask("Hello");
  EXPECT_THAT(caller.ReceiveUntil("audio belongs here").audio, SizeIs(2));
  EXPECT_THAT(caller.ReceiveUntil("response_end").audio, SizeIs(3));
}

TEST(VoiceFault, ClosesInTheMiddle) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "truncate");
  caller.Ask("Hello");
  caller.ReceiveAudio(2);
  EXPECT_EQ(caller.ReceiveClose(), 1011U);
}

TEST(VoiceFault, ResetsInTheMiddle) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "reset_during");
  caller.Ask("Hello");
  EXPECT_EQ(caller.ReceiveClose(), 0U);
}

TEST(VoiceFault, StallsInTheMiddle) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "stall");
  caller.Ask("Hello");
  caller.ReceiveAudio(2);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(caller.Echo().audio, IsEmpty());
}

TEST(VoiceFault, TellsAnErrorInTheMiddleAndAnswersTheNext) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "stream_error");
  for (int i = 0; i < 2; ++i) {
    caller.Ask("Hello");
    const auto answer = caller.ReceiveUntil("error");
    EXPECT_THAT(answer.texts, ElementsAre(HasSubstr("response_start"),
                                          R"({"type":"error","message":"the model gave up"})"));
    EXPECT_THAT(answer.audio, SizeIs(2));
  }
}

TEST(VoiceFault, BeginsWithAMessageOfAnotherShape) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "garbage_event");
  caller.Ask("Hello");
  const auto answer = caller.ReceiveUntil("response_end");
  EXPECT_THAT(answer.texts, ElementsAre(R"({"kind":"hello"})", HasSubstr("response_end")));
  EXPECT_THAT(answer.audio, SizeIs(5));
}

TEST(VoiceFault, IsDrawnForEachAnswer) {
  auto options = QuickVoiceOptions();
  options.faults.Add("garbage_event=0.5");
  TestServer server(options);
  VoiceClient caller(server.port());
  int garbage = 0;
  for (int i = 0; i < 20; ++i) {
    caller.Ask("Hello");
    if (caller.ReceiveUntil("response_end").texts.front() == R"({"kind":"hello"})") ++garbage;
  }
  EXPECT_GT(garbage, 0);
  EXPECT_LT(garbage, 20);
}

TEST(VoiceFault, OfOtherEndpointsChangesNothing) {
  TestServer server(QuickVoiceOptions());
  for (const auto* const fault : {"no_done", "crosstalk", "buffered"}) {
    VoiceClient caller(server.port(), fault);
    caller.Ask("Hello");
    const auto answer = caller.ReceiveUntil("response_end");
    EXPECT_THAT(answer.texts, SizeIs(2)) << fault;
    EXPECT_THAT(answer.audio, SizeIs(5)) << fault;
  }
}

TEST(VoiceFault, ChangesNothingInOtherEndpoints) {
  TestServer server(QuickVoiceOptions());
  TestClient client(server.port());
  for (const auto* const fault :
       {"never_stops", "repeats_audio", "drops_audio", "mute", "text_for_audio"}) {
    const auto answer =
        client.Say("Repeat after me: hello you", "X-Clamor-Fault: " + std::string(fault) + "\r\n");
    EXPECT_EQ(answer.status(), 200U);
    EXPECT_THAT(answer.Events(), SizeIs(3)) << fault;
    EXPECT_THAT(answer.body(), Not(HasSubstr("error"))) << fault;
  }
}

}  // namespace
}  // namespace clamor::server
