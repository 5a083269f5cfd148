// SPDX-License-Identifier: Apache-2.0
#include "engine/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_text.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using namespace std::chrono_literals;

std::string ErrorOf(std::string_view text, const std::string& file = "t.csv") {
  try {
    ParseTrace(text, file);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "";
}

TEST(Trace, ReadsSecondsAndSizesFromCsv) {
  const auto trace = ParseTrace("timestamp,prompt_tokens\r\n5,100\r\n5.25,7\r\n", "t.csv");
  ASSERT_THAT(trace, SizeIs(2));
  EXPECT_EQ(trace[0].at, 0s);
  EXPECT_EQ(trace[0].prompt_tokens, 100);
  EXPECT_EQ(trace[1].at, 250ms);
}

// As Azure publishes its LLM inference traces.
TEST(Trace, ReadsDatesFromCsv) {
  const auto trace = ParseTrace(
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 23:59:59.9000000,374,44\n"
      "2023-11-17 00:00:00.4000000,396,109\n",
      "t.csv");
  ASSERT_THAT(trace, SizeIs(2));
  EXPECT_NEAR(trace[1].at.count(), 0.5, 1e-6);
  EXPECT_EQ(trace[1].prompt_tokens, 396);
}

// As Mooncake publishes its traces.
TEST(Trace, ReadsMillisecondsFromJsonLines) {
  const auto trace = ParseTrace(
      "{\"timestamp\": 0, \"input_length\": 6758, \"hash_ids\": [0, 1]}\n"
      "{\"timestamp\": 3000, \"input_length\": 7319}\n",
      "t.jsonl");
  ASSERT_THAT(trace, SizeIs(2));
  EXPECT_EQ(trace[1].at, 3s);
  EXPECT_EQ(trace[1].prompt_tokens, 7319);
}

TEST(Trace, MayLeaveSizesOut) {
  EXPECT_FALSE(ParseTrace("timestamp\n1\n", "t.csv")[0].prompt_tokens);
}

TEST(Trace, ThatGoesBackInTimeIsAnErrorAtItsPlace) {
  EXPECT_THAT(ErrorOf("timestamp\n1\n3\n2.5\n"),
              HasSubstr("t.csv:4:1: goes back in time by 0.5 s"));
  EXPECT_THAT(ErrorOf("{\"timestamp\": 2}\n{\"timestamp\": 1}\n", "t.jsonl"),
              HasSubstr("t.jsonl:2:15: goes back in time"));
}

TEST(Trace, ThatIsNoneSaysWhereAndWhatWasExpected) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("holds no arrival"));
  EXPECT_THAT(ErrorOf("timestamp\n"), HasSubstr("holds no arrival"));
  EXPECT_THAT(ErrorOf("when\n1\n"), HasSubstr("t.csv:1:1: no column `timestamp`"));
  EXPECT_THAT(ErrorOf("size,timestamp\n1,soon\n"), HasSubstr("t.csv:2:3: no time"));
  EXPECT_THAT(ErrorOf("timestamp,input_length\n1\n"), HasSubstr("1 fields, expected 2"));
  EXPECT_THAT(ErrorOf("timestamp,input_length\n1,many\n"), HasSubstr("t.csv:2:3: no prompt"));
  EXPECT_THAT(ErrorOf("timestamp,input_length\n1,-1\n"),
              HasSubstr("t.csv:2:1: a prompt of -1 tokens, expected 0 to 10000000"));
  EXPECT_THAT(ErrorOf("{\"timestamp\": 1, \"input_length\": 10000001}", "t.jsonl"),
              HasSubstr("a prompt of 10000001 tokens"));
  EXPECT_THAT(ErrorOf("timestamp\nnan\n"), HasSubstr("t.csv:2:1: expected a time"));
  EXPECT_THAT(ErrorOf("{\"timestamp\": \"1\"}", "t.jsonl"), HasSubstr("t.jsonl:1:1: no number"));
  EXPECT_THAT(ErrorOf("\n{\"timestamp\": 1", "t.jsonl"), HasSubstr("t.jsonl:2:"));
}

}  // namespace
}  // namespace clamor
