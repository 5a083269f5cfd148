// SPDX-License-Identifier: Apache-2.0
// Calls in the default dialect.
#include "server/voice.h"

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
using testing::MatchesRegex;
using testing::SizeIs;

constexpr std::size_t kMessageSamples = 320;
constexpr std::string_view kSpeechStart = R"({"type":"speech_start"})";
constexpr std::string_view kSpeechCancel = R"({"type":"speech_cancel"})";
constexpr std::string_view kUpgrade =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

// Answers that are not over before a test has spoken into them.
Options LongWinded() {
  auto options = QuickVoiceOptions();
  options.voice.speech = ParseDurations("constant:20min");
  return options;
}

TEST(Voice, AnswersAQuery) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  caller.Send(kSpeechStart);
  caller.SendAudio(std::string(640, 'x'));
  caller.Ask("Hello");
  const auto answer = caller.ReceiveUntil("response_end");
  EXPECT_THAT(answer.texts, ElementsAre(R"({"type":"response_start"})",
                                        R"({"type":"response_end","audio_ms":100})"));
  EXPECT_THAT(answer.audio, SizeIs(5));
  EXPECT_EQ(answer.AllAudio(), Spoken(0, 5 * kMessageSamples));
}

TEST(Voice, AnswersOneQueryAfterAnotherDifferently) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  caller.Ask("Hello");
  caller.ReceiveUntil("response_end");
  caller.Send(R"({"type":"speech_end"})");
  EXPECT_EQ(caller.ReceiveUntil("response_end").AllAudio(), Spoken(1, 5 * kMessageSamples));
}

TEST(Voice, CallsTheToolThatTheQueryNeeds) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  caller.Ask("What is the weather like?");
  EXPECT_THAT(
      caller.ReceiveUntil("response_end").texts,
      ElementsAre(R"({"type":"tool_call","name":"get_weather"})", R"({"type":"response_start"})",
                  R"({"type":"response_end","audio_ms":200})"));
}

TEST(Voice, SaysAsMuchAsItIsAskedFor) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  caller.Ask("Explain it");
  EXPECT_THAT(caller.ReceiveUntil("response_end").texts.back(), HasSubstr(":300}"));
  caller.Ask("Briefly, please");
  const auto answer = caller.ReceiveUntil("response_end");
  EXPECT_THAT(answer.texts.back(), HasSubstr(":33}"));
  EXPECT_THAT(answer.audio, SizeIs(2));
}

TEST(Voice, SendsAllAtOnceWhenToldTo) {
  auto options = QuickVoiceOptions();
  options.voice.audio_speed = 0;
  options.voice.speech = ParseDurations("constant:1min");
  TestServer server(options);
  VoiceClient caller(server.port());
  caller.Ask("Hello");
  EXPECT_THAT(caller.ReceiveUntil("response_end").audio, SizeIs(3000));
}

TEST(Voice, PausesForAFalseAlarmAndGoesOnWhereItWas) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port());
  caller.Ask("Hello");
  std::string heard = caller.ReceiveAudio(3).AllAudio();
  caller.Send(kSpeechStart);
  const auto before = caller.ReceiveUntil("paused");
  EXPECT_THAT(before.texts, ElementsAre(R"({"type":"paused"})"));
  heard += before.AllAudio();
  const auto meanwhile = caller.Echo();
  EXPECT_THAT(meanwhile.audio, IsEmpty());
  caller.Send(kSpeechCancel);
  const auto after = caller.ReceiveAudio(20);
  EXPECT_THAT(after.texts, ElementsAre(R"({"type":"resumed"})"));
  heard += after.AllAudio();
  EXPECT_EQ(heard, Spoken(0, heard.size() / 2));
}

TEST(Voice, GivesUpItsAnswerForANewQuery) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port());
  caller.Ask("Hello");
  caller.ReceiveAudio(3);
  caller.Send(kSpeechStart);
  caller.ReceiveUntil("paused");
  caller.Ask("And now?");
  const auto answer = caller.ReceiveAudio(3);
  EXPECT_THAT(answer.texts,
              ElementsAre(R"({"type":"interrupted"})", R"({"type":"response_start"})"));
  EXPECT_EQ(answer.AllAudio(), Spoken(1, 3 * kMessageSamples));
}

TEST(Voice, TakesAQueryWithoutAStartForAnInterruption) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port());
  caller.Ask("Hello");
  caller.ReceiveAudio(3);
  caller.Ask("And now?");
  EXPECT_THAT(caller.ReceiveUntil("response_start").texts,
              ElementsAre(R"({"type":"interrupted"})", R"({"type":"response_start"})"));
}

TEST(Voice, PausesAsOftenAsItHearsSomebody) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port());
  caller.Ask("Hello");
  for (int i = 0; i < 3; ++i) {
    caller.ReceiveAudio(2);
    caller.Send(kSpeechStart);
    caller.Send(kSpeechStart);
    caller.ReceiveUntil("paused");
    caller.Send(kSpeechCancel);
    EXPECT_THAT(caller.ReceiveAudio(1).texts, ElementsAre(R"({"type":"resumed"})"));
  }
}

TEST(Voice, ListensWhileItSaysNothing) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  caller.Send(kSpeechStart);
  caller.Send(kSpeechCancel);
  caller.Send(kSpeechCancel);
  EXPECT_THAT(caller.Echo().texts, SizeIs(1));
  caller.Ask("Hello");
  EXPECT_THAT(caller.ReceiveUntil("response_end").texts, SizeIs(2));
}

TEST(Voice, AnswersTheLastQueryOfThoseItStillThinksAbout) {
  auto options = QuickVoiceOptions();
  options.voice.tool_delay = ParseDurations("constant:1min");
  TestServer server(options);
  VoiceClient caller(server.port());
  caller.Ask("the weather");
  caller.ReceiveUntil("tool_call");
  caller.Send(kSpeechStart);
  caller.Ask("Hello");
  const auto answer = caller.ReceiveUntil("response_end");
  EXPECT_THAT(answer.texts, SizeIs(2));
  EXPECT_EQ(answer.AllAudio(), Spoken(1, 5 * kMessageSamples));
}

TEST(Voice, SaysWhatIsWrongWithAMessageAndGoesOn) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  caller.SendAudio("before anybody speaks");
  for (const auto* const wrong : {"{", "[]", R"({"kind":"speech_start"})", R"({"type":5})",
                                  R"({"type":"speech_end","text":7})"}) {
    caller.Send(wrong);
    EXPECT_THAT(caller.ReceiveUntil("error").texts.back(),
                MatchesRegex(R"(\{"type":"error","message":".*expected.*"\}|.*no JSON at byte.*)"));
  }
  caller.Send(R"({"type":"unheard_of"})");
  caller.Ask("Hello");
  EXPECT_THAT(caller.ReceiveUntil("response_end").texts, SizeIs(2));
}

TEST(Voice, RefusesMessagesBeyondItsLimit) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  try {
    caller.SendAudio(std::string((1 << 20) + 1, 'x'));
  } catch (const boost::system::system_error&) {
    // The server need not read all of it.
  }
  EXPECT_THAT(caller.ReceiveClose(), testing::AnyOf(1009U, 0U));
}

TEST(Voice, HangsUpOnACallerWhoNeverListens) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port(), "mute");
  caller.Ask("Hello");
  caller.ReceiveAudio(1);
  caller.Send(kSpeechStart);
  caller.ReceiveUntil("paused");
  caller.Send(kSpeechCancel);
  const auto talk_on = [&caller] {
    for (;;) caller.Send(kSpeechStart);
  };
  EXPECT_THROW(talk_on(), boost::system::system_error);
}

TEST(Voice, AnswersPings) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port());
  EXPECT_TRUE(caller.IsAnsweredWhenItPings());
}

TEST(Voice, SaysGoodbyeWhenItStops) {
  TestServer server(LongWinded());
  VoiceClient idle(server.port());
  VoiceClient listening(server.port());
  listening.Ask("Hello");
  listening.ReceiveAudio(1);
  server.Stop();
  EXPECT_EQ(idle.ReceiveClose(), 1001U);
  EXPECT_EQ(listening.ReceiveClose(), 1001U);
  server.Join();
}

TEST(Voice, OutlivesCallersWhoLeaveInTheMiddle) {
  TestServer server(LongWinded());
  for (int i = 0; i < 3; ++i) {
    VoiceClient caller(server.port());
    caller.Ask("Hello");
    caller.ReceiveAudio(1);
  }
  EXPECT_EQ(TestClient(server.port()).Get("/health").status(), 200U);
}

TEST(Voice, TellsItsOwnTimesWhenToldTo) {
  auto options = LongWinded();
  options.send_times = true;
  TestServer server(options);
  VoiceClient caller(server.port());
  caller.Send(kSpeechStart);
  caller.SendAudio(std::string(3200, 'x'));
  caller.Ask("Hello");
  EXPECT_THAT(caller.ReceiveUntil("times").texts.back(),
              MatchesRegex(
                  R"(\{"type":"times","heard_ns":[0-9]+,"sent_ns":[0-9]+,"heard_audio_ms":100\})"));
  caller.Send(kSpeechStart);
  EXPECT_THAT(caller.ReceiveUntil("paused").texts.back(),
              MatchesRegex(R"(\{"type":"paused","heard_ns":[0-9]+,"last_audio_ns":[0-9]+\})"));
}

TEST(Voice, RefusesWhatIsNoUpgrade) {
  TestServer server(QuickVoiceOptions());
  TestClient client(server.port());
  const auto plain = client.Get("/ws");
  EXPECT_EQ(plain.status(), 426U);
  EXPECT_EQ(plain.response[http::field::upgrade], "websocket");
  EXPECT_EQ(client.Post("/ws", "{}").status(), 405U);
  EXPECT_EQ(client.Get("/health").status(), 200U);
  EXPECT_EQ(TestClient(server.port())
                .Get("/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\n")
                .status(),
            400U);
  const std::string hasty = "GET /ws HTTP/1.1\r\nHost: test\r\n" + std::string(kUpgrade) + "\r\n";
  client.Send(hasty + "\x81");
  EXPECT_EQ(client.Receive().status(), 400U);
}

TEST(Voice, AsksForTheTokenBeforeItUpgrades) {
  auto options = QuickVoiceOptions();
  options.token = "secret";
  TestServer server(options);
  TestClient client(server.port());
  EXPECT_EQ(client.Get("/ws", kUpgrade).status(), 401U);
  const std::string authorized = std::string(kUpgrade) + "Authorization: Bearer secret\r\n";
  client.Send("GET /ws HTTP/1.1\r\nHost: test\r\n" + authorized + "\r\n");
  EXPECT_EQ(client.ReceiveHead().status(), 101U);
}

TEST(Voice, AgreesToTheFirstSubprotocol) {
  TestServer server(QuickVoiceOptions());
  TestClient client(server.port());
  client.Send("GET /ws HTTP/1.1\r\nHost: test\r\nSec-WebSocket-Protocol: voice, other\r\n" +
              std::string(kUpgrade) + "\r\n");
  EXPECT_EQ(client.ReceiveHead().response[http::field::sec_websocket_protocol], "voice");
}

TEST(Voice, RefusesTheUpgradeThatAFaultIsPlannedFor) {
  TestServer server(QuickVoiceOptions());
  TestClient client(server.port());
  const std::string upgrade(kUpgrade);
  EXPECT_EQ(client.Get("/ws", upgrade + "X-Clamor-Fault: status:503\r\n").status(), 503U);
  EXPECT_EQ(client.Get("/ws", upgrade + "X-Clamor-Fault: redirect\r\n").status(), 307U);
  EXPECT_EQ(client.Get("/ws", upgrade + "X-Clamor-Fault: not_sse\r\n").status(), 200U);
  EXPECT_EQ(client.Get("/ws", upgrade + "X-Clamor-Fault: nonsense\r\n").status(), 400U);
  auto options = QuickVoiceOptions();
  options.faults.Add("status:502=1");
  TestServer refusing(options);
  EXPECT_EQ(TestClient(refusing.port()).Get("/ws", upgrade).status(), 502U);
}

}  // namespace
}  // namespace clamor::server
