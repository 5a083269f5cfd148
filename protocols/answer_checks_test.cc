// SPDX-License-Identifier: Apache-2.0
#include "protocols/answer_checks.h"

#include <gtest/gtest.h>

#include <vector>

namespace clamor {
namespace {

const std::vector<NamedCheck> kDialects = {
    {"status_200", CheckOn::kContent}, {"quick", CheckOn::kTime}, {"usage", CheckOn::kContent}};

TEST(Checks, ThatAreMadeAreThoseOfTheDialectThatWereAskedFor) {
  EXPECT_EQ(MadeOf(0, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(MadeOf(3, ~std::uint64_t{0}), 0b111U);
  EXPECT_EQ(MadeOf(3, 0b101), 0b101U);
  EXPECT_EQ(MadeOf(64, ~std::uint64_t{0}), ~std::uint64_t{0});
}

TEST(Checks, ThatPassFailNoTurn) {
  TurnRecord record;
  record.checks_made = record.checks_passed = 0b111;
  EXPECT_FALSE(FailedChecks(kDialects, nullptr, record));
}

TEST(Checks, OnContentFailTheirTurnAndAreNamed) {
  Probes probes;
  probes.checks = {{{"is_short", CheckOn::kContent}, {}}, {{"is_calm", CheckOn::kContent}, {}}};
  TurnRecord record;
  record.checks_made = 0b11111;
  record.checks_passed = 0b01010;
  const auto trouble = FailedChecks(kDialects, &probes, record);
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->reason, Failure::kCheck);
  EXPECT_EQ(trouble->message, "check failed: status_200, usage, is_calm");
}

TEST(Checks, OnTimeAloneFailNoTurn) {
  TurnRecord record;
  record.checks_made = 0b111;
  record.checks_passed = 0b101;
  EXPECT_FALSE(FailedChecks(kDialects, nullptr, record));
}

TEST(Checks, ThatWereNotMadeFailNoTurn) {
  TurnRecord record;
  record.checks_made = 0b001;
  record.checks_passed = 0b001;
  EXPECT_FALSE(FailedChecks(kDialects, nullptr, record));
}

}  // namespace
}  // namespace clamor
