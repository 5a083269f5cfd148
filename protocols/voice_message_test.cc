// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace clamor {
namespace {

using namespace std::chrono_literals;

class VoiceMessageTest : public testing::Test {
 protected:
  const VoiceMessage& Read(std::string_view json) {
    message_ = ReadVoiceMessage(json, scratch_);
    return message_;
  }

  static auto AllOf(const VoiceMessage& m) {
    return std::tuple(m.type, m.message, m.code, m.audio, m.delta, m.response_id, m.item_id,
                      m.status, m.reason, m.input_tokens, m.output_tokens);
  }
  // Whether the message has its type, and nothing else that is looked at.
  void ExpectOnlyType(std::string_view json) {
    Read(json);
    EXPECT_EQ(AllOf(message_), AllOf({.type = "t"})) << json;
  }
  void ExpectNothing(std::string_view json) {
    Read(json);
    EXPECT_EQ(AllOf(message_), AllOf({})) << json;
  }

  std::string scratch_;
  VoiceMessage message_;
};

TEST_F(VoiceMessageTest, HasItsMembersAtTheirPlaces) {
  Read(R"({"type":"t","message":"m","audio_ms":2400,"delta":"AAA=","response_id":"r",)"
       R"("item_id":"i"})");
  EXPECT_EQ(AllOf(message_), AllOf({.type = "t",
                                    .message = "m",
                                    .audio = Seconds(2.4),
                                    .delta = "AAA=",
                                    .response_id = "r",
                                    .item_id = "i"}));
  Read(R"({"type":"error","error":{"type":"e","code":"c","message":"m","param":null}})");
  EXPECT_EQ(AllOf(message_), AllOf({.type = "error", .message = "m", .code = "c"}));
  Read(R"({"type":"t","response":{"id":"r","status":"failed","status_details":{"type":"failed",)"
       R"("reason":"why","error":{"code":"c","message":"m"}},)"
       R"("usage":{"total_tokens":9,"input_tokens":7,"output_tokens":2}}})");
  EXPECT_EQ(AllOf(message_), AllOf({.type = "t",
                                    .message = "m",
                                    .code = "c",
                                    .response_id = "r",
                                    .status = "failed",
                                    .reason = "why",
                                    .input_tokens = 7,
                                    .output_tokens = 2}));
}

TEST_F(VoiceMessageTest, FindsItsMembersInAnyOrder) {
  Read(R"({"response":{"usage":{"output_tokens":2},"output":[{"id":"x","status":"y"}],"id":"r"},)"
       R"("session":{"type":"realtime"},"type":"t"})");
  EXPECT_EQ(AllOf(message_), AllOf({.type = "t", .response_id = "r", .output_tokens = 2}));
}

TEST_F(VoiceMessageTest, PassesOverTheSameNamesElsewhere) {
  ExpectOnlyType(R"({"type":"t","item":{"type":"u","message":"m","delta":"d","item_id":"i",)"
                 R"("response_id":"r","audio_ms":1,"id":"x","status":"s"}})");
  ExpectOnlyType(R"({"type":"t","code":"c","status":"s","reason":"r","id":"x","input_tokens":1,)"
                 R"("output_tokens":2})");
  ExpectOnlyType(R"({"type":"t","usage":{"input_tokens":1,"output_tokens":2}})");
  ExpectOnlyType(R"({"type":"t","status_details":{"reason":"r","error":{"message":"m"}}})");
  ExpectOnlyType(R"({"type":"t","error":{"error":{"message":"m","code":"c"},"type":"e"}})");
  ExpectOnlyType(R"({"type":"t","response":{"message":"m","reason":"r","input_tokens":1,)"
                 R"("error":{"message":"m"},"response":{"id":"x"}}})");
  ExpectOnlyType(R"({"type":"t","response":{"usage":{"input_token_details":{"input_tokens":1},)"
                 R"("audio_ms":3}}})");
}

TEST_F(VoiceMessageTest, PassesOverLists) {
  ExpectOnlyType(R"({"type":"t","message":["m"],"delta":["d",["e"]],"audio_ms":[1]})");
  ExpectOnlyType(R"({"type":"t","error":[{"message":"m","code":"c"}]})");
  ExpectOnlyType(R"({"type":"t","response":[{"id":"x","usage":{"input_tokens":1}}]})");
  ExpectNothing(R"({"type":["t"]})");
}

TEST_F(VoiceMessageTest, GoesOnBehindWhatIsPassedOver) {
  Read(R"({"a":{"b":[{"type":"u"}]},"type":"t","c":[[],{}],"delta":"d"})");
  EXPECT_EQ(AllOf(message_), AllOf({.type = "t", .delta = "d"}));
}

TEST_F(VoiceMessageTest, PassesOverValuesOfAnotherKind) {
  ExpectOnlyType(R"({"type":"t","message":1,"delta":null,"audio_ms":"5","response_id":true,)"
                 R"("error":"e","response":null})");
  ExpectOnlyType(R"({"type":"t","response":{"status_details":null,"usage":null,"status":{}}})");
  for (const char* const type : {"1", "null", "false", "{}", "[]"}) {
    ExpectNothing(R"({"type":)" + std::string(type) + "}");
  }
}

TEST_F(VoiceMessageTest, IsEmptyOfWhatIsNoObject) {
  for (const char* const json :
       {"", " ", "x", "{", R"({"type":"t")", R"({"type":"t",})", R"({"type":"t"} x)", R"("type")",
        R"(["type","t"])", "1", "null", R"({type:"t"})", R"({"type":'t'})", "\xff\xfe"}) {
    ExpectNothing(json);
  }
}

TEST_F(VoiceMessageTest, ForgetsWhatStoodBeforeAMistake) {
  ExpectNothing(R"({"type":"t","delta":"d","audio_ms":1,"x":})");
}

TEST_F(VoiceMessageTest, HasItsTextUnescaped) {
  const VoiceMessage& message =
      Read(R"({"\u0074ype":"a\"b\\\/\n\u00e9\ud83d\ude00","message":"\u0000"})");
  EXPECT_EQ(message.type, "a\"b\\/\n\u00e9\U0001F600");
  EXPECT_EQ(message.message, std::string_view("\0", 1));
  ExpectNothing(R"({"type":"\x"})");
  ExpectNothing(R"({"type":"\ud83d"})");
}

TEST_F(VoiceMessageTest, ReadsNumbersAsTheyAreWritten) {
  for (const auto& [number, seconds] : {std::pair{"0", 0.0},
                                        {"-0", 0.0},
                                        {"2400", 2.4},
                                        {"2400.5", 2.4005},
                                        {"24e2", 2.4},
                                        {"4294967296", 4294967.296},
                                        {"1000000000000", 1e9}}) {
    const VoiceMessage& message = Read(R"({"audio_ms":)" + std::string(number) + "}");
    ASSERT_TRUE(message.audio) << number;
    EXPECT_DOUBLE_EQ(message.audio->count(), seconds) << number;
  }
}

TEST_F(VoiceMessageTest, PassesOverNumbersThatMakeNoSense) {
  for (const char* const number :
       {"-1", "-0.5", "-9223372036854775808", "1000000000001", "9223372036854775807",
        "18446744073709551615", "18446744073709551616", "1e300"}) {
    const std::string n(number);
    ExpectOnlyType(R"({"type":"t","audio_ms":)" + n + R"(,"response":{"usage":{"input_tokens":)" +
                   n + R"(,"output_tokens":)" + n + "}}}");
  }
  ExpectNothing(R"({"type":"t","audio_ms":1e999})");
}

TEST_F(VoiceMessageTest, LooksOnlySoDeep) {
  const auto nested = [](std::size_t depth, const char* open, const char* close) {
    std::string json = R"({"type":"t","x":)";
    for (std::size_t i = 0; i < depth; ++i) json += open;
    json += "1";
    for (std::size_t i = 0; i < depth; ++i) json += close;
    return json + "}";
  };
  using Brackets = std::array<const char*, 2>;
  for (const auto& [open, close] : {Brackets{"[", "]"}, {R"({"type":)", "}"}}) {
    ExpectOnlyType(nested(63, open, close));
    ExpectNothing(nested(64, open, close));
    ExpectNothing(nested(100'000, open, close));
  }
}

TEST_F(VoiceMessageTest, IsReadIntoTheSameScratchAgain) {
  Read(R"({"type":"a long type that stands for itself","delta":"d"})");
  ExpectOnlyType(R"({"type":"t"})");
}

}  // namespace
}  // namespace clamor
