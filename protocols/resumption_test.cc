// SPDX-License-Identifier: Apache-2.0
#include "protocols/resumption.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

const Time kZero = Clock::now();

// An answer that is cut behind three events, 100 ms after its start, and goes on 20 ms later.
class ResumptionTest : public testing::Test {
 protected:
  void Cut(std::initializer_list<const char*> before) {
    resumption_.Begin(3);
    for (const char* const id : before) {
      ASSERT_FALSE(resumption_.IsDue());
      resumption_.SawEvent(id, {});
    }
    ASSERT_TRUE(resumption_.IsDue());
    resumption_.Cut(kZero + 100ms);
    EXPECT_FALSE(resumption_.IsDue());
  }
  void GoOn(std::initializer_list<const char*> behind) {
    auto at = kZero + 120ms;
    for (const char* const id : behind) {
      resumption_.SawEvent(id, {at, at});
      at += 10ms;
      EXPECT_FALSE(resumption_.IsDue()) << "once is enough";
    }
  }

  Resumption resumption_;
};

TEST_F(ResumptionTest, LosesAndRepeatsNothingAsARule) {
  Cut({"1", "2", "3"});
  EXPECT_EQ(resumption_.last_id(), "3");
  EXPECT_EQ(resumption_.ReconnectLatency(), std::nullopt);
  GoOn({"4", "5", "6"});
  EXPECT_EQ(resumption_.lost(), 0U);
  EXPECT_EQ(resumption_.repeated(), 0U);
  EXPECT_EQ(resumption_.ReconnectLatency(), 20ms);
}

TEST_F(ResumptionTest, TellsWhatIsLost) {
  Cut({"1", "2", "3"});
  GoOn({"6", "7"});
  EXPECT_EQ(resumption_.lost(), 2U);
  EXPECT_EQ(resumption_.repeated(), 0U);
}

TEST_F(ResumptionTest, TellsWhatComesTwice) {
  Cut({"1", "2", "3"});
  GoOn({"2", "3", "4"});
  EXPECT_EQ(resumption_.lost(), 0U);
  EXPECT_EQ(resumption_.repeated(), 2U);
}

TEST_F(ResumptionTest, TellsALossBehindARepetition) {
  Cut({"1", "2", "3"});
  GoOn({"3", "5"});
  EXPECT_EQ(resumption_.lost(), 1U);
  EXPECT_EQ(resumption_.repeated(), 1U);
}

TEST_F(ResumptionTest, BlamesTheCutForTheFirstGapAlone) {
  Cut({"1", "2", "3"});
  GoOn({"4", "9"});
  EXPECT_EQ(resumption_.lost(), 0U);
}

TEST_F(ResumptionTest, KnowsIdsThatAreNoNumbers) {
  Cut({"a", "b", "c"});
  EXPECT_EQ(resumption_.last_id(), "c");
  GoOn({"c", "z"});
  EXPECT_EQ(resumption_.lost(), 0U) << "nobody can tell";
  EXPECT_EQ(resumption_.repeated(), 1U);
}

TEST_F(ResumptionTest, TakesNoGapForALossWhereIdsDoNotCount) {
  Cut({"1700000000", "1700000040", "1700000080"});
  GoOn({"1700000120"});
  EXPECT_EQ(resumption_.lost(), 0U);
  Cut({"41", "42", "43"});
  GoOn({"45"});
  EXPECT_EQ(resumption_.lost(), 0U) << "nobody knows what 41 was";
  Cut({"0", "1", "2"});
  GoOn({"18446744073709551615"});
  EXPECT_EQ(resumption_.lost(), 18446744073709551612U);
}

TEST_F(ResumptionTest, TakesEventsWithoutAnIdForNew) {
  Cut({"1", "2", "3"});
  GoOn({"", ""});
  EXPECT_EQ(resumption_.repeated(), 0U);
  EXPECT_EQ(resumption_.ReconnectLatency(), 20ms);
}

TEST_F(ResumptionTest, IsNeverDueWhereNothingIsToBeCut) {
  resumption_.Begin(0);
  for (int i = 0; i < 5; ++i) resumption_.SawEvent("1", {});
  EXPECT_FALSE(resumption_.IsDue());
  EXPECT_EQ(resumption_.repeated(), 0U);
}

TEST_F(ResumptionTest, ForgetsTheAnswerBefore) {
  Cut({"1", "2", "3"});
  GoOn({"3", "7"});
  Cut({"1", "2", "3"});
  EXPECT_EQ(resumption_.lost() + resumption_.repeated(), 0U);
  EXPECT_EQ(resumption_.ReconnectLatency(), std::nullopt);
}

}  // namespace
}  // namespace clamor
