// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "protocols/test_voice.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr Time kZero = TestCall::kZero;

// Three chunks, the last one at 140 ms.
TestCall Answering(bool agent_pauses = true) {
  TestCall call(agent_pauses);
  call.Asks(0ms).Begins(90ms).Says(100ms, {1, 2, 3});
  return call;
}

TEST(VoiceCall, KeepsWhatCameOfAnAnswerAndWhen) {
  TestCall call = Answering();
  EXPECT_FALSE(call->first().IsOver());
  call.Ends(170ms, 60ms);
  const VoiceReply& answer = call->first();
  ASSERT_TRUE(answer.first_audio && answer.ended);
  EXPECT_TRUE(answer.begun);
  EXPECT_EQ(answer.first_audio->kernel, kZero + 100ms);
  EXPECT_EQ(answer.first_audio->read, kZero + 101ms);
  EXPECT_EQ(answer.last_audio.kernel, kZero + 140ms);
  EXPECT_EQ(answer.ended->kernel, kZero + 170ms);
  EXPECT_EQ(answer.chunks, 3u);
  EXPECT_DOUBLE_EQ(answer.audio.count(), 0.06);
  EXPECT_EQ(answer.declared, Seconds(60ms));
  EXPECT_TRUE(answer.IsOver());
  EXPECT_FALSE(answer.interrupted);
}

TEST(VoiceCall, OfOneQuestionHasOneAnswer) {
  TestCall call = Answering();
  EXPECT_EQ(&call->first(), &call->last());
  EXPECT_EQ(call->asked(), kZero);
  EXPECT_EQ(call->asked_last(), kZero);
  EXPECT_FALSE(call->BargedIn());
  EXPECT_EQ(call->StopTime(), 0ms);
  EXPECT_EQ(call->ResumeTime(), std::nullopt);
}

TEST(VoiceCall, TakesTheFirstAudioForTheBeginningWhereNobodyTells) {
  TestCall call;
  call.Asks(0ms);
  EXPECT_FALSE(call->first().begun);
  call.Says(100ms, {1});
  EXPECT_TRUE(call->first().begun);
}

TEST(VoiceCall, TakesAMessageWithoutAudioForNone) {
  TestCall call;
  call.Asks(0ms).Begins(90ms);
  call.call().At({kZero + 95ms, kZero + 95ms});
  call.call().Audio({});
  EXPECT_FALSE(call->first().first_audio);
  EXPECT_EQ(call->first().chunks, 0u);
}

TEST(VoiceCall, KeepsTheFirstEndOfAnAnswer) {
  TestCall call = Answering();
  call.Ends(170ms, 40ms).Ends(190ms);
  EXPECT_EQ(call->first().ended->kernel, kZero + 170ms);
  EXPECT_EQ(call->first().declared, Seconds(0.04));
}

TEST(VoiceCall, ListensAsFastAsItSpeaks) {
  TestCall call(true, 2);
  call.Asks(0ms).Says(100ms, {1, 2});
  EXPECT_EQ(call->first().playback.gap(), Seconds(10ms)) << "20 ms are heard in 10";
  EXPECT_EQ(call->first().playback.underruns(), 1);
  EXPECT_DOUBLE_EQ(call->first().audio.count(), 0.04);
}

TEST(VoiceCall, CountsToolCalls) {
  TestCall call;
  call.Asks(0ms).CallsTool(50ms).Begins(60ms).CallsTool(70ms);
  EXPECT_EQ(call->tool_calls(), 2u);
}

TEST(AnInterruption, IsFollowedByTheOldAnswerUntilItsLastAudio) {
  TestCall call = Answering();
  call.BargesIn(145ms);
  EXPECT_TRUE(call->BargedIn());
  EXPECT_FALSE(call->BargedInTooLate());
  EXPECT_EQ(call->StopTime(), 0ms) << "nothing came behind it";
  call.Says(160ms, {4, 5}).BreaksOff(190ms);
  EXPECT_EQ(call->StopTime(), 35ms);
  EXPECT_TRUE(call->first().interrupted);
  EXPECT_TRUE(call->first().IsOver());
}

TEST(AnInterruption, IsAskedAgainAndAnsweredApart) {
  TestCall call = Answering();
  call.BargesIn(145ms).BreaksOff(150ms).Asks(400ms);
  EXPECT_FALSE(call->last().IsOver()) << "the new answer is still to come";
  call.Begins(500ms).Says(510ms, {8, 9}).Ends(550ms, 40ms);
  EXPECT_EQ(call->asked(), kZero);
  EXPECT_EQ(call->asked_last(), kZero + 400ms);
  EXPECT_EQ(call->first().chunks, 3u);
  EXPECT_FALSE(call->first().ended);
  EXPECT_EQ(call->last().chunks, 2u);
  EXPECT_EQ(call->last().first_audio->kernel, kZero + 510ms);
  EXPECT_EQ(call->last().ended->kernel, kZero + 550ms);
  EXPECT_EQ(call->last().declared, Seconds(40ms));
  EXPECT_FALSE(call->last().interrupted);
  EXPECT_EQ(call->StopTime(), 0ms);
}

TEST(AnInterruption, LeavesAudioToTheOldAnswerUntilTheNewOneBegins) {
  TestCall call = Answering();
  call.BargesIn(145ms).Says(160ms, {4}).Asks(400ms).Says(410ms, {5, 6});
  EXPECT_EQ(call->first().chunks, 6u);
  EXPECT_EQ(call->StopTime(), 285ms);
  EXPECT_FALSE(call->last().first_audio);
  call.BreaksOff(440ms).Begins(450ms).Says(460ms, {7});
  EXPECT_EQ(call->first().chunks, 6u);
  EXPECT_TRUE(call->first().interrupted);
  EXPECT_EQ(call->last().chunks, 1u);
  EXPECT_FALSE(call->last().interrupted);
  EXPECT_EQ(call->StopTime(), 285ms) << "what comes now is the new answer";
}

TEST(AnInterruption, IsNotAnsweredBeforeItHasBeenSaid) {
  TestCall call = Answering();
  call.BargesIn(145ms).Begins(200ms).Says(210ms, {4}).Asks(400ms);
  EXPECT_EQ(call->first().chunks, 4u);
  EXPECT_FALSE(call->last().begun);
}

TEST(AnInterruption, IsAnsweredOnceHoweverOftenTheAgentSaysThatItBegins) {
  TestCall call = Answering();
  call.BargesIn(145ms).BreaksOff(150ms).Asks(400ms).Begins(500ms).Says(510ms, {8}).Begins(530ms);
  call.Says(540ms, {9}).Ends(560ms);
  EXPECT_EQ(call->last().chunks, 2u);
  EXPECT_TRUE(call->last().ended);
}

TEST(AnInterruption, OfWhatIsOverIsTooLate) {
  EXPECT_TRUE(Answering().Ends(170ms).BargesIn(180ms)->BargedInTooLate());
  EXPECT_TRUE(Answering().BreaksOff(170ms).BargesIn(180ms)->BargedInTooLate());
  EXPECT_FALSE(Answering().BargesIn(180ms).Ends(190ms)->BargedInTooLate()) << "was not over then";
}

TEST(AnInterruption, OfAnAnswerWithoutAudioStopsNone) {
  TestCall call;
  call.Asks(0ms).Begins(90ms).Ends(100ms).BargesIn(110ms);
  EXPECT_EQ(call->StopTime(), 0ms);
}

TEST(AFalseAlarm, TakesTheAgentFromItsEndToAudioAgainToResume) {
  TestCall call = Answering();
  call.BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(400ms);
  EXPECT_TRUE(call->WaitsBehindAlarm());
  EXPECT_EQ(call->ResumeTime(), std::nullopt) << "not yet";
  call.Says(430ms, {4, 5}).Ends(470ms);
  EXPECT_FALSE(call->WaitsBehindAlarm());
  EXPECT_EQ(call->ResumeTime(), 30ms);
  EXPECT_FALSE(call->SaidTwice());
}

TEST(AFalseAlarm, HasNoTimeToResumeWithoutAPause) {
  TestCall call = Answering();
  call.BeginsAlarm(145ms).Says(160ms, {4, 5}).EndsAlarm(200ms).Says(210ms, {6});
  EXPECT_FALSE(call->WaitsBehindAlarm());
  EXPECT_EQ(call->ResumeTime(), std::nullopt);
}

TEST(AFalseAlarm, IsOverBeforeSomeAgentsPause) {
  TestCall call = Answering();
  call.BeginsAlarm(145ms).EndsAlarm(155ms).Says(160ms, {4}).Pauses(165ms);
  EXPECT_TRUE(call->WaitsBehindAlarm()) << "that was on its way";
  call.Says(310ms, {5});
  EXPECT_FALSE(call->WaitsBehindAlarm());
  EXPECT_EQ(call->ResumeTime(), 155ms);
  EXPECT_EQ(call->first().playback.gap(), 0ms) << "the pause is none";
}

TEST(AFalseAlarm, IsHeardOutByAnAgentThatIsOver) {
  TestCall call = Answering();
  call.Ends(170ms).BeginsAlarm(180ms).EndsAlarm(190ms);
  EXPECT_TRUE(call->BargedInTooLate());
  EXPECT_FALSE(call->WaitsBehindAlarm());
}

TEST(AFalseAlarm, PausesThePlaybackUntilTheAgentGoesOn) {
  TestCall call = Answering();  // heard until 160 ms
  call.BeginsAlarm(150ms).Pauses(155ms).EndsAlarm(400ms).Says(500ms, {4});
  EXPECT_EQ(call->first().playback.gap(), 0ms);
  EXPECT_EQ(call->first().playback.underruns(), 0);
  EXPECT_EQ(call->first().playback.HeardBy(kZero + 505ms), 55ms);
}

TEST(AFalseAlarm, PausesThePlaybackForItsLengthWhereTheAgentDoesNot) {
  TestCall call = Answering(false);
  call.BeginsAlarm(150ms).EndsAlarm(400ms);  // 10 ms are left to be heard
  EXPECT_EQ(call->first().playback.HeardBy(kZero + 405ms), 55ms);
  call.Says(415ms, {4});
  EXPECT_EQ(call->first().playback.gap(), 5ms);
}

TEST(AFalseAlarm, TellsThatSomethingIsSaidTwice) {
  const auto said_twice = [](std::vector<int> in_alarm, std::vector<int> behind) {
    TestCall call = Answering();
    call.BeginsAlarm(155ms).Says(160ms, in_alarm).Pauses(250ms).EndsAlarm(400ms);
    return call.Says(430ms, behind)->SaidTwice();
  };
  EXPECT_FALSE(said_twice({}, {4, 5, 6}));
  EXPECT_TRUE(said_twice({}, {3, 4, 5})) << "from before the alarm";
  EXPECT_TRUE(said_twice({}, {1, 2, 3}));
  EXPECT_TRUE(said_twice({4}, {4, 5})) << "from within it";
  EXPECT_FALSE(said_twice({4}, {5, 6}));
  EXPECT_FALSE(said_twice({0, 0}, {0, 0, 4})) << "silence is no repetition";
}

TEST(AFalseAlarm, IsNotBlamedForWhatAnAgentRepeatsAnyhow) {
  TestCall call;
  call.Asks(0ms).Says(100ms, {1, 1}).BeginsAlarm(145ms).Says(150ms, {1}).EndsAlarm(400ms);
  EXPECT_FALSE(call.Says(430ms, {2, 3})->SaidTwice());
}

TEST(VoiceCall, WithoutAFalseAlarmIsNotAskedWhatWasSaidTwice) {
  EXPECT_FALSE(Answering().Says(160ms, {1, 2, 3})->SaidTwice());
}

TEST(VoiceCall, KeepsTheLastUsageAndNoneBelowZero) {
  TestCall call;
  EXPECT_EQ(call->prompt_tokens, std::nullopt);
  call.call().Usage(7, std::numeric_limits<long>::max());
  EXPECT_EQ(call->prompt_tokens, 7u);
  EXPECT_EQ(call->completion_tokens, std::uint64_t{std::numeric_limits<long>::max()});
  call.call().Usage(-1, std::numeric_limits<long>::min());
  EXPECT_EQ(call->prompt_tokens, 0u);
  EXPECT_EQ(call->completion_tokens, 0u);
}

TEST(VoiceCall, FailsWithTheFirstError) {
  TestCall call;
  EXPECT_FALSE(call->trouble());
  call.call().Fail("out of voice");
  call.call().Fail("and of breath");
  ASSERT_TRUE(call->trouble());
  EXPECT_EQ(call->trouble()->reason, Failure::kStreamError);
  EXPECT_EQ(call->trouble()->message, "the agent reports an error: out of voice");
}

TEST(VoiceCall, ShowsAnErrorSafelyAndBounded) {
  TestCall call;
  call.call().Fail("\x1b[2J\n" + std::string(100'000, 'y'));
  EXPECT_THAT(call->trouble()->message, HasSubstr("error: \\x1b[2J\\nyyy"));
  EXPECT_THAT(call->trouble()->message, Not(HasSubstr("\n")));
  EXPECT_LT(call->trouble()->message.size(), 300u);
}

TEST(VoiceCall, ForgetsAllButReadinessWhenTheNextRequestBegins) {
  TestCall test = Answering();
  VoiceCall& call = test.call();
  call.Ready();
  call.Usage(1, 2);
  call.Fail("tired");
  test.CallsTool(140ms).BeginsAlarm(145ms).Pauses(150ms).EndsAlarm(300ms).Says(310ms, {1});
  test.Asks(400ms).Begins(410ms).Says(420ms, {2}).Ends(440ms, 1s);
  ASSERT_TRUE(call.SaidTwice());
  call.Begin(1, TestCall::kRate, true, true);
  EXPECT_TRUE(call.is_ready());
  EXPECT_FALSE(call.trouble());
  EXPECT_EQ(call.tool_calls(), 0u);
  EXPECT_EQ(call.prompt_tokens, std::nullopt);
  EXPECT_EQ(call.completion_tokens, std::nullopt);
  EXPECT_EQ(call.asked(), Time{});
  EXPECT_EQ(&call.first(), &call.last());
  EXPECT_FALSE(call.BargedIn());
  EXPECT_FALSE(call.WaitsBehindAlarm());
  EXPECT_EQ(call.ResumeTime(), std::nullopt);
  EXPECT_FALSE(call.SaidTwice());
  const VoiceReply& answer = call.first();
  EXPECT_FALSE(answer.begun || answer.first_audio || answer.declared || answer.IsOver());
  EXPECT_EQ(answer.chunks, 0u);
  EXPECT_EQ(answer.audio, Seconds(0));
  EXPECT_EQ(answer.playback.delivered(), 0s);
  test.Asks(1000ms).Says(1100ms, {1, 2}).BeginsAlarm(1135ms).EndsAlarm(1150ms);
  EXPECT_FALSE(test.Says(1200ms, {3})->SaidTwice()) << "that was another answer";
  EXPECT_EQ(call.first().playback.gap(), 0ms);
}

TEST(VoiceCall, IsNotReadyOnANewConnection) {
  VoiceCall call;
  EXPECT_FALSE(call.is_ready());
  call.Ready();
  call.HangUp();
  EXPECT_FALSE(call.is_ready());
}

}  // namespace
}  // namespace clamor
