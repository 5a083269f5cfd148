// SPDX-License-Identifier: Apache-2.0
#include "ci/sla_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string ErrorOf(std::string_view text) {
  try {
    ParseSlaLines(text, "load.sla");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

TEST(SlaFile, HoldsOneSlaPerLineWithItsPlace) {
  const auto slas = ParseSlaLines(
      "# of the whole suite\n\n  p95(response_time) < 2s  \r\nerror_rate < 1%", "load.sla");
  ASSERT_EQ(slas.size(), 2u);
  EXPECT_EQ(slas[0].sla, "p95(response_time) < 2s");
  EXPECT_EQ(slas[0].file, "load.sla");
  EXPECT_EQ(slas[0].line, 3);
  EXPECT_EQ(slas[1].sla, "error_rate < 1%");
  EXPECT_EQ(slas[1].line, 4);
}

TEST(SlaFile, PointsAtTheMistake) {
  EXPECT_THAT(ErrorOf("error_rate < 1%\n  p95(respond_time) < 2s\n"), StartsWith("load.sla:2:7: "));
}

TEST(SlaFile, IsAnErrorWhenItPromisesNothing) {
  EXPECT_THAT(ErrorOf("# nothing\n\n"), HasSubstr("load.sla:1:1: holds no SLA"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("holds no SLA"));
}

TEST(SlaFile, IsNamedWhenItCannotBeRead) {
  try {
    ReadSlaFile("/nowhere/load.sla");
    FAIL() << "read a file that does not exist";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/load.sla"));
  }
}

}  // namespace
}  // namespace clamor
