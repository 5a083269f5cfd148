// SPDX-License-Identifier: Apache-2.0
// Chat APIs that misbehave on purpose: the reason under which each failure is counted, and the
// checks that it breaks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <set>

#include "net/test_server.h"
#include "protocols/openai_chat.h"
#include "tests/engine/play_against.h"

namespace clamor {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;
using namespace std::chrono_literals;

using Names = std::set<std::string>;

constexpr char kQuick[] = "--ttft constant:1ms --gap constant:0ms --answer-events constant:6 ";
constexpr std::uint64_t kTurns = 8;

const Names kAllOfStream = {"status_200",          "event_stream_content_type",
                            "valid_data_lines",    "several_chunks",
                            "content_accumulated", "finish_reason_in_final_chunk",
                            "done_marker",         "first_chunk_within_1s"};
const Names kAllOfWhole = {
    "status_200",    "json_content_type",      "valid_json", "message_content",
    "finish_reason", "object_chat_completion", "usage"};

Names Without(Names names, const Names& some) {
  for (const std::string& name : some) names.erase(name);
  return names;
}

// Errors are told in JSON too.
const Names kRefusedWhole = Without(kAllOfWhole, {"json_content_type"});

Conversation Chat(bool stream, std::vector<std::string> contents = {"hello"}) {
  Conversation chat = Saying(std::move(contents));
  chat.tags = {{"model", "gpt-4"}, {"stream", stream ? "true" : "false"}};
  return chat;
}

PlayCase ChatCase(bool stream, const std::string& server = "") {
  PlayCase play{.server = kQuick + server, .profile = SharedIterations(kTurns).Users(2)};
  play.conversations = {Chat(stream)};
  play.dialect = [] { return std::unique_ptr<Dialect>(std::make_unique<OpenAiChatDialect>()); };
  return play;
}

// Those that any answer failed, and those that were made of none.
struct CheckedRun {
  Names broken;
  Names made;
};

CheckedRun ChecksOf(const RunData& run) {
  CheckedRun checked;
  for (const ShareSeries& check : run.check_rates) {
    if (!check.tags.empty() || check.of == 0) continue;
    checked.made.insert(check.name);
    if (check.yes < check.of) checked.broken.insert(check.name);
  }
  return checked;
}

struct FaultCase {
  std::string name;
  bool stream;
  std::string server;
  Failure reason;
  Names broken;
};

void PrintTo(const FaultCase& fault, std::ostream* out) { *out << fault.server; }

class ChatFaults : public testing::TestWithParam<FaultCase> {};

TEST_P(ChatFaults, AreCountedUnderTheirReasonAndBreakTheirChecks) {
  const FaultCase& fault = GetParam();
  PlayCase play = ChatCase(fault.stream, fault.server);
  play.options.idle_timeout = 300ms;
  play.options.auth_tokens = {"known"};
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kRequests), kTurns);
  EXPECT_EQ(FailuresOf(run, fault.reason), kTurns) << MessageOf(run, fault.reason);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), kTurns);
  EXPECT_EQ(run.FindTrend(Trend::kResponseTime, {}), nullptr);
  const CheckedRun checked = ChecksOf(run);
  EXPECT_EQ(checked.made, fault.stream ? kAllOfStream : kAllOfWhole);
  EXPECT_THAT(checked.broken, UnorderedElementsAreArray(fault.broken));
}

std::string NameOf(const testing::TestParamInfo<FaultCase>& fault) { return fault.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Streams, ChatFaults,
    testing::Values(
        FaultCase{"unknown_token", true, "--token other", Failure::kAuth, kAllOfStream},
        FaultCase{"forbidden_token", true, "--forbidden-token known", Failure::kAuth, kAllOfStream},
        FaultCase{"bad_request", true, "--fault status:400=1", Failure::kValidation, kAllOfStream},
        FaultCase{"unprocessable", true, "--fault status:422=1", Failure::kValidation,
                  kAllOfStream},
        FaultCase{"limited", true, "--fault status:429=1", Failure::kRateLimited, kAllOfStream},
        FaultCase{"unavailable", true, "--fault status:503=1", Failure::kServerError, kAllOfStream},
        FaultCase{"page", true, "--fault not_sse=1", Failure::kSse,
                  Without(kAllOfStream, {"status_200"})},
        FaultCase{"truncated",
                  true,
                  "--fault truncate=1",
                  Failure::kTruncated,
                  {"finish_reason_in_final_chunk", "done_marker"}},
        FaultCase{"no_done", true, "--fault no_done=1", Failure::kTruncated, {"done_marker"}},
        FaultCase{"reset",
                  true,
                  "--fault reset_during=1",
                  Failure::kReset,
                  {"finish_reason_in_final_chunk", "done_marker"}},
        FaultCase{"stalled",
                  true,
                  "--fault stall=1",
                  Failure::kTimeout,
                  {"finish_reason_in_final_chunk", "done_marker"}},
        FaultCase{"error_inside",
                  true,
                  "--fault stream_error=1",
                  Failure::kStreamError,
                  {"finish_reason_in_final_chunk"}},
        FaultCase{
            "garbage", true, "--fault garbage_event=1", Failure::kCheck, {"valid_data_lines"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Whole, ChatFaults,
    testing::Values(
        FaultCase{"unknown_token", false, "--token other", Failure::kAuth, kRefusedWhole},
        FaultCase{"unprocessable", false, "--fault status:422=1", Failure::kValidation,
                  kRefusedWhole},
        FaultCase{"limited", false, "--fault status:429=1", Failure::kRateLimited, kRefusedWhole},
        FaultCase{"server_error", false, "--fault status:500=1", Failure::kServerError,
                  kRefusedWhole},
        FaultCase{"page", false, "--fault not_sse=1", Failure::kJson,
                  Without(kAllOfWhole, {"status_200"})},
        FaultCase{"cut", false, "--fault truncate=1", Failure::kReset,
                  Without(kAllOfWhole, {"status_200", "json_content_type"})},
        FaultCase{"garbage", false, "--fault garbage_event=1", Failure::kJson,
                  Without(kAllOfWhole, {"status_200", "json_content_type"})},
        FaultCase{"error_inside", false, "--fault stream_error=1", Failure::kStreamError,
                  Without(kAllOfWhole, {"status_200", "json_content_type", "valid_json"})}),
    NameOf);

// Each check on its own, from a server that does all else as it should.

// A chunk of the first choice.
std::string Chunk(const std::string& content, const std::string& finish = "") {
  return R"(data: {"choices":[{"index":0,"delta":{"content":")" + content +
         R"("},"finish_reason":)" + (finish.empty() ? "null" : '"' + finish + '"') + "}]}\n\n";
}

const std::string kMarker = "data: [DONE]\n\n";
const std::string kChunks = Chunk("Good ") + Chunk("day") + Chunk("", "stop") + kMarker;

// An answer in one body, with a piece of it replaced.
std::string Whole(const std::string& piece = "", const std::string& by = "") {
  std::string body =
      R"({"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",)"
      R"("content":"Good day"},"finish_reason":"stop"}],)"
      R"("usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})";
  if (!piece.empty()) body.replace(body.find(piece), piece.size(), by);
  return body;
}

struct AnswerCase {
  std::string broken;  // the only check that fails
  bool stream;
  std::string body;
  std::string status = "200 OK";
  std::string content_type = {};  // none: the right one
};

void PrintTo(const AnswerCase& answer, std::ostream* out) { *out << answer.broken; }

// Gives every client the same answer, and none to one that asks nothing.
TestServer::Script Repeating(std::string bytes) {
  return [bytes = std::move(bytes)](TestServer& server) {
    for (;;) {
      const auto peer = server.Accept();
      try {
        peer->ReadRequest();
        peer->Send(bytes);
        peer->Close();
      } catch (const std::runtime_error&) {
        continue;
      }
    }
  };
}

class ChatAnswers : public testing::TestWithParam<AnswerCase> {};

TEST_P(ChatAnswers, BreakOneCheckAlone) {
  const AnswerCase& answer = GetParam();
  const std::string right_type = answer.stream ? "text/event-stream" : "application/json";
  const TestServer server(Repeating(
      "HTTP/1.1 " + answer.status +
      "\r\nContent-Type: " + (answer.content_type.empty() ? right_type : answer.content_type) +
      "\r\nConnection: close\r\n\r\n" + answer.body));
  PlayCase play = ChatCase(answer.stream);
  play.profile = SharedIterations(3);
  play.options.base_url = "http://127.0.0.1:" + std::to_string(server.port());
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), 3u);
  EXPECT_THAT(ChecksOf(run).broken, ElementsAre(answer.broken));
}

INSTANTIATE_TEST_SUITE_P(
    Each, ChatAnswers,
    testing::Values(
        AnswerCase{"status_200", true, kChunks, "201 Created"},
        AnswerCase{"several_chunks", true, Chunk("Good day", "stop") + kMarker},
        AnswerCase{"content_accumulated", true, Chunk("") + Chunk("", "stop") + kMarker},
        AnswerCase{"finish_reason_in_final_chunk", true,
                   Chunk("Good ", "stop") + Chunk("day") + kMarker},
        AnswerCase{"done_marker", true, Chunk("Good ") + Chunk("day", "stop")},
        AnswerCase{"valid_data_lines", true, "data: no JSON\n\n" + kChunks},
        AnswerCase{"status_200", false, Whole(), "201 Created"},
        AnswerCase{"json_content_type", false, Whole(), "200 OK", "text/plain"},
        AnswerCase{"object_chat_completion", false, Whole(".completion", ".completion.chunk")},
        AnswerCase{"message_content", false, Whole("Good day", "")},
        AnswerCase{"finish_reason", false, Whole(R"("stop")", "null")},
        AnswerCase{"usage", false, Whole(R"(,"total_tokens":3)")}),
    [](const auto& answer) {
      return answer.param.broken + (answer.param.stream ? "_of_a_stream" : "_of_a_body");
    });

TEST(ChatAnswer, ThatIsAsItShouldBeBreaksNoCheckAndCountsItsTokens) {
  for (const bool stream : {true, false}) {
    const RunData run = PlayAgainst(ChatCase(stream));
    EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kTurns);
    EXPECT_THAT(ChecksOf(run).broken, IsEmpty());
    EXPECT_EQ(run.Value(Counter::kTurnsWithUsage), kTurns);
    EXPECT_GT(run.Value(Counter::kPromptTokens), 0u);
    EXPECT_EQ(run.Value(Counter::kCompletionTokens), 6 * kTurns);
    EXPECT_EQ(run.Value(Counter::kTokens),
              run.Value(Counter::kPromptTokens) + run.Value(Counter::kCompletionTokens));
    EXPECT_EQ(run.finishes[static_cast<std::size_t>(Finish::kStop)], kTurns);
  }
}

TEST(ChatAnswer, ThatBeginsLateFailsItsCheckAndNotItsTurn) {
  PlayCase play = ChatCase(true);
  play.server = "--ttft constant:1100ms --gap constant:0ms --answer-events constant:6";
  play.profile = SharedIterations(2).Users(2);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 2u);
  EXPECT_THAT(ChecksOf(run).broken, ElementsAre("first_chunk_within_1s"));
}

TEST(ChatRequest, ThatTheServerRefusesIsAValidationError) {
  PlayCase play = ChatCase(true);
  play.conversations.front().body = R"({"max_tokens":0})";
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(run, Failure::kValidation), kTurns);
  EXPECT_THAT(MessageOf(run, Failure::kValidation), HasSubstr("max_tokens"));
}

TEST(ChatRequests, BeyondARateLimitAreCountedAsThat) {
  const RunData run = PlayAgainst(ChatCase(false, "--rate-limit 2"));
  EXPECT_GT(run.Value(Counter::kTurnsSucceeded), 0u);
  EXPECT_GT(FailuresOf(run, Failure::kRateLimited), 0u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded) + FailuresOf(run, Failure::kRateLimited), kTurns);
}

TEST(ChatRequests, ThatAreOpenAreSeenEachSecond) {
  PlayCase play{.server = "--ttft constant:50ms --gap constant:500ms --answer-events constant:4"};
  play.profile = SharedIterations(4).Users(4);
  play.conversations = {Chat(true)};
  play.dialect = ChatCase(true).dialect;
  const RunData run = PlayAgainst(play);
  EXPECT_THAT(run.FindGauge(Gauge::kActiveRequests)->per_second, Contains(4));
  EXPECT_THAT(run.FindGauge(Gauge::kConcurrentStreams)->per_second, Contains(4));
}

TEST(AChat, GoesOnWithTheServersOwnAnswers) {
  PlayCase play = ChatCase(true);
  play.conversations = {Chat(true, {"hello", "Repeat after me: {{session}}", "and then?"})};
  play.profile = SharedIterations(4);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 12u);
  EXPECT_EQ(run.Value(Counter::kConversationsWhole), 4u);
  // Each prompt is longer by what was said before, the answers among it.
  const auto first = run.Value(Counter::kPromptTokens, {{"turn", "1"}});
  EXPECT_GT(run.Value(Counter::kPromptTokens, {{"turn", "3"}}), first + 4 * 12);
}

}  // namespace
}  // namespace clamor
