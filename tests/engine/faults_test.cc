// SPDX-License-Identifier: Apache-2.0
// Servers that misbehave on purpose: every failure is counted under its reason, nothing is lost,
// and the client lives on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "tests/engine/play_against.h"
#include "tests/engine/tls_server.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr char kQuick[] = "--ttft constant:1ms --gap constant:0ms --answer-events constant:6 ";

struct FaultCase {
  std::string fault;
  Failure reason;
  StreamEnd ended;
  std::string message;  // part of the first example's
};

void PrintTo(const FaultCase& fault, std::ostream* out) { *out << fault.fault; }

std::string NameOf(const testing::TestParamInfo<FaultCase>& fault) {
  std::string name = fault.param.fault;
  std::replace(name.begin(), name.end(), ':', '_');
  return name;
}

class Faults : public testing::TestWithParam<FaultCase> {};

TEST_P(Faults, AreCountedUnderTheirReason) {
  const FaultCase& fault = GetParam();
  PlayCase play;
  play.server = std::string(kQuick) + "--fault " + fault.fault + "=1";
  play.options.idle_timeout = 200ms;
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(run, fault.reason), 20u);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), 20u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 0u);
  EXPECT_EQ(run.stream_ends[static_cast<std::size_t>(fault.ended)], 20u);
  EXPECT_THAT(MessageOf(run, fault.reason), HasSubstr(fault.message));
  EXPECT_EQ(run.FindTrend(Trend::kResponseTime, {}), nullptr);
  EXPECT_EQ(run.FindTrend(Trend::kFailedResponseTime, {})->histogram.count(), 20u);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Faults,
    testing::Values(
        FaultCase{"status:500", Failure::kServerError, StreamEnd::kNone,
                  "500 Internal Server Error"},
        FaultCase{"status:503", Failure::kServerError, StreamEnd::kNone, "503 Service Unavailable"},
        FaultCase{"status:429", Failure::kRateLimited, StreamEnd::kNone, "429 Too Many Requests"},
        FaultCase{"status:401", Failure::kAuth, StreamEnd::kNone, "401 Unauthorized"},
        FaultCase{"status:422", Failure::kValidation, StreamEnd::kNone, "422"},
        FaultCase{"status:404", Failure::kStatus, StreamEnd::kNone, "404 Not Found"},
        FaultCase{"redirect", Failure::kRedirect, StreamEnd::kNone, ", to \""},
        FaultCase{"not_sse", Failure::kSse, StreamEnd::kNone,
                  "not SSE: content type was text/html"},
        FaultCase{"reset_before", Failure::kReset, StreamEnd::kNone, ""},
        FaultCase{"reset_during", Failure::kReset, StreamEnd::kDropped, ""},
        FaultCase{"truncate", Failure::kTruncated, StreamEnd::kTruncated,
                  "the answer ended without `data: [DONE]`, its last bytes were \""},
        FaultCase{"no_done", Failure::kTruncated, StreamEnd::kTruncated, "without `data: [DONE]`"},
        FaultCase{"stall", Failure::kTimeout, StreamEnd::kStalled, ""},
        FaultCase{"stream_error", Failure::kStreamError, StreamEnd::kErrorInside,
                  "error inside the stream: "}),
    NameOf);

TEST(FaultShares, LoseNoTurn) {
  PlayCase play;
  play.server =
      std::string(kQuick) + "--fault truncate=0.2 --fault reset_during=0.2 --fault status:503=0.2";
  play.profile = SharedIterations(200).Users(8);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kRequests), 200u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed), 200u);
  EXPECT_GT(FailuresOf(run, Failure::kTruncated), 10u);
  EXPECT_GT(FailuresOf(run, Failure::kReset), 10u);
  EXPECT_GT(FailuresOf(run, Failure::kServerError), 10u);
  EXPECT_EQ(FailuresOf(run, Failure::kTruncated) + FailuresOf(run, Failure::kReset) +
                FailuresOf(run, Failure::kServerError),
            run.Value(Counter::kTurnsFailed));
}

TEST(Retries, AreCountedApartFromTheTurnsThatTheySave) {
  PlayCase play;
  play.server = std::string(kQuick) + "--fault status:503=0.3 --fault reset_before=0.2";
  play.profile = SharedIterations(100).Users(4).Retry(30, 1ms);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kRequests), 100u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 100u);
  EXPECT_GT(run.Value(Counter::kAttempts), 130u);
  EXPECT_THAT(run.failures, testing::IsEmpty());
}

TEST(GarbageEvents, AreContentUnlessTheTurnExpectsOtherwise) {
  PlayCase play;
  play.server = std::string(kQuick) + "--fault garbage_event=1";
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 20u);
}

TEST(Refused, NamesTheTargetAndIsFoundBeforeAnyLoad) {
  PlayCase play;
  play.options.base_url = "http://127.0.0.1:1";
  try {
    PlayAgainst(play);
    FAIL() << "expected the probe to fail";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("http://127.0.0.1:1"));
  }
}

TEST(ServerThatQueues, MakesOverloadLookLikeOverload) {
  PlayCase play;
  play.server = "--ttft constant:5ms --gap constant:1ms --answer-events constant:5 --capacity 1";
  play.profile = SharedIterations(24).Users(8);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 24u);
  // Eight at once on a server that answers one: the last of them waits for seven others of at least
  // 9 ms each.
  EXPECT_GT(run.FindTrend(Trend::kTimeToFirstToken, {})->histogram.max(), 60ms);
}

TEST(Https, VerifiesTheServerUnlessToldNotTo) {
  const TlsServer server({"--ttft", "constant:1ms"});
  PlayCase play;
  play.options.base_url = server.url();
  EXPECT_EQ(FailuresOf(PlayAgainst(play), Failure::kTls), 20u);
  play.options.tls_insecure = true;
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 20u);
  play.options.tls_insecure = false;
  play.options.tls_ca = server.certificate_file();
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 20u);
  EXPECT_EQ(run.FindTrend(Trend::kTlsHandshake, {})->histogram.count(), 4u);
}

TEST(TooLargeEvents, FailTheirTurn) {
  PlayCase play;
  play.server = "--ttft constant:1ms --gap constant:0ms";
  play.options.max_event_bytes = 64;
  play.conversations = {Saying({"Repeat after me: " + std::string(500, 'x')})};
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(run, Failure::kTooLarge), 20u);
}

TEST(Tokens, AreSentAndNeverShown) {
  PlayCase play;
  play.server = std::string(kQuick) + "--token right";
  play.options.auth_tokens = {"wrong-secret"};
  const RunData refused = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(refused, Failure::kAuth), 20u);
  for (const FailureCount& count : refused.failures) {
    for (const FailureExample& example : count.examples) {
      EXPECT_THAT(example.message + example.repeat_command, Not(HasSubstr("wrong-secret")));
    }
    EXPECT_THAT(count.examples.front().repeat_command, HasSubstr("$AUTH_TOKEN"));
  }
  play.options.auth_tokens = {"right", "Bearer right"};
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 20u);
}

TEST(Expectations, OfAnEchoAreKeptAndOfOthersAreBroken) {
  PlayCase play;
  play.server = kQuick;
  play.conversations = {
      Saying({"Repeat after me: I am {{session}}"}, {.contains = "{{session}}", .min_events = 2})};
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 20u);
  play.conversations = {Saying({"Repeat after me: one"}, {.contains = "two"})};
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(run, Failure::kCheck), 20u);
  EXPECT_THAT(MessageOf(run, Failure::kCheck), HasSubstr("contains \"two\""));
}

TEST(Crosstalk, IsAFailureOfItsOwn) {
  PlayCase play;
  play.server = std::string(kQuick) + "--fault crosstalk=0.5";
  play.profile = SharedIterations(60).Users(4);
  play.conversations = {Saying({"Repeat after me: I am {{session}}"})};
  const RunData run = PlayAgainst(play);
  EXPECT_GT(FailuresOf(run, Failure::kCrosstalk), 5u);
}

}  // namespace
}  // namespace clamor
