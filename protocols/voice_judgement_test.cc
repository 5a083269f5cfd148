// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocols/test_voice.h"

namespace clamor {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;
using namespace std::chrono_literals;

constexpr Seconds kLimit = 100ms;

Turn Simple() { return {"user", "How are you?"}; }

Turn Interrupting() {
  Turn turn = Simple();
  turn.interrupt = Interruption{{}, "Stop."};
  return turn;
}

Turn Coughing() {
  Turn turn = Simple();
  turn.false_alarm = FalseAlarm{};
  return turn;
}

// Three chunks, the last one at 140 ms.
TestCall Answering() {
  TestCall call;
  call.Asks(0ms).Begins(90ms).Says(100ms, {1, 2, 3});
  return call;
}

// The new answer to an interruption.
TestCall& AnswerAgain(TestCall& call) {
  return call.Asks(400ms).Begins(500ms).Says(520ms, {8, 9}).Ends(560ms, 40ms);
}

TestCall Stopped() {
  TestCall call = Answering();
  call.BargesIn(145ms).Says(160ms, {4}).BreaksOff(170ms);
  AnswerAgain(call);
  return call;
}

TestCall NeverStopped() {
  TestCall call = Answering();
  call.BargesIn(145ms).Says(160ms, {4, 5, 6, 7, 8, 9}).Ends(300ms);
  AnswerAgain(call);
  return call;
}

TestCall WasOver() {
  TestCall call = Answering();
  call.Ends(170ms).BargesIn(180ms);
  AnswerAgain(call);
  return call;
}

TestCall EndedByItself() {
  TestCall call = Answering();
  call.BargesIn(145ms).Says(160ms, {4}).Ends(190ms, 80ms);
  AnswerAgain(call);
  return call;
}

TestCall Resumed() {
  TestCall call = Answering();
  call.BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(350ms);
  call.Says(375ms, {4, 5}).Ends(420ms, 100ms);
  return call;
}

BargeInOutcome OfInterruption(const TestCall& call) { return OutcomeOfInterruption(*call, kLimit); }

TEST(OutcomeOfInterruption, IsNoneWhereNobodyInterrupts) {
  EXPECT_EQ(OfInterruption(Answering().Ends(170ms)), BargeInOutcome::kNone);
}

TEST(OutcomeOfInterruption, IsHandledWhereTheAnswerStops) {
  EXPECT_EQ(OfInterruption(Stopped()), BargeInOutcome::kHandled);
  EXPECT_EQ(OfInterruption(Answering().BargesIn(145ms).BreaksOff(150ms)), BargeInOutcome::kHandled)
      << "at once";
  EXPECT_EQ(OfInterruption(Answering().BargesIn(145ms)), BargeInOutcome::kHandled)
      << "and does not tell so";
  EXPECT_EQ(OfInterruption(Answering().BargesIn(145ms).BreaksOff(150ms).Ends(151ms)),
            BargeInOutcome::kHandled)
      << "and closes what it broke off";
}

TEST(OutcomeOfInterruption, KeepsTheLimitToTheNanosecond) {
  const TestCall call = Answering().BargesIn(145ms).Says(160ms, {4});
  EXPECT_EQ(OutcomeOfInterruption(*call, 15ms), BargeInOutcome::kHandled);
  EXPECT_EQ(OutcomeOfInterruption(*call, 15ms - 1ns), BargeInOutcome::kFailed);
}

TEST(OutcomeOfInterruption, IsFailedWhereTheAnswerGoesOn) {
  EXPECT_EQ(OfInterruption(NeverStopped()), BargeInOutcome::kFailed);
  EXPECT_EQ(OfInterruption(Answering().BargesIn(145ms).Says(260ms, {4}).BreaksOff(270ms)),
            BargeInOutcome::kFailed)
      << "stopped, but too late";
}

TEST(OutcomeOfInterruption, IsTooLateWhereTheAnswerIsOver) {
  EXPECT_EQ(OfInterruption(WasOver()), BargeInOutcome::kTooLate);
  EXPECT_EQ(OfInterruption(Answering().BreaksOff(170ms).BargesIn(180ms)), BargeInOutcome::kTooLate);
}

TEST(OutcomeOfInterruption, IsTooLateWhereTheAnswerEndsByItselfWithinTheLimit) {
  EXPECT_EQ(OfInterruption(EndedByItself()), BargeInOutcome::kTooLate);
  EXPECT_EQ(OfInterruption(Answering().BargesIn(145ms).Ends(150ms)), BargeInOutcome::kTooLate);
}

TEST(OutcomeOfInterruption, IsThatOfTheOldAnswer) {
  TestCall call = Answering();
  call.BargesIn(145ms).Says(160ms, {4}).Asks(230ms).Says(240ms, {5}).BreaksOff(245ms).Begins(250ms);
  call.Says(260ms, {6, 7, 8, 9}).Ends(400ms);
  EXPECT_EQ(OfInterruption(call), BargeInOutcome::kHandled);
}

TEST(OutcomeOfFalseAlarm, IsNoneWhereThereWasNone) {
  EXPECT_EQ(OutcomeOfFalseAlarm(*Answering().Ends(170ms)), BargeInOutcome::kNone);
}

TEST(OutcomeOfFalseAlarm, IsHandledWhereNothingIsLostAndNothingSaidTwice) {
  EXPECT_EQ(OutcomeOfFalseAlarm(*Resumed()), BargeInOutcome::kHandled);
  EXPECT_EQ(OutcomeOfFalseAlarm(
                *Answering().BeginsAlarm(145ms).EndsAlarm(150ms).Says(160ms, {4}).Ends(190ms)),
            BargeInOutcome::kHandled)
      << "without a pause, and without a length";
}

TEST(OutcomeOfFalseAlarm, IsTooLateWhereTheAnswerWasOver) {
  EXPECT_EQ(OutcomeOfFalseAlarm(*Answering().Ends(170ms).BeginsAlarm(180ms).EndsAlarm(190ms)),
            BargeInOutcome::kTooLate);
}

TEST(OutcomeOfFalseAlarm, IsFailedWhereTheAnswerIsNotHeardAsItWas) {
  const auto outcome = [](std::vector<int> behind, std::optional<Seconds> declared) {
    TestCall call = Answering();
    call.BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(350ms).Says(375ms, std::move(behind));
    return OutcomeOfFalseAlarm(*call.Ends(450ms, declared));
  };
  EXPECT_EQ(outcome({4, 5}, 100ms), BargeInOutcome::kHandled);
  EXPECT_EQ(outcome({5}, 100ms), BargeInOutcome::kFailed) << "lost";
  EXPECT_EQ(outcome({4, 5, 6}, 100ms), BargeInOutcome::kFailed) << "too much";
  EXPECT_EQ(outcome({3, 4}, 100ms), BargeInOutcome::kFailed) << "said twice in place of another";
  EXPECT_EQ(outcome({2, 3, 4, 5}, {}), BargeInOutcome::kFailed) << "said twice";
}

TEST(OutcomeOfFalseAlarm, IsFailedWhereTheAnswerIsNotDelivered) {
  TestCall call = Answering();
  call.BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(350ms);
  EXPECT_EQ(OutcomeOfFalseAlarm(*call), BargeInOutcome::kFailed);
  EXPECT_EQ(OutcomeOfFalseAlarm(*call.BreaksOff(360ms)), BargeInOutcome::kFailed);
}

TEST(TroubleOf, IsNoneOfWhatWentWell) {
  EXPECT_FALSE(TroubleOf(Simple(), *Answering().Ends(170ms), kLimit));
  EXPECT_FALSE(TroubleOf(Interrupting(), *Stopped(), kLimit));
  EXPECT_FALSE(TroubleOf(Interrupting(), *WasOver(), kLimit));
  EXPECT_FALSE(TroubleOf(Interrupting(), *EndedByItself(), kLimit));
  EXPECT_FALSE(TroubleOf(Coughing(), *Resumed(), kLimit));
}

TEST(TroubleOf, TellsForHowLongTheAgentWentOn) {
  const auto trouble = TroubleOf(Interrupting(), *NeverStopped(), kLimit);
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->reason, Failure::kInterruption);
  EXPECT_EQ(trouble->message,
            "the agent did not stop: it went on for 115 ms after it was interrupted");
}

TEST(TroubleOf, TellsThatTheAgentBrokeOffByItself) {
  TestCall again = Answering();
  again.BargesIn(145ms).BreaksOff(150ms).Asks(400ms).Begins(500ms).Says(510ms, {8});
  EXPECT_FALSE(TroubleOf(Interrupting(), *again, kLimit));
  again.BreaksOff(540ms);
  const TestCall cough = Answering().BeginsAlarm(145ms).EndsAlarm(200ms).BreaksOff(210ms);
  const TestCall simple = Answering().BreaksOff(150ms);
  for (const auto& trouble :
       {TroubleOf(Interrupting(), *again, kLimit), TroubleOf(Coughing(), *cough, kLimit),
        TroubleOf(Simple(), *simple, kLimit)}) {
    ASSERT_TRUE(trouble);
    EXPECT_EQ(trouble->reason, Failure::kTruncated);
    EXPECT_EQ(trouble->message, "the agent broke off its answer, and nobody had spoken");
  }
}

TEST(TroubleOf, IsNoneWhereWhatWasDeliveredIsBrokenOff) {
  EXPECT_FALSE(TroubleOf(Simple(), *Answering().Ends(170ms).BreaksOff(180ms), kLimit));
}

std::vector<std::pair<std::string, bool>> Checked(const TestCall& call, bool is_false_alarm) {
  const CheckBits bits = CheckVoice(*call, is_false_alarm);
  std::vector<std::pair<std::string, bool>> checked;
  for (std::size_t i = 0; i < VoiceChecks().size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((bits.made & bit) != 0) checked.emplace_back(VoiceChecks()[i].name, bits.passed & bit);
  }
  EXPECT_EQ(bits.made >> VoiceChecks().size(), 0u);
  EXPECT_EQ(bits.passed & ~bits.made, 0u);
  return checked;
}

TEST(CheckVoice, LooksAtAudioAndItsLength) {
  EXPECT_THAT(Checked(Answering().Ends(170ms), false), ElementsAre(Pair("audio_came", true)));
  EXPECT_THAT(Checked(Answering().Ends(170ms, 60ms), false),
              ElementsAre(Pair("audio_came", true), Pair("audio_is_whole", true)));
  EXPECT_THAT(Checked(Answering().Ends(170ms, 80ms), false),
              ElementsAre(Pair("audio_came", true), Pair("audio_is_whole", false)));
  EXPECT_THAT(Checked(Answering().Ends(170ms, 40ms), false),
              ElementsAre(Pair("audio_came", true), Pair("audio_is_whole", false)));
}

TEST(CheckVoice, LetsLengthsBeRounded) {
  for (const Seconds declared : {Seconds(55ms), Seconds(65ms)}) {
    EXPECT_THAT(Checked(Answering().Ends(170ms, declared), false),
                ElementsAre(Pair("audio_came", true), Pair("audio_is_whole", true)));
  }
}

TEST(CheckVoice, FindsAnAnswerWithoutAudio) {
  EXPECT_THAT(Checked(TestCall().Asks(0ms).Begins(90ms).Ends(100ms, 0s), false),
              ElementsAre(Pair("audio_came", false), Pair("audio_is_whole", true)));
}

TEST(CheckVoice, LooksAtRepetitionsBehindFalseAlarms) {
  EXPECT_THAT(Checked(Resumed(), true),
              ElementsAre(Pair("audio_came", true), Pair("audio_is_whole", true),
                          Pair("nothing_said_twice", true)));
  TestCall again = Answering();
  again.BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(350ms).Says(375ms, {2, 3, 4}).Ends(450ms);
  EXPECT_THAT(Checked(again, true),
              ElementsAre(Pair("audio_came", true), Pair("nothing_said_twice", false)));
}

TEST(CheckVoice, LooksAtTheNewAnswerToAnInterruption) {
  TestCall call = Answering();
  call.BargesIn(145ms).BreaksOff(150ms).Asks(400ms).Begins(500ms).Ends(520ms, 1s);
  EXPECT_THAT(Checked(call, false),
              ElementsAre(Pair("audio_came", false), Pair("audio_is_whole", false)));
}

std::vector<std::pair<std::string, double>> Samples(const Turn& turn, const TestCall& call,
                                                    bool whole) {
  const std::vector<DefinedMetric> defined = VoiceMetrics();
  TurnRecord record;
  VoiceSamples samples(defined, record);
  AddVoiceSamples(turn, *call, whole, kLimit, samples);
  std::vector<std::pair<std::string, double>> named;
  for (const DefinedSample& sample : record.defined) {
    named.emplace_back(defined[sample.metric].name, sample.value);
  }
  return named;
}

auto Is(const char* metric, double value) { return Pair(metric, DoubleNear(value, 1e-9)); }

TEST(AddVoiceSamples, OfASimpleAnswerAreItsTimesAndItsPlayback) {
  TestCall call = Answering();
  call.Says(190ms, {4}).Ends(220ms);  // 30 ms behind what was to be heard
  EXPECT_THAT(Samples(Simple(), call, true),
              UnorderedElementsAre(Is("time_to_first_audio", 0.1), Is("audio_chunks", 4),
                                   Is("playback_gap", 0.03), Is("playback_underruns", 1),
                                   Is("real_time_factor", 0.08 / 0.09)));
}

TEST(AddVoiceSamples, HaveNoFactorOfOneChunk) {
  EXPECT_THAT(Samples(Simple(), TestCall().Asks(10ms).Says(30ms, {1}).Ends(60ms), true),
              UnorderedElementsAre(Is("time_to_first_audio", 0.02), Is("audio_chunks", 1),
                                   Is("playback_gap", 0), Is("playback_underruns", 0)));
}

TEST(AddVoiceSamples, OfAFailedCallAreNoDurations) {
  EXPECT_THAT(Samples(Simple(), Answering().Ends(170ms), false), IsEmpty());
}

TEST(AddVoiceSamples, CountToolCallsOfFailedCallsToo) {
  EXPECT_THAT(Samples(Simple(), Answering().CallsTool(150ms).CallsTool(160ms), false),
              ElementsAre(Is("tool_calls", 2)));
}

TEST(AddVoiceSamples, OfAHandledInterruptionAreItsTimesAndTheNewAnswersPlayback) {
  EXPECT_THAT(
      Samples(Interrupting(), Stopped(), true),
      UnorderedElementsAre(Is("time_to_first_audio", 0.1), Is("audio_chunks", 2),
                           Is("playback_gap", 0), Is("playback_underruns", 0),
                           Is("real_time_factor", 2), Is("interruptions_handled", 1),
                           Is("interruption_stop", 0.015), Is("interruption_recovery", 0.12)));
}

TEST(AddVoiceSamples, OfAFailedInterruptionAreTheCountAlone) {
  const auto failed =
      UnorderedElementsAre(Is("interruptions_handled", 0), Is("interruptions_failed", 1));
  EXPECT_THAT(Samples(Interrupting(), NeverStopped(), false), failed);
  EXPECT_THAT(Samples(Interrupting(), Stopped(), false), failed) << "the new answer failed";
}

TEST(AddVoiceSamples, NeverTakeALateInterruptionForHandledOrFailed) {
  for (const TestCall& call : {WasOver(), EndedByItself()}) {
    EXPECT_THAT(Samples(Interrupting(), call, true),
                UnorderedElementsAre(Is("time_to_first_audio", 0.1), Is("audio_chunks", 2),
                                     Is("playback_gap", 0), Is("playback_underruns", 0),
                                     Is("real_time_factor", 2), Is("interruptions_too_late", 1)));
    EXPECT_THAT(Samples(Interrupting(), call, false), ElementsAre(Is("interruptions_too_late", 1)));
  }
}

TEST(AddVoiceSamples, OfACallThatNeverCameToItsInterruptionAreNone) {
  EXPECT_THAT(Samples(Interrupting(), Answering(), false), IsEmpty());
  EXPECT_THAT(Samples(Coughing(), Answering(), false), IsEmpty());
}

TEST(AddVoiceSamples, OfAFalseAlarmAreWhetherAndWhenTheAgentWentOn) {
  EXPECT_THAT(Samples(Coughing(), Resumed(), true),
              UnorderedElementsAre(Is("time_to_first_audio", 0.1), Is("audio_chunks", 5),
                                   Is("playback_gap", 0), Is("playback_underruns", 0),
                                   Is("real_time_factor", 0.1 / 0.065),
                                   Is("false_alarms_resumed", 1), Is("resume_latency", 0.025)));
}

TEST(AddVoiceSamples, HaveNoResumeLatencyWithoutAPause) {
  TestCall call = Answering();
  call.BeginsAlarm(145ms).EndsAlarm(150ms).Says(160ms, {4}).Ends(190ms);
  EXPECT_THAT(
      Samples(Coughing(), call, true),
      UnorderedElementsAre(Is("time_to_first_audio", 0.1), Is("audio_chunks", 4),
                           Is("playback_gap", 0), Is("playback_underruns", 0),
                           Is("real_time_factor", 0.08 / 0.045), Is("false_alarms_resumed", 1)));
}

TEST(AddVoiceSamples, OfAFailedFalseAlarmAreTheCountAlone) {
  const auto failed =
      UnorderedElementsAre(Is("false_alarms_resumed", 0), Is("false_alarms_failed", 1));
  const TestCall mute = Answering().BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(350ms);
  EXPECT_THAT(Samples(Coughing(), mute, false), failed);
  EXPECT_THAT(Samples(Coughing(), Resumed(), false), failed) << "it failed in another way";
}

TEST(AddVoiceSamples, NeverTakeALateFalseAlarmForResumedOrFailed) {
  const TestCall late = Answering().Ends(170ms).BeginsAlarm(180ms).EndsAlarm(190ms);
  EXPECT_THAT(Samples(Coughing(), late, false), ElementsAre(Is("false_alarms_too_late", 1)));
}

}  // namespace
}  // namespace clamor
