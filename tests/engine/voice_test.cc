// SPDX-License-Identifier: Apache-2.0
// Callers against agents of voice that behave, and against those that do not.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <regex>
#include <sstream>

#include "clamor/voice.h"
#include "protocols/verbose_log.h"
#include "protocols/voice_clamor.h"
#include "protocols/voice_realtime.h"
#include "tests/engine/play_against.h"

namespace clamor {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::NotNull;
using namespace std::chrono_literals;

// Answers of six seconds.
constexpr char kAgent[] =
    "--think constant:10ms --speech constant:6000ms --tool-delay constant:10ms "
    "--stop-delay constant:5ms --resume-delay constant:5ms ";
constexpr int kSpeed = 20;
constexpr int kSlowly = 5;  // where it matters how fast an agent stops
constexpr std::uint64_t kCalls = 4;

template <class D>
std::unique_ptr<VoiceDialect> New() {
  return std::make_unique<D>();
}

Conversation Asking(const std::string& content, const std::string& kind) {
  Conversation call = Saying({content});
  call.tags["kind"] = kind;
  call.turns.front().speech.length = 200ms;
  return call;
}

Conversation Simple() { return Asking("How are you?", "simple_query"); }

Conversation Interrupting(BargeIn at = {.after_chunks = 5}) {
  Conversation call = Asking("How are you?", "interruption");
  call.turns.front().interrupt = {at, "Stop, what time is it?", {300ms}};
  return call;
}

Conversation Coughing() {
  Conversation call = Asking("How are you?", "false_alarm");
  call.turns.front().false_alarm = {{.after_chunks = 5}, 200ms};
  return call;
}

PlayCase Calls(Conversation call, const std::string& server = "") {
  const int speed = call.turns.front().interrupt ? kSlowly : kSpeed;
  PlayCase play{.server = fmt::format("{} --audio-speed {} {}", kAgent, speed, server),
                .profile = IterationsPerUser(2).Users(2)};
  play.conversations = {std::move(call)};
  play.voice = &New<ClamorVoiceDialect>;
  play.speed = speed;
  play.options.idle_timeout = 500ms;
  return play;
}

double CountOf(const RunData& run, Metric<Count> counter) {
  const DefinedLevels* levels = run.FindDefinedLevels(std::string(counter.name), {});
  return levels == nullptr ? 0 : levels->sum;
}

template <class U>
std::uint64_t SamplesOf(const RunData& run, Metric<U> trend) {
  const DefinedTrend* series = run.FindDefinedTrend(std::string(trend.name), {});
  return series == nullptr ? 0 : series->histogram.count();
}

class VoiceOf : public testing::TestWithParam<std::unique_ptr<VoiceDialect> (*)()> {
 protected:
  static RunData Play(Conversation call, const std::string& server = "") {
    PlayCase play = Calls(std::move(call), server);
    play.voice = GetParam();
    return PlayAgainst(play);
  }
  static bool AgentPauses() { return GetParam()()->AgentPauses(); }
};

TEST_P(VoiceOf, AnswersSimpleQueriesOnOneConnectionPerCaller) {
  const RunData run = Play(Simple());
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kCalls);
  EXPECT_EQ(run.FindTrend(Trend::kConnectionLatency, {})->histogram.count(), 2u);
  EXPECT_EQ(SamplesOf(run, kUpgradeTime), 2u);
  EXPECT_EQ(SamplesOf(run, kTimeToFirstAudio), kCalls);
  EXPECT_EQ(SamplesOf(run, kPlaybackGap), kCalls);
  EXPECT_GE(run.FindTrend(Trend::kResponseTime, {})->histogram.min(), 280ms);
  EXPECT_EQ(CountOf(run, kConnectionErrors), 0);
  EXPECT_EQ(run.stream_ends[static_cast<std::size_t>(StreamEnd::kComplete)], kCalls);
}

TEST_P(VoiceOf, TellsThatAToolWasCalled) {
  const RunData run = Play(Asking("What is the weather like?", "tool_call"));
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kCalls);
  EXPECT_EQ(CountOf(run, kAgentToolCalls), kCalls);
}

TEST_P(VoiceOf, StopsWhenItIsInterruptedAndAnswersAgain) {
  const RunData run = Play(Interrupting());
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kCalls) << MessageOf(run, Failure::kInterruption);
  const ShareSeries* handled = FindShare(run.defined_rates, "interruptions_handled", {});
  ASSERT_THAT(handled, NotNull());
  EXPECT_EQ(handled->yes, kCalls);
  EXPECT_EQ(SamplesOf(run, kInterruptionStop), kCalls);
  EXPECT_EQ(SamplesOf(run, kInterruptionRecovery), kCalls);
  EXPECT_EQ(CountOf(run, kInterruptionsFailed), 0);
}

TEST_P(VoiceOf, CountsInterruptionsOfAnswersThatAreOverAsTooLate) {
  const RunData run = Play(Interrupting({.after_chunks = 1, .after = 10s}));
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kCalls);
  EXPECT_EQ(CountOf(run, kInterruptionsTooLate), kCalls);
  EXPECT_EQ(FindShare(run.defined_rates, "interruptions_handled", {})->of, 0u);
}

TEST_P(VoiceOf, GoesOnAfterAFalseAlarm) {
  const RunData run = Play(Coughing());
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kCalls) << MessageOf(run, Failure::kCheck);
  EXPECT_EQ(FindShare(run.defined_rates, "false_alarms_resumed", {})->yes, kCalls);
  EXPECT_EQ(SamplesOf(run, kResumeLatency), AgentPauses() ? kCalls : 0);
}

TEST_P(VoiceOf, TellsARefusedUpgrade) {
  const RunData run = Play(Simple(), "--token other");
  EXPECT_EQ(FailuresOf(run, Failure::kUpgrade), kCalls);
  EXPECT_THAT(MessageOf(run, Failure::kUpgrade), HasSubstr("401 Unauthorized"));
  EXPECT_EQ(CountOf(run, kConnectionErrors), kCalls);
}

INSTANTIATE_TEST_SUITE_P(Each, VoiceOf,
                         testing::Values(&New<ClamorVoiceDialect>, &New<RealtimeDialect>),
                         [](const auto& dialect) { return std::string(dialect.param()->Name()); });

struct FaultCase {
  std::string fault;
  Conversation (*call)();
  Failure reason;
  std::string message;
};

Conversation AnInterruption() { return Interrupting(); }

void PrintTo(const FaultCase& fault, std::ostream* out) { *out << fault.fault; }

class VoiceFaults : public testing::TestWithParam<FaultCase> {};

TEST_P(VoiceFaults, AreCountedUnderTheirReason) {
  const FaultCase& fault = GetParam();
  const RunData run = PlayAgainst(Calls(fault.call(), "--fault " + fault.fault + "=1"));
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), kCalls);
  EXPECT_EQ(FailuresOf(run, fault.reason), kCalls);
  EXPECT_THAT(MessageOf(run, fault.reason), HasSubstr(fault.message));
  if (fault.call == &AnInterruption) {
    EXPECT_EQ(CountOf(run, kInterruptionsFailed), kCalls);
    EXPECT_EQ(FindShare(run.defined_rates, "interruptions_handled", {})->yes, 0u);
  }
  if (fault.call == &Coughing) {
    EXPECT_EQ(CountOf(run, kFalseAlarmsFailed), kCalls);
    EXPECT_EQ(FindShare(run.defined_rates, "false_alarms_resumed", {})->yes, 0u);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, VoiceFaults,
    testing::Values(
        FaultCase{"never_stops", &AnInterruption, Failure::kInterruption,
                  "the agent did not stop: it went on for "},
        FaultCase{"repeats_audio", &Coughing, Failure::kCheck, "nothing_said_twice"},
        FaultCase{"mute", &Coughing, Failure::kFellSilent, "never spoke again after a false alarm"},
        FaultCase{"drops_audio", &Simple, Failure::kCheck, "audio_is_whole"},
        FaultCase{"truncate", &Simple, Failure::kWsClose, "1011"},
        FaultCase{"reset_during", &Simple, Failure::kReset, "dropped the connection"},
        FaultCase{"stall", &Simple, Failure::kTimeout, "the answer stalled"},
        FaultCase{"stream_error", &Simple, Failure::kStreamError, "the agent reports an error: "},
        FaultCase{"garbage_event", &Simple, Failure::kProtocol,
                  "makes no sense in the voice dialect: text \""},
        FaultCase{"text_for_audio", &Simple, Failure::kProtocol,
                  "makes no sense in the voice dialect: text \""},
        FaultCase{"status:503", &Simple, Failure::kUpgrade, "503"}),
    [](const auto& fault) {
      std::string name = fault.param.fault;
      std::replace(name.begin(), name.end(), ':', '_');
      return name;
    });

TEST(AFalseAlarm, ThatIsOverBeforeTheAgentPausesCanSilenceItToo) {
  PlayCase play = Calls(Coughing(), "--fault mute=1");
  play.server =
      std::regex_replace(play.server, std::regex("(--stop-delay constant:)5ms"), "$01100ms");
  EXPECT_EQ(FailuresOf(PlayAgainst(play), Failure::kFellSilent), kCalls);
}

// What is told of the one caller's steps, each number with a point as #.
std::vector<std::string> StepsOf(Conversation call, const std::string& server = "") {
  std::ostringstream told;
  VerboseLog log(told);
  PlayCase play = Calls(std::move(call), server);
  play.profile = IterationsPerUser(1).Users(1);
  play.verbose = &log;
  PlayAgainst(play);
  std::vector<std::string> steps;
  std::istringstream lines(told.str());
  constexpr std::string_view kCaller = "[0] - ";
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(kCaller)) continue;  // of messages
    steps.push_back(
        std::regex_replace(line.substr(kCaller.size()), std::regex("[0-9]+[.][0-9]+"), "#"));
  }
  return steps;
}

TEST(VerboseCalls, AreToldStepByStep) {
  EXPECT_THAT(StepsOf(Simple()),
              ElementsAre("connected in # s", "request 1/1 (simple_query)", "TTFT: # ms",
                          "total: # ms (300 chunks)", "session complete"));
  EXPECT_THAT(
      StepsOf(Interrupting()),
      ElementsAre("connected in # s", "request 1/1 (interruption)", "  agent started responding",
                  "  interrupting with a new query", "TTFT: # ms", "total: # ms (300 chunks)",
                  "  interruption handled successfully", "session complete"));
  EXPECT_THAT(
      StepsOf(Coughing()),
      ElementsAre("connected in # s", "request 1/1 (false_alarm)", "  agent started responding",
                  "  sent speech_start (false alarm)", "  false alarm complete (should resume)",
                  "TTFT: # ms", "total: # ms (300 chunks)", "session complete"));
}

TEST(VerboseCalls, DoNotCallAnInterruptionHandledThatWasNot) {
  EXPECT_THAT(StepsOf(Interrupting(), "--fault never_stops=1"),
              Not(Contains(HasSubstr("handled"))));
}

TEST(LostConnections, AreCountedAndReopened) {
  PlayCase play = Calls(Simple(), "--fault truncate=0.5");
  play.profile = IterationsPerUser(4).Users(4);
  const RunData run = PlayAgainst(play);
  const auto failed = run.Value(Counter::kTurnsFailed);
  EXPECT_GT(failed, 0u);
  EXPECT_GT(run.Value(Counter::kTurnsSucceeded), 0u);
  EXPECT_EQ(FailuresOf(run, Failure::kWsClose), failed);
  EXPECT_EQ(CountOf(run, kConnectionErrors), static_cast<double>(failed));
}

TEST(AnAgentOfAnotherDialect, IsQuoted) {
  PlayCase play = Calls(Simple());
  play.options.endpoint = "/v1/realtime?model=x";
  play.options.first_byte_timeout = 500ms;
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), kCalls);
  ASSERT_THAT(run.failures, testing::SizeIs(1));
  EXPECT_THAT(MessageOf(run, run.failures.front().reason), HasSubstr("session.created"));
}

std::string WhyNotPlayed(const PlayCase& play) {
  try {
    PlayAgainst(play);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "it was played";
}

TEST(BadCalls, AreToldBeforeAnyLoad) {
  EXPECT_THAT(WhyNotPlayed(Calls(Asking("hello", "small_talk"))),
              HasSubstr("unknown kind \"small_talk\", expected one of simple_query"));
  EXPECT_THAT(WhyNotPlayed(Calls(Asking("hello", "interruption"))),
              HasSubstr("the kind \"interruption\" needs a turn"));
  Conversation expecting = Simple();
  expecting.turns.front().expect.contains = "hello";
  EXPECT_THAT(WhyNotPlayed(Calls(expecting)), HasSubstr("answers no text"));
  PlayCase cut = Calls(Simple());
  cut.profile.drop_after = 3;
  EXPECT_THAT(WhyNotPlayed(cut), HasSubstr("DropAfter(3): voice has no streams"));
  Conversation recorded = Simple();
  recorded.turns.front().speech = {Seconds(0), "/nowhere/hello.wav"};
  EXPECT_THAT(WhyNotPlayed(Calls(recorded)), HasSubstr("/nowhere/hello.wav"));
}

}  // namespace
}  // namespace clamor
