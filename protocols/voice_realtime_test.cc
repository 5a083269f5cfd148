// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_realtime.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "base/json_text.h"
#include "protocols/test_voice.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class RealtimeTest : public testing::Test {
 protected:
  Sense ReadText(std::string_view message) { return dialect_.Read(message, true, hearing_); }
  // What a message that makes sense tells.
  std::vector<std::string> ToldOf(std::string_view message) {
    hearing_.told.clear();
    EXPECT_EQ(ReadText(message), Sense::kClear) << message;
    return hearing_.told;
  }
  std::vector<std::string> ToldOfDone(const std::string& response) {
    return ToldOf(R"({"type":"response.done","response":{)" + response + "}}");
  }
  std::vector<std::string> TakeSent() { return std::exchange(outbox_.texts, {}); }

  RealtimeDialect dialect_;
  TestOutbox outbox_;
  TestHearing hearing_;
};

std::string PathOf(const std::string& model) {
  Conversation conversation;
  conversation.tags["model"] = model;
  return RealtimeDialect().Connect(conversation).path;
}

TEST_F(RealtimeTest, ConnectsToAModel) {
  const Call call = dialect_.Connect({});
  EXPECT_EQ(call.path, "/v1/realtime?model=gpt-realtime");
  EXPECT_THAT(call.headers, IsEmpty());
  EXPECT_EQ(PathOf("gpt-realtime-2.1_mini~"), "/v1/realtime?model=gpt-realtime-2.1_mini~");
  EXPECT_EQ(dialect_.SampleRate(), 24000);
  EXPECT_FALSE(dialect_.AgentPauses());
}

TEST_F(RealtimeTest, EncodesTheModelForThePath) {
  EXPECT_EQ(PathOf("a b&c=d/e?f#g%h+i\r\n\xc3\xa9"),
            "/v1/realtime?model=a%20b%26c%3Dd%2Fe%3Ff%23g%25h%2Bi%0D%0A%C3%A9");
}

TEST_F(RealtimeTest, AsksForAudioWithoutTurnDetectionFirst) {
  EXPECT_TRUE(dialect_.Greet({}, outbox_)) << "speech waits until the agent is ready";
  ASSERT_THAT(
      outbox_.texts,
      ElementsAre(R"({"type":"session.update","session":{"type":"realtime",)"
                  R"("output_modalities":["audio"],"audio":{)"
                  R"("input":{"format":{"type":"audio/pcm","rate":24000},"turn_detection":null},)"
                  R"("output":{"format":{"type":"audio/pcm","rate":24000}}}}})"));
  EXPECT_NO_THROW(ParseJson(outbox_.texts.front(), "session.update"));
}

TEST_F(RealtimeTest, AppendsSpeechInBase64) {
  dialect_.SpeechBegins(outbox_);
  dialect_.Speech(std::vector<std::uint8_t>{0, 1, 0xfe, 0xff}, outbox_);
  dialect_.Speech(std::vector<std::uint8_t>{'f', 'o'}, outbox_);
  EXPECT_THAT(TakeSent(), ElementsAre(R"({"type":"input_audio_buffer.append","audio":"AAH+/w=="})",
                                      R"({"type":"input_audio_buffer.append","audio":"Zm8="})"));
  EXPECT_THAT(outbox_.binaries, IsEmpty());
}

TEST_F(RealtimeTest, CommitsSpeechAndAsksForTheAnswer) {
  dialect_.SpeechEnds({"How are you?", false}, outbox_);
  EXPECT_THAT(TakeSent(), ElementsAre(R"({"type":"input_audio_buffer.commit"})",
                                      R"({"type":"response.create"})"));
}

TEST_F(RealtimeTest, WritesWhatNobodyCouldHear) {
  dialect_.SpeechEnds({"\"How\nare you?\"", true}, outbox_);
  const std::vector<std::string> sent = TakeSent();
  ASSERT_THAT(
      sent,
      ElementsAre(R"({"type":"input_audio_buffer.commit"})",
                  R"({"type":"conversation.item.create","item":{"type":"message","role":"user",)"
                  R"("content":[{"type":"input_text","text":"\"How\nare you?\""}]}})",
                  R"({"type":"response.create"})"));
  EXPECT_NO_THROW(ParseJson(sent[1], "item"));
  dialect_.SpeechEnds({"", true}, outbox_);
  EXPECT_THAT(TakeSent(), ElementsAre(R"({"type":"input_audio_buffer.commit"})",
                                      R"({"type":"response.create"})"));
}

TEST_F(RealtimeTest, CancelsAndTruncatesToWhatWasPlayedWhenItInterrupts) {
  ReadText(R"({"type":"response.created","response":{"id":"r1"}})");
  ReadText(R"({"type":"response.output_audio.delta","item_id":"item \"1\"","delta":"AAA="})");
  dialect_.BargesIn(Seconds(1.2349), outbox_);
  EXPECT_THAT(TakeSent(),
              ElementsAre(R"({"type":"response.cancel"})",
                          R"({"type":"conversation.item.truncate","item_id":"item \"1\"",)"
                          R"("content_index":0,"audio_end_ms":1234})"));
}

TEST_F(RealtimeTest, TruncatesNothingWhereNothingWasSaid) {
  dialect_.BargesIn(0s, outbox_);
  EXPECT_THAT(TakeSent(), ElementsAre(R"({"type":"response.cancel"})"));
}

TEST_F(RealtimeTest, TruncatesTheItemOfTheAnswerUnderWay) {
  ReadText(R"({"type":"response.output_audio.delta","item_id":"old","delta":"AAA="})");
  ReadText(R"({"type":"response.done","response":{"status":"completed"}})");
  ReadText(R"({"type":"response.created"})");
  ReadText(R"({"type":"response.output_audio.delta","item_id":"new","delta":"AAA="})");
  dialect_.BargesIn(20ms, outbox_);
  EXPECT_THAT(TakeSent().back(), testing::HasSubstr(R"("item_id":"new")"));
}

TEST_F(RealtimeTest, KnowsNoPauseInAFalseAlarm) {
  dialect_.FalseAlarmBegins(outbox_);
  EXPECT_THAT(TakeSent(), IsEmpty());
  dialect_.FalseAlarmEnds(outbox_);
  EXPECT_THAT(TakeSent(), ElementsAre(R"({"type":"input_audio_buffer.clear"})"));
}

TEST_F(RealtimeTest, UnderstandsTheAgent) {
  EXPECT_THAT(ToldOf(R"({"type":"session.created","session":{}})"), IsEmpty()) << "not yet";
  EXPECT_THAT(ToldOf(R"({"type":"session.updated","session":{}})"), ElementsAre("ready"));
  EXPECT_THAT(ToldOf(R"({"type":"response.created","response":{"status":"in_progress"}})"),
              ElementsAre("answer begins"));
  EXPECT_THAT(ToldOf(R"({"type":"response.function_call_arguments.delta","delta":"{"})"),
              IsEmpty());
  EXPECT_THAT(ToldOf(R"({"type":"response.function_call_arguments.done","name":"f"})"),
              ElementsAre("tool call"));
}

TEST_F(RealtimeTest, HearsAudioByItsPresentNameAndThatOfTheBeta) {
  for (const char* const type : {"response.output_audio.delta", "response.audio.delta"}) {
    EXPECT_THAT(ToldOf(fmt::format(R"({{"type":"{}","item_id":"i","delta":"AAH+/w=="}})", type)),
                ElementsAre("audio 0 1 254 255"))
        << type;
  }
}

TEST_F(RealtimeTest, PassesOverWhatSaysNothingOfWhatIsMeasured) {
  for (const char* const type :
       {"conversation.item.added", "conversation.created", "input_audio_buffer.committed",
        "input_audio_buffer.speech_started", "output_audio_buffer.cleared",
        "response.output_item.added", "response.output_audio.done", "response.audio.done",
        "response.output_audio_transcript.delta", "rate_limits.updated"}) {
    EXPECT_THAT(ToldOf(fmt::format(R"({{"type":"{}","delta":"?"}})", type)), IsEmpty()) << type;
  }
}

TEST_F(RealtimeTest, TakesOnlyTheResponsesStatusForTheAnswersEnd) {
  EXPECT_THAT(ToldOfDone(R"("status":"completed")"), ElementsAre("answer ends"));
  EXPECT_THAT(ToldOfDone(R"("status":"cancelled","status_details":{"type":"cancelled",)"
                         R"("reason":"client_cancelled"})"),
              ElementsAre("interrupted"));
}

TEST_F(RealtimeTest, FailsWithWhatAResponseLacks) {
  EXPECT_THAT(ToldOfDone(R"("status":"incomplete","status_details":{"type":"incomplete",)"
                         R"("reason":"max_output_tokens"})"),
              ElementsAre("failed: the response is incomplete: max_output_tokens"));
  EXPECT_THAT(ToldOfDone(R"("status":"failed","status_details":{"type":"failed",)"
                         R"("error":{"code":"server_error","message":"It broke."}})"),
              ElementsAre("failed: the response is failed: It broke."));
  EXPECT_THAT(ToldOfDone(R"("status":"failed","status_details":{"reason":"why",)"
                         R"("error":{"message":"It broke."}})"),
              ElementsAre("failed: the response is failed: why: It broke."));
  EXPECT_THAT(ToldOfDone(R"("status":"failed","status_details":null)"),
              ElementsAre("failed: the response is failed"));
  EXPECT_THAT(ToldOfDone(R"("object":"realtime.response")"),
              ElementsAre("failed: the response has no status"));
}

TEST_F(RealtimeTest, NamesTheCodeOfAnErrorWithoutAMessage) {
  EXPECT_THAT(ToldOfDone(R"("status":"failed","status_details":{"type":"failed",)"
                         R"("error":{"type":"server_error","code":"overloaded"}})"),
              ElementsAre("failed: the response is failed: overloaded"));
  EXPECT_THAT(ToldOf(R"({"type":"error","error":{"code":"session_expired"}})"),
              ElementsAre("failed: session_expired"));
}

TEST_F(RealtimeTest, ReadsUsageBeforeTheEnd) {
  EXPECT_THAT(ToldOfDone(R"("status":"completed","usage":{"total_tokens":30,"input_tokens":10,)"
                         R"("output_tokens":20,"input_token_details":{"audio_tokens":4}})"),
              ElementsAre("usage 10 20", "answer ends"));
  EXPECT_THAT(ToldOfDone(R"("status":"cancelled","usage":{"output_tokens":5})"),
              ElementsAre("usage 0 5", "interrupted"));
  EXPECT_THAT(ToldOfDone(R"("status":"completed","usage":null)"), ElementsAre("answer ends"));
}

TEST_F(RealtimeTest, FailsWithAnError) {
  EXPECT_THAT(ToldOf(R"({"type":"error","event_id":"e","error":{"type":"invalid_request_error",)"
                     R"("code":"session_expired","message":"It is over.","param":null}})"),
              ElementsAre("failed: It is over."));
}

TEST_F(RealtimeTest, ForgivesThatThereWasNothingToCancel) {
  EXPECT_THAT(ToldOf(R"({"type":"error","error":{"code":"response_cancel_not_active",)"
                     R"("message":"Cancellation failed: no active response found"}})"),
              IsEmpty());
}

TEST_F(RealtimeTest, MakesNoSenseOfAudioThatIsNoBase64) {
  for (const char* const delta : {"AAA", "A-A_", "AA A", "AAA=AAA="}) {
    EXPECT_EQ(
        ReadText(fmt::format(R"({{"type":"response.output_audio.delta","delta":"{}"}})", delta)),
        Sense::kNone)
        << delta;
  }
  EXPECT_THAT(hearing_.told, IsEmpty());
}

TEST_F(RealtimeTest, MakesNoSenseOfBinaryAndOfWhatHasNoType) {
  EXPECT_EQ(dialect_.Read(R"({"type":"session.updated"})", false, hearing_), Sense::kNone);
  for (const char* const message : {"", "hello", "{}", R"({"session":{"type":"realtime"}})"}) {
    EXPECT_EQ(ReadText(message), Sense::kNone) << message;
  }
  EXPECT_THAT(hearing_.told, IsEmpty());
}

TEST_F(RealtimeTest, DoesNotKnowOtherTypes) {
  EXPECT_EQ(ReadText(R"({"type":"response_start"})"), Sense::kUnknown);
  EXPECT_EQ(ReadText(R"({"type":"responses.done"})"), Sense::kUnknown);
  EXPECT_THAT(hearing_.told, IsEmpty());
}

}  // namespace
}  // namespace clamor
