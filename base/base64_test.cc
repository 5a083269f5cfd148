// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <gmock/gmock.h>

#include <utility>

#include "base/random.h"

namespace clamor {
namespace {

using testing::IsEmpty;

std::vector<std::uint8_t> BytesOf(std::string_view text) { return {text.begin(), text.end()}; }

std::string Encoded(const std::vector<std::uint8_t>& bytes) {
  std::string out;
  AppendBase64(bytes, out);
  return out;
}

// RFC 4648, section 10.
const std::vector<std::pair<std::string, std::string>> kVectors{{"", ""},
                                                                {"f", "Zg=="},
                                                                {"fo", "Zm8="},
                                                                {"foo", "Zm9v"},
                                                                {"foob", "Zm9vYg=="},
                                                                {"fooba", "Zm9vYmE="},
                                                                {"foobar", "Zm9vYmFy"}};

TEST(Base64, IsThatOfTheStandard) {
  std::vector<std::uint8_t> decoded;
  for (const auto& [plain, text] : kVectors) {
    EXPECT_EQ(Encoded(BytesOf(plain)), text);
    EXPECT_EQ(DecodedBase64Size(text), plain.size()) << text;
    EXPECT_TRUE(DecodeBase64(text, decoded)) << text;
    EXPECT_EQ(decoded, BytesOf(plain));
  }
  EXPECT_EQ(Encoded({0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF}), "++++////");
}

TEST(Base64, GivesBackAnyBytes) {
  Random random(1);
  std::vector<std::uint8_t> decoded;
  for (std::size_t size = 0; size < 300; ++size) {
    std::vector<std::uint8_t> bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.Below(256));
    EXPECT_TRUE(DecodeBase64(Encoded(bytes), decoded));
    EXPECT_EQ(decoded, bytes);
  }
}

TEST(Base64, IsAppended) {
  std::string out = "\"audio\":\"";
  AppendBase64(BytesOf("foo"), out);
  EXPECT_EQ(out, "\"audio\":\"Zm9v");
}

TEST(Base64, RefusesWhatIsNone) {
  std::vector<std::uint8_t> decoded{1, 2, 3};
  for (const std::string_view text :
       {"Z",        "Zg",       "Zg=",  "Zm9",        "Zm9vY", "====", "Z===", "=g==",
        "Zg==Zm9v", "Zm9v====", "Zg=v", "Zm9v\nZm9v", "Zm 9",  "Zm9-", "Zm9_", "Zm9\xc3",
        "Zm9vZm8!", "Z!==",     "Zm!=", "Zm==",       "====",  "Zh==", "Zm9="}) {
    EXPECT_FALSE(DecodeBase64(text, decoded)) << text;
    EXPECT_THAT(decoded, IsEmpty()) << text;
  }
  EXPECT_FALSE(DecodeBase64(std::string_view("Zm9\0", 4), decoded));
}

TEST(Base64, RefusesEachOtherCharacterAtEachPlace) {
  constexpr std::string_view kGood =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint8_t> decoded;
  for (std::size_t at = 0; at < 8; ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string text = "Zm9vYmFy";
      text[at] = static_cast<char>(c);
      const bool good = kGood.find(text[at]) != std::string_view::npos;
      if (at == 7 && c == '=') continue;  // padding, and what it leaves over is tried above
      EXPECT_EQ(DecodeBase64(text, decoded), good) << at << ' ' << c;
    }
  }
}

TEST(Base64, AllocatesNothingWhereThereIsRoom) {
  const std::vector<std::uint8_t> bytes(960, 7);
  std::string text;
  std::vector<std::uint8_t> decoded;
  AppendBase64(bytes, text);
  DecodeBase64(text, decoded);
  const char* const text_at = text.data();
  const std::uint8_t* const decoded_at = decoded.data();
  text.clear();
  AppendBase64(bytes, text);
  DecodeBase64("", decoded);
  DecodeBase64(text, decoded);
  EXPECT_EQ(text.data(), text_at);
  EXPECT_EQ(decoded.data(), decoded_at);
}

}  // namespace
}  // namespace clamor
