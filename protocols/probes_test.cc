// SPDX-License-Identifier: Apache-2.0
#include "protocols/probes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Metric<Count> kWords{"words"};
constexpr Metric<Count> kDelta{"delta"};
constexpr Metric<Count> kUnknown{"unknown\x1b[31m"};

class ProbesTest : public testing::Test {
 protected:
  ProbesTest() {
    probes_.metrics = {{"words", SampleKind::kTrend, Unit::kCount},
                       {"delta", SampleKind::kGauge, Unit::kCount}};
  }
  void Check(const std::string& name, Predicate passes) {
    probes_.checks.push_back({{name, CheckOn::kContent}, std::move(passes)});
  }
  void Hook(AnswerHook hook) { probes_.hooks.push_back(std::move(hook)); }
  std::optional<std::string> Ask(std::size_t first_check = 0) {
    return AskProbes(probes_, {.conversation = conversation_, .turn = turn_, .text = "two words"},
                     first_check, record_);
  }
  const Conversation conversation_;
  const Turn turn_;
  Probes probes_;
  TurnRecord record_;
};

TEST_F(ProbesTest, ChecksFollowTheDialects) {
  Check("is_short", [](const Answered& a) { return a.text.size() < 20; });
  Check("is_long", [](const Answered& a) { return a.text.size() > 20; });
  EXPECT_EQ(Ask(3), std::nullopt);
  EXPECT_EQ(record_.checks_made, 0b11000U);
  EXPECT_EQ(record_.checks_passed, 0b01000U);
}

TEST_F(ProbesTest, SamplesAreKeptByTheirMetricsPlace) {
  Hook([](const Answered&, Samples& samples) {
    samples.Add(kDelta, -1.5);
    samples.Add(kWords, 2);
  });
  EXPECT_EQ(Ask(), std::nullopt);
  ASSERT_EQ(record_.defined.size(), 2U);
  EXPECT_EQ(record_.defined[0].metric, 1U);
  EXPECT_EQ(record_.defined[0].value, -1.5);
  EXPECT_EQ(record_.defined[1].metric, 0U);
}

TEST_F(ProbesTest, WhatTheyThrowIsToldAndTheRestGoesOn) {
  Check("breaks", [](const Answered&) -> bool { throw std::runtime_error("no\x1b[31m"); });
  Check("passes", [](const Answered&) { return true; });
  Hook([](const Answered&, Samples&) { throw 1; });
  EXPECT_EQ(Ask(), "the check breaks threw: no\\x1b[31m");
  EXPECT_EQ(record_.checks_made, 0b11U);
  EXPECT_EQ(record_.checks_passed, 0b10U);
}

TEST_F(ProbesTest, MetricsThatAreNotDefinedAreRefused) {
  Hook([](const Answered&, Samples& samples) { samples.Add(kUnknown, 1); });
  const auto thrown = Ask();
  ASSERT_TRUE(thrown);
  EXPECT_THAT(*thrown, HasSubstr("was not defined by this test"));
  EXPECT_THAT(*thrown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(record_.defined, IsEmpty());
}

TEST_F(ProbesTest, ValuesThatNoSeriesCanKeepAreRefused) {
  Hook([](const Answered&, Samples& samples) { samples.Add(kWords, -1); });
  EXPECT_THAT(Ask().value_or(""), HasSubstr("below 0"));
  probes_.hooks.clear();
  Hook([](const Answered&, Samples& samples) { samples.Add(kDelta, 0. / 0.); });
  EXPECT_THAT(Ask().value_or(""), HasSubstr("no finite number"));
  EXPECT_THAT(record_.defined, IsEmpty());
}

TEST_F(ProbesTest, SomethingElseThanAnExceptionIsToldToo) {
  Hook([](const Answered&, Samples&) { throw "text"; });
  EXPECT_EQ(Ask(), "a hook of OnAnswer threw: something that is no std::exception");
}

}  // namespace
}  // namespace clamor
