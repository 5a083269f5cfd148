// SPDX-License-Identifier: Apache-2.0
// Calls as OpenAI Realtime has them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "server/base64.h"
#include "server/test_server.h"
#include "server/test_voice_client.h"

namespace clamor::server {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr unsigned kRate = 24000;
constexpr std::string_view kUpdate = R"({"type":"session.update","session":{"type":"realtime",)"
                                     R"("audio":{"input":{"format":{"type":"audio/pcm",)"
                                     R"("rate":24000},"turn_detection":null}}}})";
constexpr std::string_view kCreate = R"({"type":"response.create"})";
constexpr std::string_view kCancel = R"({"type":"response.cancel","event_id":"mine"})";
constexpr std::string_view kCommit = R"({"type":"input_audio_buffer.commit"})";

// An event's member by its path, "response.status", as JSON without blanks.
std::string At(const std::string& event, const std::string& path) {
  const JsonValue root = ParseJson(event, "event");
  const JsonValue* value = &root;
  for (std::size_t begin = 0; begin <= path.size() && value != nullptr;) {
    const auto end = std::min(path.find('.', begin), path.size());
    value = value->Find(path.substr(begin, end - begin));
    begin = end + 1;
  }
  if (value == nullptr) return {};
  return value->Is(JsonValue::Kind::kString) ? value->text : CompactJson(*value);
}

std::vector<std::string> Types(const Received& received) {
  std::vector<std::string> types;
  for (const std::string& text : received.texts) types.push_back(At(text, "type"));
  return types;
}

std::vector<std::string> OfType(const Received& received, const std::string& type) {
  std::vector<std::string> events;
  for (const std::string& text : received.texts) {
    if (At(text, "type") == type) events.push_back(text);
  }
  return events;
}

class Realtime : public testing::Test {
 protected:
  // A caller that has been greeted.
  static VoiceClient& Greeted(VoiceClient& caller) {
    caller.ReceiveUntil("session.created");
    return caller;
  }

  static void Say(VoiceClient& caller, std::string_view text) {
    std::string audio;
    AppendBase64(audio, std::string(4800, 'x'));
    caller.Send(fmt::format(R"({{"type":"input_audio_buffer.append","audio":"{}"}})", audio));
    caller.Send(kCommit);
    caller.Send(fmt::format(
        R"({{"type":"conversation.item.create","item":{{"type":"message","role":"user",)"
        R"("content":[{{"type":"input_text","text":{}}}]}}}})",
        JsonQuote(text)));
    caller.Send(kCreate);
  }

  static std::string ErrorCode(VoiceClient& caller, std::string_view event) {
    caller.Send(event);
    return At(caller.ReceiveUntil(R"("type":"error")").texts.back(), "error.code");
  }

  static Options LongWinded() {
    auto options = QuickVoiceOptions();
    options.voice.speech = ParseDurations("constant:20min");
    return options;
  }

  static inline const std::string kTarget = "/v1/realtime?model=gpt-realtime";
};

TEST_F(Realtime, GreetsWithTheSession) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, kTarget);
  const auto greeting = caller.ReceiveUntil("session.created").texts.front();
  EXPECT_EQ(At(greeting, "session.model"), "gpt-realtime");
  EXPECT_EQ(At(greeting, "session.type"), "realtime");
  EXPECT_EQ(At(greeting, "session.audio.input.turn_detection"), "null");
  EXPECT_EQ(At(greeting, "session.audio.output.format.rate"), "24000");
  caller.Send(kUpdate);
  EXPECT_EQ(At(caller.ReceiveUntil("session.updated").texts.front(), "session.id"),
            At(greeting, "session.id"));
}

TEST_F(Realtime, TakesTheNameOfTheModelDecoded) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, "/v1/realtime?a=b&model=my%20model%2F%C3%A9");
  EXPECT_EQ(At(caller.ReceiveUntil("session.created").texts.front(), "session.model"),
            "my model/\xc3\xa9");
}

TEST_F(Realtime, AnswersWhatWasCommitted) {
  auto options = QuickVoiceOptions();
  options.voice.speech = ParseDurations("constant:250ms");
  TestServer server(options);
  VoiceClient caller(server.port(), {}, kTarget);
  Say(Greeted(caller), "Hello you");
  const auto answer = caller.ReceiveUntil("response.done");
  EXPECT_THAT(
      Types(answer),
      ElementsAre("input_audio_buffer.committed", "conversation.item.added",
                  "conversation.item.done", "conversation.item.added", "conversation.item.done",
                  "response.created", "response.output_item.added", "conversation.item.added",
                  "response.content_part.added", "response.output_audio_transcript.delta",
                  "response.output_audio.delta", "response.output_audio.delta",
                  "response.output_audio.delta", "response.output_audio.done",
                  "response.output_audio_transcript.done", "response.content_part.done",
                  "response.output_item.done", "conversation.item.done", "response.done"));
  const std::string whole = Spoken(0, 6000, kRate);
  const auto audio = OfType(answer, "response.output_audio.delta");
  std::string first;
  AppendBase64(first, std::string_view(whole).substr(0, 4800));
  EXPECT_EQ(At(audio[0], "delta"), first);
  EXPECT_EQ(Base64Size(At(audio[2], "delta")), 2400U);
  const std::string& done = answer.texts.back();
  EXPECT_EQ(At(done, "response.status"), "completed");
  EXPECT_EQ(At(done, "response.id"), At(audio[0], "response_id"));
  EXPECT_EQ(At(done, "response.usage.output_token_details.audio_tokens"), "5");
  EXPECT_EQ(At(done, "response.usage.input_token_details.audio_tokens"), "1");
  EXPECT_EQ(At(done, "response.usage.input_token_details.text_tokens"), "2");
}

TEST_F(Realtime, CallsTheToolBeforeItSpeaks) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, kTarget);
  Say(Greeted(caller), "What is the weather like?");
  caller.ReceiveUntil("response.created");
  const auto call = caller.ReceiveUntil("response.function_call_arguments.done");
  EXPECT_EQ(At(call.texts.back(), "name"), "get_weather");
  EXPECT_EQ(At(call.texts.back(), "arguments"), "{}");
  EXPECT_THAT(OfType(call, "response.output_audio.delta"), IsEmpty());
  const auto rest = caller.ReceiveUntil("response.done");
  EXPECT_THAT(OfType(rest, "response.output_audio.delta"), SizeIs(2));
  EXPECT_THAT(At(rest.texts.back(), "response.output"), HasSubstr("function_call"));
}

TEST_F(Realtime, StopsWhenItIsCancelled) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port(), {}, kTarget);
  Say(Greeted(caller), "Hello");
  const auto begun = caller.ReceiveUntil("output_audio.delta");
  const auto item = At(begun.texts.back(), "item_id");
  caller.Send(kCancel);
  const auto done = caller.ReceiveUntil("response.done");
  EXPECT_EQ(At(done.texts.back(), "response.status"), "cancelled");
  EXPECT_EQ(At(done.texts.back(), "response.status_details.reason"), "client_cancelled");
  EXPECT_THAT(Types(done), Contains("response.output_audio.done"));
  const auto truncate = [&](unsigned end_ms) {
    return fmt::format(R"({{"type":"conversation.item.truncate","item_id":"{}",)"
                       R"("content_index":0,"audio_end_ms":{}}})",
                       item, end_ms);
  };
  caller.Send(truncate(60));
  EXPECT_EQ(At(caller.ReceiveUntil("truncated").texts.back(), "audio_end_ms"), "60");
  caller.Send(truncate(10'000'000));
  const auto refused = caller.ReceiveUntil("error").texts.back();
  EXPECT_EQ(At(refused, "error.code"), "invalid_value");
  EXPECT_EQ(At(refused, "error.param"), "audio_end_ms");
  Say(caller, "Hello again");
  EXPECT_THAT(Types(caller.ReceiveUntil("output_audio.delta")), Contains("response.created"));
}

TEST_F(Realtime, IsCancelledWhileItThinks) {
  auto options = QuickVoiceOptions();
  options.voice.think = ParseDurations("constant:1min");
  TestServer server(options);
  VoiceClient caller(server.port(), {}, kTarget);
  Say(Greeted(caller), "Hello");
  caller.ReceiveUntil("response.created");
  caller.Send(kCancel);
  const auto done = caller.ReceiveUntil("response.done");
  EXPECT_THAT(Types(done), ElementsAre("response.done"));
  EXPECT_EQ(At(done.texts.back(), "response.status"), "cancelled");
}

TEST_F(Realtime, RefusesWhatDoesNotFitTheConversation) {
  TestServer server(LongWinded());
  VoiceClient caller(server.port(), {}, kTarget);
  Greeted(caller);
  EXPECT_EQ(ErrorCode(caller, kCommit), "input_audio_buffer_commit_empty");
  EXPECT_EQ(ErrorCode(caller, kCancel), "response_cancel_not_active");
  EXPECT_EQ(ErrorCode(caller, R"({"type":"conversation.item.truncate","item_id":"item_x",)"
                              R"("content_index":0,"audio_end_ms":0})"),
            "invalid_value");
  caller.Send(kCreate);
  EXPECT_EQ(ErrorCode(caller, kCreate), "conversation_already_has_active_response");
}

TEST_F(Realtime, ForgetsWhatIsCleared) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, kTarget);
  Greeted(caller);
  std::string audio;
  AppendBase64(audio, std::string(48000, 'x'));
  caller.Send(fmt::format(R"({{"type":"input_audio_buffer.append","audio":"{}"}})", audio));
  caller.Send(R"({"type":"input_audio_buffer.clear"})");
  caller.ReceiveUntil("input_audio_buffer.cleared");
  EXPECT_EQ(ErrorCode(caller, kCommit), "input_audio_buffer_commit_empty");
}

TEST_F(Realtime, TakesTheResultOfATool) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, kTarget);
  Greeted(caller);
  caller.Send(R"({"type":"conversation.item.create","item":{"type":"function_call_output",)"
              R"("call_id":"call_1","output":"sunny"}})");
  EXPECT_EQ(At(caller.ReceiveUntil("conversation.item.done").texts.back(), "item.call_id"),
            "call_1");
}

TEST_F(Realtime, SaysWhatIsWrongWithAnEventAndGoesOn) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, kTarget);
  Greeted(caller);
  EXPECT_EQ(ErrorCode(caller, "{"), "invalid_json");
  EXPECT_EQ(ErrorCode(caller, "{}"), "missing_required_parameter");
  EXPECT_EQ(ErrorCode(caller, R"({"type":"unheard.of"})"), "invalid_value");
  EXPECT_EQ(ErrorCode(caller, R"({"type":"session.update"})"), "missing_required_parameter");
  EXPECT_EQ(ErrorCode(caller, R"({"type":"input_audio_buffer.append","audio":"?"})"),
            "invalid_value");
  caller.SendAudio("binary");
  EXPECT_EQ(ErrorCode(caller, R"({"type":"conversation.item.create","item":{"type":"x"}})"),
            "invalid_event");
  caller.ReceiveUntil("invalid_value");
  caller.Send(kCancel);
  EXPECT_EQ(At(caller.ReceiveUntil("error").texts.back(), "error.event_id"), "mine");
  Say(caller, "Hello");
  EXPECT_EQ(At(caller.ReceiveUntil("response.done").texts.back(), "response.status"), "completed");
}

TEST_F(Realtime, DetectsNoTurns) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), {}, kTarget);
  Greeted(caller);
  caller.Send(R"({"type":"session.update","session":{"type":"realtime","audio":{"input":)"
              R"({"turn_detection":{"type":"server_vad"}}}}})");
  const auto refused = caller.ReceiveUntil("error").texts.back();
  EXPECT_EQ(At(refused, "error.param"), "session.audio.input.turn_detection");
  EXPECT_THAT(At(refused, "error.message"), HasSubstr("expected null"));
  caller.Send(R"({"type":"session.update","session":{"type":"realtime","audio":{"output":)"
              R"({"format":{"type":"audio/pcmu"}}}}})");
  EXPECT_THAT(At(caller.ReceiveUntil("error").texts.back(), "error.message"),
              HasSubstr("audio/pcm"));
}

TEST_F(Realtime, SpeaksTheOlderNamesWhenToldTo) {
  auto options = QuickVoiceOptions();
  options.voice.realtime_beta_names = true;
  TestServer server(options);
  VoiceClient caller(server.port(), {}, kTarget);
  Greeted(caller);
  caller.Send(R"({"type":"session.update","session":{"turn_detection":null,)"
              R"("input_audio_format":"pcm16"}})");
  caller.ReceiveUntil("session.updated");
  Say(caller, "Hello");
  const auto types = Types(caller.ReceiveUntil("response.done"));
  EXPECT_THAT(types, Contains("response.audio.delta"));
  EXPECT_THAT(types, Contains("response.audio.done"));
  EXPECT_THAT(types, Contains("response.audio_transcript.delta"));
  EXPECT_THAT(types, Contains("conversation.item.created"));
  EXPECT_THAT(types, Not(Contains(HasSubstr("output_audio"))));
  EXPECT_THAT(types, Not(Contains("conversation.item.added")));
}

TEST_F(Realtime, FailsAsTheApiDoes) {
  TestServer server(QuickVoiceOptions());
  VoiceClient caller(server.port(), "stream_error", kTarget);
  Say(Greeted(caller), "Hello");
  const auto answer = caller.ReceiveUntil("response.done");
  EXPECT_EQ(At(OfType(answer, "error").front(), "error.type"), "server_error");
  EXPECT_EQ(At(answer.texts.back(), "response.status"), "failed");
}

TEST_F(Realtime, GoesOnInSpiteOfACancelWhenItNeverStops) {
  auto options = QuickVoiceOptions();
  options.voice.speech = ParseDurations("constant:4s");
  TestServer server(options);
  VoiceClient caller(server.port(), "never_stops", kTarget);
  Say(Greeted(caller), "Hello");
  caller.ReceiveUntil("output_audio.delta");
  caller.Send(kCancel);
  const auto rest = caller.ReceiveUntil("response.done");
  EXPECT_THAT(OfType(rest, "response.output_audio.delta"), SizeIs(39));
  EXPECT_EQ(At(rest.texts.back(), "response.status"), "completed");
}

TEST_F(Realtime, AsksForTheModelAndTheToken) {
  auto options = QuickVoiceOptions();
  options.token = "secret";
  TestServer server(options);
  TestClient client(server.port());
  const auto refused = client.Get("/v1/realtime?model=m");
  EXPECT_EQ(refused.status(), 401U);
  EXPECT_THAT(refused.body(), HasSubstr("invalid_api_key"));
  EXPECT_EQ(client.Get("/v1/realtime", "Authorization: Bearer secret\r\n").status(), 400U);
  EXPECT_EQ(client.Get("/v1/realtime?model=%z", "Authorization: Bearer secret\r\n").status(), 400U);
  EXPECT_EQ(client.Get("/v1/realtime?a=b&model=m", "Authorization: Bearer secret\r\n").status(),
            426U);
}

}  // namespace
}  // namespace clamor::server
