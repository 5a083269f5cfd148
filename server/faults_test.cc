// SPDX-License-Identifier: Apache-2.0
// Faults: what is read, what is refused, and how the shares come out.
#include "server/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>

namespace clamor::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string ErrorOf(std::string_view text) {
  FaultPlan plan;
  try {
    plan.Add(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Fault, IsReadByName) {
  EXPECT_EQ(ParseFault("truncate"), (Fault{FaultKind::kTruncate, 0}));
  EXPECT_EQ(ParseFault("status:503"), (Fault{FaultKind::kStatus, 503}));
  EXPECT_EQ(ParseFault("error_status"), (Fault{FaultKind::kStatus, 500}));
}

TEST(Fault, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf("trunkate=0.1"),
              StartsWith("unknown fault \"trunkate\"; did you mean \"truncate\"?; expected "));
  EXPECT_THAT(ErrorOf("=0.1"), StartsWith("unknown fault \"\"; expected status:CODE or one of "));
  EXPECT_EQ(ErrorOf("status:200=0.1"), "\"200\" is no error status; expected 400 to 599");
  EXPECT_EQ(ErrorOf("status:5xx=0.1"), "\"5xx\" is no error status; expected 400 to 599");
  EXPECT_EQ(ErrorOf("stall"), "\"stall\" has no share; expected FAULT=SHARE, as truncate=0.01");
  EXPECT_EQ(ErrorOf("stall=2"), "\"2\" is no share; expected 0 to 1");
  EXPECT_EQ(ErrorOf("stall=-0.1"), "\"-0.1\" is no share; expected 0 to 1");
  EXPECT_EQ(ErrorOf("stall=nan"), "\"nan\" is no share; expected 0 to 1");
  EXPECT_EQ(ErrorOf("stall=0.1x"), "\"0.1x\" is no share; expected 0 to 1");
}

// It comes from a request's header, and goes back in the answer.
TEST(Fault, ShowsHostileNamesCutAndEscaped) {
  const std::string error = ErrorOf("\x1b[2J" + std::string(5000, 'x') + "=1");
  EXPECT_THAT(error, HasSubstr("\\x1b[2J"));
  EXPECT_LT(error.size(), 400U);
}

TEST(FaultPlan, RefusesSharesThatAddUpToMoreThanAll) {
  FaultPlan plan;
  plan.Add("stall=0.6");
  EXPECT_THROW(plan.Add("truncate=0.5"), std::invalid_argument);
  FaultPlan tenths;
  for (int i = 0; i < 10; ++i) tenths.Add("stall=0.1");
  EXPECT_TRUE(tenths.Draw(1, 1).has_value());
}

TEST(FaultPlan, GivesEachFaultItsShare) {
  FaultPlan plan;
  plan.Add("status:503=0.1");
  plan.Add("truncate=0.3");
  std::map<FaultKind, int> seen;
  int none = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const auto fault = plan.Draw(42, i);
    fault ? ++seen[fault->kind] : ++none;
  }
  EXPECT_NEAR(seen[FaultKind::kStatus], 1000, 100);
  EXPECT_NEAR(seen[FaultKind::kTruncate], 3000, 150);
  EXPECT_NEAR(none, 6000, 160);
}

TEST(FaultPlan, RepeatsForTheSameSeedInAnyOrder) {
  FaultPlan plan;
  plan.Add("reset_during=0.5");
  const auto third = plan.Draw(5, 3);
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(plan.Draw(5, i), plan.Draw(5, i));
  EXPECT_EQ(plan.Draw(5, 3), third);
}

TEST(FaultPlan, LeavesAnswersAloneWhenEmptyOrOfNoShare) {
  FaultPlan plan;
  EXPECT_EQ(plan.Draw(1, 1), std::nullopt);
  plan.Add("stall=0");
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(plan.Draw(1, i), std::nullopt);
}

}  // namespace
}  // namespace clamor::server
