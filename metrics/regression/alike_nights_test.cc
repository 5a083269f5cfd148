// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/alike_nights.h"

#include <gmock/gmock.h>

#include "metrics/regression/test_history.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t kNights = 40;
const char* const kOther = "Linux 6.1.0, 8 x CPU, 32 GB";

AlikeNights Alike(const History& history) {
  return AlikeNightsOf(history, history.lines.back().run, kNights);
}

std::vector<std::string> Texts(const AlikeNights& alike) {
  std::vector<std::string> texts;
  for (const NightNote& note : alike.notes) texts.push_back(note.text);
  return texts;
}

TEST(AlikeNights, AreASeriesOfEachMeasureInOrderOfTime) {
  History history;
  for (const int night : {2, 0, 1}) {
    NightlyRun run = NightOf(night, 0.1 * (night + 1));
    run.tests[0].measures.push_back({"error_rate", Unit::kRatio, 0.01, 100});
    Append(history, run);
  }
  const AlikeNights alike = AlikeNightsOf(history, history.lines[0].run, kNights);
  ASSERT_THAT(alike.series, SizeIs(2));
  EXPECT_EQ(alike.series[0].measure, "p95(response_time)");
  EXPECT_EQ(alike.series[1].measure, "error_rate");
  ASSERT_THAT(alike.series[0].nights, SizeIs(3));
  EXPECT_EQ(alike.series[0].nights[0].value, 0.1);
  EXPECT_EQ(alike.series[0].nights[2].commit, "000000200000");
  EXPECT_THAT(alike.notes, IsEmpty());
}

TEST(AlikeNights, AreThoseUpToTheRunThatIsJudged) {
  NightlyHistory nights;
  nights.Add(50, 0.2);
  const AlikeNights alike = AlikeNightsOf(nights.history, nights.history.lines[44].run, kNights);
  ASSERT_THAT(alike.series.at(0).nights, SizeIs(kNights));
  EXPECT_EQ(alike.series[0].nights.back().commit, "000002c00000");
}

TEST(AlikeNights, LeaveOutNightsOnAnotherMachineAndTellOfIt) {
  NightlyHistory nights;
  nights.Add(5, 0.2);
  nights.machine = kOther;
  nights.Add(3, 0.1);
  const AlikeNights alike = Alike(nights.history);
  EXPECT_THAT(alike.series.at(0).nights, SizeIs(3));
  EXPECT_THAT(Texts(alike),
              ElementsAre("history begins anew on 2026-01-06: the machine changed from Linux "
                          "6.1.0, 4 x CPU, 16 GB to Linux 6.1.0, 8 x CPU, 32 GB"));
  EXPECT_THAT(alike.notes[0].tests, ElementsAre("Chat.Basic"));
}

TEST(AlikeNights, FindTheirMachineAgain) {
  NightlyHistory nights;
  nights.Add(5, 0.2);
  const std::string first = nights.machine;
  nights.machine = kOther;
  nights.Add(3, 0.1);
  nights.machine = first;
  nights.Add(2, 0.2);
  EXPECT_THAT(Alike(nights.history).series.at(0).nights, SizeIs(7));
  EXPECT_THAT(Alike(nights.history).notes, IsEmpty());
}

TEST(AlikeNights, SayNoMoreThatTheyBeganAnewOnceThereAreEnough) {
  NightlyHistory nights;
  nights.Add(1, 0.2);
  nights.machine = kOther;
  nights.Add(39, 0.1);
  EXPECT_THAT(Alike(nights.history).notes, SizeIs(1));
  nights.Add(1, 0.1);
  EXPECT_THAT(Alike(nights.history).notes, IsEmpty());
}

TEST(AlikeNights, TakeAnotherKernelForTheSameMachine) {
  NightlyHistory nights;
  nights.Add(5, 0.2);
  nights.machine = "Linux 6.5.0-rc1, 4 x CPU, 16 GB";
  nights.Add(5, 0.2);
  EXPECT_THAT(Alike(nights.history).series.at(0).nights, SizeIs(10));
}

TEST(AlikeNights, PassOverWhatWasNotJudgedOrNotPlayed) {
  NightlyHistory nights;
  nights.Add(3, 0.2);
  nights.history.lines[1].run.tests[0].not_judged = "void";
  nights.Skip(10);
  nights.Add(1, 0.2);
  nights.newest().tests[0].not_judged = "interrupted";
  const AlikeNights alike = Alike(nights.history);
  EXPECT_THAT(alike.series.at(0).nights, SizeIs(2));
  EXPECT_THAT(Texts(alike), ElementsAre("not judged: interrupted"));
}

TEST(AlikeNights, TellWhichLoadTestsAreMissing) {
  NightlyHistory nights;
  nights.Add(2, 0.2);
  for (const char* test : {"Chat.One", "Chat.Two"}) {
    nights.history.lines[0].run.tests.push_back(nights.history.lines[0].run.tests[0]);
    nights.history.lines[0].run.tests.back().test = test;
  }
  const AlikeNights alike = Alike(nights.history);
  EXPECT_THAT(Texts(alike), ElementsAre("not played; it was on 2026-01-01"));
  EXPECT_THAT(alike.notes[0].tests, ElementsAre("Chat.One", "Chat.Two"));
}

TEST(AlikeNights, CountNoConfirmationAsANight) {
  NightlyHistory nights;
  nights.Add(3, 0.2);
  nights.LookAgain(0.4);
  const AlikeNights alike = Alike(nights.history);
  EXPECT_THAT(alike.series.at(0).nights, SizeIs(3));
  ASSERT_THAT(alike.series[0].confirmations, SizeIs(1));
  EXPECT_EQ(alike.series[0].confirmations[0].value, 0.4);
  EXPECT_THAT(alike.notes, IsEmpty());
}

TEST(AlikeNights, TellWhyASecondRunConfirmsNothing) {
  NightlyHistory nights;
  nights.Add(3, 0.2);
  nights.LookAgain(0.4);
  nights.newest().tests[0].setting.machine = kOther;
  EXPECT_THAT(Alike(nights.history).series.at(0).confirmations, IsEmpty());
  EXPECT_THAT(Texts(Alike(nights.history)),
              ElementsAre("the second run confirms nothing: the machine changed from Linux 6.1.0, "
                          "4 x CPU, 16 GB to Linux 6.1.0, 8 x CPU, 32 GB"));
  nights.newest().tests[0].not_judged = "void";
  EXPECT_THAT(Texts(Alike(nights.history)), ElementsAre("the second run confirms nothing: void"));
  nights.newest().tests.clear();
  EXPECT_THAT(Texts(Alike(nights.history)), ElementsAre("the second run did not play it"));
}

TEST(AlikeNights, AreNoneOfAConfirmationWithoutANight) {
  NightlyRun second = NightOf(0, 0.2);
  second.confirms = true;
  History history;
  Append(history, second);
  EXPECT_THAT(Alike(history).series, IsEmpty());
}

TEST(AlikeNights, AreAlikeInEverythingThatChangesWhatIsMeasured) {
  TestSetting one = NightOf(0, 0.2).tests[0].setting;
  one.options = {{"reuse", "per_turn"}, {"users", "5"}};
  TestSetting other = one;
  EXPECT_THAT(internal::DifferencesOf(one, other), IsEmpty());
  other.duration_scale = 0.1;
  other.rate_scale = 0.5;
  other.profile = "20/s for 60 s";
  other.conversations = "3 conversations";
  other.options = {{"users", "10"}, {"threads", "2"}};
  EXPECT_THAT(internal::DifferencesOf(one, other),
              ElementsAre("the scale of durations changed from 1 to 0.1",
                          "the scale of rates changed from 1 to 0.5",
                          "the profile changed from 10/s for 60 s to 20/s for 60 s",
                          "the conversations changed from 2 conversations to 3 conversations",
                          "the option reuse = per_turn is gone", "the option threads = 2 is new",
                          "the option users changed from 5 to 10"));
}

}  // namespace
}  // namespace clamor
