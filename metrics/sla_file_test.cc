// SPDX-License-Identifier: Apache-2.0
#include "metrics/sla_file.h"

#include <gmock/gmock.h>

#include <string>

namespace clamor {
namespace {

std::string ErrorOf(std::string_view text) {
  try {
    ReadSlas(text, "limits.sla");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(ReadSlas, ReadsOnePerLineAndSkipsComments) {
  const auto slas = ReadSlas(
      "\xEF\xBB\xBF# promises\r\n"
      "\r\n"
      "p95(response_time)<1s  # slow\r\n"
      "  error_rate{a=\"#1\"} < 1%",
      "limits.sla");
  ASSERT_EQ(slas.size(), 2U);
  EXPECT_EQ(slas[0].sla, "p95(response_time) < 1s");
  EXPECT_EQ(slas[0].file, "limits.sla");
  EXPECT_EQ(slas[0].line, 3);
  EXPECT_EQ(slas[1].sla, "error_rate{a=\"#1\"} < 1%");
  EXPECT_EQ(slas[1].line, 4);
}

TEST(ReadSlas, SaysWhereTheFirstMistakeStands) {
  EXPECT_EQ(ErrorOf("error_rate < 1%\n  p95(response_time) < 5%\n"),
            "limits.sla:2:24: \"5%\" does not fit p95(response_time), expected a duration such as "
            "500ms");
}

TEST(ReadSlas, TakesAFileWithoutAnyForAMistake) {
  EXPECT_THAT(ErrorOf("# nothing\n"), testing::StartsWith("limits.sla:1:1: there is no SLA"));
}

}  // namespace
}  // namespace clamor
