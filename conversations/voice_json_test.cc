// SPDX-License-Identifier: Apache-2.0
#include "conversations/voice_json.h"

#include <gmock/gmock.h>

#include "conversations/conversation_json.h"

namespace clamor {
namespace {

using testing::MatchesRegex;
using namespace std::chrono_literals;

// A file whose one turn has these members besides, on a line of their own.
std::string FileWith(const std::string& members) {
  return R"({"invocations": 1, "conversation": [{"role": "user", "content": "Hello",)"
         "\n" +
         members + "}]}";
}

Turn TurnWith(const std::string& members) {
  return ReadConversation(FileWith(members), "d/f.json").turns.at(0);
}

std::string ErrorOf(const std::string& members) {
  try {
    TurnWith(members);
  } catch (const JsonError& e) {
    return e.what();
  }
  return "no error";
}

TEST(ReadVoice, ReadsNothingWhereNothingStands) {
  const Turn turn = TurnWith(R"("expect": {})");
  EXPECT_EQ(turn.speech.length, 0s);
  EXPECT_EQ(turn.speech.wav, "");
  EXPECT_FALSE(turn.interrupt);
  EXPECT_FALSE(turn.false_alarm);
}

TEST(ReadVoice, ReadsHowTheContentIsSpoken) {
  EXPECT_EQ(TurnWith(R"("speech_ms": 1200)").speech.length, 1200ms);
  EXPECT_EQ(TurnWith(R"("wav": "hello.wav")").speech.wav, "d/hello.wav");
  EXPECT_EQ(TurnWith(R"("wav": "../wav/hello.wav")").speech.wav, "d/../wav/hello.wav");
  EXPECT_EQ(TurnWith(R"("wav": "/wav/hello.wav")").speech.wav, "/wav/hello.wav");
}

TEST(ReadVoice, TakesARecordingFromTheFilesFolder) {
  const std::string text = FileWith(R"("wav": "hello.wav")");
  EXPECT_EQ(ReadConversation(text, "f.json").turns[0].speech.wav, "hello.wav");
  EXPECT_EQ(ReadConversation(text, "/a/b/f.json").turns[0].speech.wav, "/a/b/hello.wav");
}

TEST(ReadVoice, ReadsAnInterruption) {
  const auto right_away = TurnWith(R"("interrupt": {"content": "Stop {{turn}}"})").interrupt;
  ASSERT_TRUE(right_away);
  EXPECT_EQ(right_away->content, "Stop {{turn}}");
  EXPECT_EQ(right_away->at.after_chunks, 1);
  EXPECT_EQ(right_away->at.after, 0s);
  EXPECT_EQ(right_away->speech.length, 0s);

  const auto later =
      TurnWith(R"("interrupt": {"after_ms": 300, "content": "Stop", "speech_ms": 500})").interrupt;
  ASSERT_TRUE(later);
  EXPECT_EQ(later->at.after_chunks, 1);
  EXPECT_EQ(later->at.after, 300ms);
  EXPECT_EQ(later->speech.length, 500ms);

  const auto counted =
      TurnWith(R"("interrupt": {"after_chunks": 5, "content": "Stop", "wav": "stop.wav"})")
          .interrupt;
  ASSERT_TRUE(counted);
  EXPECT_EQ(counted->at.after_chunks, 5);
  EXPECT_EQ(counted->at.after, 0s);
  EXPECT_EQ(counted->speech.wav, "d/stop.wav");
}

TEST(ReadVoice, ReadsAFalseAlarm) {
  const auto right_away = TurnWith(R"("false_alarm": {"lasts_ms": 300})").false_alarm;
  ASSERT_TRUE(right_away);
  EXPECT_EQ(right_away->lasts, 300ms);
  EXPECT_EQ(right_away->at.after_chunks, 1);
  EXPECT_EQ(right_away->at.after, 0s);
  const auto later = TurnWith(R"("false_alarm": {"after_ms": 700, "lasts_ms": 20})").false_alarm;
  ASSERT_TRUE(later);
  EXPECT_EQ(later->at.after, 700ms);
}

TEST(ReadVoice, ChecksNumbers) {
  for (const std::string wrong : {"19", "60001", "20.5", "-1", "\"400\"", "null", "1e300"}) {
    EXPECT_EQ(ErrorOf("\"speech_ms\": " + wrong), "d/f.json:2:14: \"speech_ms\" is " + wrong +
                                                      ", expected a whole number from 20 to 60000");
  }
  EXPECT_EQ(ErrorOf(R"("interrupt": {"content": "a", "after_ms": 60001})"),
            "d/f.json:2:43: \"after_ms\" is 60001, expected a whole number from 0 to 60000");
  EXPECT_EQ(ErrorOf(R"("interrupt": {"content": "a", "after_chunks": 0})"),
            "d/f.json:2:47: \"after_chunks\" is 0, expected a whole number from 1 to 10000");
  EXPECT_EQ(ErrorOf(R"("false_alarm": {"lasts_ms": 5001})"),
            "d/f.json:2:29: \"lasts_ms\" is 5001, expected a whole number from 20 to 5000");
}

TEST(ReadVoice, ChecksKindsAndKeys) {
  EXPECT_EQ(ErrorOf(R"("wav": 1)"), "d/f.json:2:8: \"wav\" is 1, expected a string");
  EXPECT_EQ(ErrorOf(R"("wav": "")"), "d/f.json:2:8: \"wav\" is empty, expected some text");
  EXPECT_EQ(ErrorOf(R"("interrupt": "Stop")"),
            "d/f.json:2:14: \"interrupt\" is \"Stop\", expected an object");
  EXPECT_EQ(ErrorOf(R"("false_alarm": 300)"),
            "d/f.json:2:16: \"false_alarm\" is 300, expected an object");
  EXPECT_EQ(ErrorOf(R"("interrupt": {})"),
            "d/f.json:2:14: \"content\" is missing, expected what is said into the answer");
  EXPECT_EQ(ErrorOf(R"("interrupt": {"content": ""})"),
            "d/f.json:2:26: \"content\" is empty, expected some text");
  EXPECT_EQ(ErrorOf(R"("false_alarm": {"after_ms": 1})"),
            "d/f.json:2:16: \"lasts_ms\" is missing, expected how long the noise lasts, in "
            "milliseconds");
  EXPECT_EQ(ErrorOf(R"("interrupt": {"after": 1})"),
            "d/f.json:2:15: unknown key \"after\", expected one of after_ms, after_chunks, "
            "content, speech_ms, wav");
  EXPECT_EQ(ErrorOf(R"("false_alarm": {"last_ms": 1})"),
            "d/f.json:2:17: unknown key \"last_ms\", expected one of after_ms, after_chunks, "
            "lasts_ms; did you mean \"lasts_ms\"?");
}

TEST(ReadVoice, RefusesWhatCannotStandTogether) {
  EXPECT_EQ(ErrorOf(R"("speech_ms": 400, "wav": "a.wav")"),
            "d/f.json:2:26: \"speech_ms\" and \"wav\" stand together, expected one of them");
  EXPECT_EQ(ErrorOf(R"("interrupt": {"content": "a", "wav": "a.wav", "speech_ms": 400})"),
            "d/f.json:2:38: \"speech_ms\" and \"wav\" stand together, expected one of them");
  EXPECT_EQ(ErrorOf(R"("false_alarm": {"lasts_ms": 300, "after_ms": 1, "after_chunks": 1})"),
            "d/f.json:2:65: \"after_ms\" and \"after_chunks\" stand together, expected one of "
            "them");
  EXPECT_EQ(ErrorOf(R"("interrupt": {"content": "a"}, "false_alarm": {"lasts_ms": 300})"),
            "d/f.json:2:47: \"interrupt\" and \"false_alarm\" stand together, expected one of "
            "them");
}

TEST(ReadVoice, PointsAtTheUnknownPlaceholderItself) {
  EXPECT_THAT(ErrorOf(R"("interrupt": {"content": "a {{trun}}"})"),
              MatchesRegex("d/f.json:2:29: unknown placeholder .*did you mean \"turn\".*"));
}

}  // namespace
}  // namespace clamor
