// SPDX-License-Identifier: Apache-2.0
// Turns against a scripted server: how answers are timed and judged, whole and streamed.
#include "protocols/http_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "protocols/openai_chat.h"
#include "protocols/probes.h"
#include "protocols/test_chat.h"
#include "protocols/test_session.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kWhole[] =
    R"({"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",)"
    R"("content":"Hello there"},"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}})";
constexpr char kJsonType[] = "Content-Type: application/json\r\n";

std::string Chunk(std::string_view delta, std::string_view finish = "null") {
  return "data: {\"choices\":[{\"index\":0,\"delta\":{" + std::string(delta) +
         "},\"finish_reason\":" + std::string(finish) + "}]}\n\n";
}

const std::string kDone = "data: [DONE]\n\n";
const std::string kStop = Chunk("", "\"stop\"");
const std::string kStream = Chunk(R"("role":"assistant","content":"")") +
                            Chunk(R"("content":"Hello")") + ": ping\n\n" +
                            Chunk(R"("content":" there")") + kStop + kDone;

std::string Gzipped(std::string_view text) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, text.size()) + 32, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

class HttpSessionTest : public testing::Test {
 protected:
  // One turn, streamed or whole, answered by this response.
  TurnRecord Play(bool stream, const std::string& response) {
    Conversation chat = ChatOf({"hello"});
    chat.tags["stream"] = stream ? "true" : "false";
    const Script script(chat);
    ReplyingServer server({{response}});
    TestSession session(std::make_unique<OpenAiChatDialect>(), server.url(), options_);
    TurnRecord record = session.Hold(script);
    EXPECT_EQ(session.activity().streams, 0);
    EXPECT_EQ(session.activity().requests, 0);
    return record;
  }
  TurnRecord Whole(const std::string& body) {
    return Play(false, Respond("200 OK", kJsonType, body));
  }
  TurnRecord Streamed(const std::string& events) { return Play(true, RespondWithStream(events)); }

  PlayOptions options_;
};

TEST_F(HttpSessionTest, AWholeAnswerIsTimedByItsBytesAlone) {
  const TurnRecord record = Whole(kWhole);
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.stream_end, StreamEnd::kNone);
  EXPECT_EQ(record.finish, Finish::kStop);
  EXPECT_EQ(record.prompt_tokens, 5U);
  EXPECT_EQ(record.completion_tokens, 7U);
  EXPECT_EQ(record.content_events, 1U);
  EXPECT_EQ(record.checks_made, ChatChecksOf(false));
  EXPECT_EQ(record.checks_passed, ChatChecksOf(false));
  EXPECT_TRUE(record.trends.Get(Trend::kTimeToFirstByte));
  EXPECT_TRUE(record.trends.Get(Trend::kResponseTime));
  for (Trend trend : {Trend::kTimeToFirstEvent, Trend::kTimeToFirstToken, Trend::kGenerationTime,
                      Trend::kTimePerOutputToken}) {
    EXPECT_FALSE(record.trends.Get(trend)) << Info(trend).name;
  }
}

TEST_F(HttpSessionTest, AWholeAnswerMayBeCompressed) {
  const TurnRecord record = Play(
      false,
      Respond("200 OK", std::string(kJsonType) + "Content-Encoding: gzip\r\n", Gzipped(kWhole)));
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.completion_tokens, 7U);
}

TEST_F(HttpSessionTest, AWholeAnswerIsBounded) {
  options_.max_event_bytes = sizeof kWhole - 2;
  TurnRecord record = Whole(kWhole);
  EXPECT_EQ(record.failure, Failure::kTooLarge);
  EXPECT_THAT(record.message, HasSubstr("longer than"));
  options_.max_event_bytes = sizeof kWhole - 1;
  EXPECT_EQ(Whole(kWhole).outcome, Outcome::kSuccess);
}

TEST_F(HttpSessionTest, AWholeAnswerThatIsNoJsonFailsAsThat) {
  const TurnRecord record =
      Play(false, Respond("200 OK", "Content-Type: text/html\r\n", "<html>\x1b[31mno</html>"));
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.failure, Failure::kJson);
  EXPECT_THAT(record.message, HasSubstr("<html>\\x1b[31mno"));
  EXPECT_EQ(record.checks_made, ChatChecksOf(false));
  EXPECT_EQ(record.checks_passed, 1U) << "the status alone";
}

TEST_F(HttpSessionTest, AnErrorInAWholeAnswerFailsItsTurn) {
  const TurnRecord record = Whole(R"({"error":{"message":"overloaded"}})");
  EXPECT_EQ(record.failure, Failure::kStreamError);
  EXPECT_THAT(record.message, HasSubstr("error inside the answer: {\"error\""));
}

TEST_F(HttpSessionTest, AFailedCheckOnContentFailsAnOtherwiseGoodTurn) {
  TurnRecord record = Play(false, Respond("200 OK", "Content-Type: text/plain\r\n", kWhole));
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.failure, Failure::kCheck);
  EXPECT_EQ(record.message, "check failed: json_content_type");
  EXPECT_TRUE(record.trends.Get(Trend::kFailedResponseTime));
  EXPECT_FALSE(record.trends.Get(Trend::kResponseTime));
  record = Play(false, Respond("201 Created", kJsonType, "{}"));
  EXPECT_EQ(record.message,
            "check failed: status_200, object_chat_completion, message_content, finish_reason, "
            "usage");
}

TEST_F(HttpSessionTest, AStreamIsTimedByItsEvents) {
  const TurnRecord record = Streamed(kStream);
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.stream_end, StreamEnd::kComplete);
  EXPECT_EQ(record.finish, Finish::kStop);
  EXPECT_EQ(record.content_events, 2U);
  EXPECT_EQ(record.completion_tokens, std::nullopt);
  EXPECT_EQ(record.checks_made, ChatChecksOf(true));
  EXPECT_EQ(record.checks_passed, ChatChecksOf(true));
  for (Trend trend : {Trend::kTimeToFirstByte, Trend::kTimeToFirstEvent, Trend::kTimeToFirstToken,
                      Trend::kGenerationTime, Trend::kResponseTime}) {
    EXPECT_TRUE(record.trends.Get(trend)) << Info(trend).name;
  }
  EXPECT_FALSE(record.trends.Get(Trend::kTimeToFirstAnswerToken));
}

TEST_F(HttpSessionTest, AnEventCountsOnceWhateverItHolds) {
  const TurnRecord record =
      Streamed(Chunk(R"("reasoning":"hm","content":"a","tool_calls":[{"function":{"name":"f"}}])") +
               Chunk(R"("content":"b")") + kStop + kDone);
  EXPECT_EQ(record.content_events, 2U);
  EXPECT_EQ(record.gaps.size(), 1U);
  EXPECT_EQ(record.trends.Get(Trend::kTimeToFirstAnswerToken),
            record.trends.Get(Trend::kTimeToFirstToken));
}

TEST_F(HttpSessionTest, FinishReasonsAreKept) {
  for (const auto& [reason, finish] :
       std::vector<std::pair<std::string, Finish>>{{"stop", Finish::kStop},
                                                   {"length", Finish::kLength},
                                                   {"content_filter", Finish::kContentFilter},
                                                   {"tool_calls", Finish::kToolCalls},
                                                   {"function_call", Finish::kToolCalls},
                                                   {"abort", Finish::kOther}}) {
    const TurnRecord record = Streamed(Chunk(R"("content":"a")", '"' + reason + '"') + kDone);
    EXPECT_EQ(record.finish, finish) << reason;
  }
}

TEST_F(HttpSessionTest, AStreamWithoutFinishReasonOrMarkerIsTruncated) {
  TurnRecord record = Streamed(Chunk(R"("content":"a")") + kDone);
  EXPECT_EQ(record.failure, Failure::kTruncated);
  EXPECT_EQ(record.stream_end, StreamEnd::kTruncated);
  EXPECT_EQ(record.message, "the answer ended without a finish_reason");
  record = Streamed(Chunk(R"("content":"a")") + kStop);
  EXPECT_EQ(record.failure, Failure::kTruncated);
  EXPECT_EQ(record.stream_end, StreamEnd::kTruncated);
  EXPECT_THAT(record.message, HasSubstr("without `data: [DONE]`"));
}

TEST_F(HttpSessionTest, AnErrorInsideAStreamFailsItsTurnWhateverFollows) {
  const TurnRecord record =
      Streamed(Chunk(R"("content":"a")") + "data: {\"error\":\"died\"}\n\n" + kDone);
  EXPECT_EQ(record.failure, Failure::kStreamError);
  EXPECT_EQ(record.stream_end, StreamEnd::kErrorInside);
}

TEST_F(HttpSessionTest, AStreamThatIsNoneFailsAsThat) {
  const TurnRecord record = Play(true, Respond("200 OK", kJsonType, kWhole));
  EXPECT_EQ(record.failure, Failure::kSse);
  EXPECT_THAT(record.message, HasSubstr("content type was application/json: {"));
}

TEST_F(HttpSessionTest, AnErrorStatusFailsEachCheck) {
  for (const bool stream : {true, false}) {
    const TurnRecord record = Play(stream, Respond("429 Too Many Requests", kJsonType, "{}"));
    EXPECT_EQ(record.failure, Failure::kRateLimited);
    EXPECT_EQ(record.checks_made, ChatChecksOf(stream));
    EXPECT_EQ(record.checks_passed & ~std::uint64_t{0b10}, 0U) << "but for the content type";
    EXPECT_EQ(record.attempts, 1U);
  }
}

TEST_F(HttpSessionTest, ACurlCommandRepeatsTheRequest) {
  const TurnRecord record = Play(true, Respond("500 Internal Server Error", "", ""));
  EXPECT_THAT(record.repeat_command,
              HasSubstr(R"( --data-raw '{"model":"m","messages":[{"role":"user","content":)"
                        R"("hello"}],"stream":true,"stream_options":{"include_usage":true}}')"));
}

class HttpSessionProbes : public HttpSessionTest {
 protected:
  HttpSessionProbes() {
    options_.probes = &probes_;
    probes_.metrics = {{"words", SampleKind::kTrend, Unit::kCount}};
  }
  void Check(Predicate passes) {
    probes_.checks.push_back({{"own", CheckOn::kContent}, std::move(passes)});
  }
  static constexpr std::uint64_t kOwnBit = std::uint64_t{1} << 14;
  Probes probes_;
};

TEST_F(HttpSessionProbes, SeeAStream) {
  Check([](const Answered& a) {
    return a.place == 1 && a.status == 200 && a.text == "Hello there" &&
           a.finish_reason == "stop" && a.content_events == 2 && !a.completion_tokens &&
           a.time_to_first_token && *a.time_to_first_token <= a.response_time &&
           a.turn.content == "hello";
  });
  const TurnRecord record = Streamed(kStream);
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.checks_made, ChatChecksOf(true) | kOwnBit);
  EXPECT_EQ(record.checks_passed, record.checks_made);
}

TEST_F(HttpSessionProbes, SeeAWholeAnswer) {
  probes_.hooks.push_back([](const Answered& a, Samples& samples) {
    EXPECT_EQ(a.text, "Hello there");
    EXPECT_EQ(a.content_events, 1);
    EXPECT_EQ(a.prompt_tokens, 5);
    EXPECT_EQ(a.completion_tokens, 7);
    EXPECT_FALSE(a.time_to_first_token);
    EXPECT_GT(a.response_time.count(), 0);
    samples.Add(Metric<Count>{"words"}, 2);
  });
  const TurnRecord record = Whole(kWhole);
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  ASSERT_EQ(record.defined.size(), 1U);
  EXPECT_EQ(record.defined[0].value, 2);
}

TEST_F(HttpSessionProbes, FailTheTurnLikeTheDialectsOwnChecks) {
  Check([](const Answered&) { return false; });
  const TurnRecord record = Play(false, Respond("200 OK", "Content-Type: text/plain\r\n", kWhole));
  EXPECT_EQ(record.failure, Failure::kCheck);
  EXPECT_EQ(record.message, "check failed: json_content_type, own");
}

TEST_F(HttpSessionProbes, AreNotAskedOfWhatIsNoAnswer) {
  int asked = 0;
  Check([&asked](const Answered&) { return ++asked > 0; });
  for (const auto& record : {Streamed(Chunk(R"("content":"a")")),
                             Play(false, Respond("500 Internal Server Error", "", ""))}) {
    EXPECT_EQ(record.outcome, Outcome::kFailed);
    EXPECT_EQ(record.checks_made & kOwnBit, 0U);
  }
  EXPECT_EQ(asked, 0);
}

TEST_F(HttpSessionProbes, WhatTheyThrowFailsTheTurn) {
  Check([](const Answered&) -> bool { throw std::runtime_error("broken"); });
  const TurnRecord record = Streamed(kStream);
  EXPECT_EQ(record.failure, Failure::kCheck);
  EXPECT_EQ(record.message, "the check own threw: broken");
}

}  // namespace
}  // namespace clamor
