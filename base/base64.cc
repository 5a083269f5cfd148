// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <array>

namespace clamor {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kPadding = '=';
constexpr std::size_t kDigitsOfGroup = 4;
constexpr std::size_t kBytesOfGroup = 3;
constexpr std::uint32_t kNoDigit = 0x80000000;  // what a group with such a character keeps

constexpr std::array<std::uint32_t, 256> MakeValues() {
  std::array<std::uint32_t, 256> values{};
  values.fill(kNoDigit);
  for (std::uint32_t value = 0; value < kDigits.size(); ++value) {
    values[static_cast<unsigned char>(kDigits[value])] = value;
  }
  return values;
}

constexpr std::array<std::uint32_t, 256> kValues = MakeValues();

char DigitOf(std::uint32_t group, unsigned shift) { return kDigits[group >> shift & 0x3F]; }
std::uint32_t ValueOf(char digit) { return kValues[static_cast<unsigned char>(digit)]; }
std::uint8_t ByteOf(std::uint32_t group, unsigned shift) {
  return static_cast<std::uint8_t>(group >> shift);
}

// The 24 bits that four digits stand for; beyond them where one is none.
std::uint32_t GroupOf(const char* digits) {
  const std::uint32_t wrong =
      (ValueOf(digits[0]) | ValueOf(digits[1]) | ValueOf(digits[2]) | ValueOf(digits[3])) &
      kNoDigit;
  return wrong | ValueOf(digits[0]) << 18 | ValueOf(digits[1]) << 12 | ValueOf(digits[2]) << 6 |
         ValueOf(digits[3]);
}

std::size_t PaddingOf(std::string_view text) {
  if (text.size() < kDigitsOfGroup || text.back() != kPadding) return 0;
  return text[text.size() - 2] == kPadding ? 2 : 1;
}

}  // namespace

void AppendBase64(std::span<const std::uint8_t> bytes, std::string& out) {
  std::size_t to = out.size();
  out.resize(to + (bytes.size() + kBytesOfGroup - 1) / kBytesOfGroup * kDigitsOfGroup);
  while (bytes.size() >= kBytesOfGroup) {
    const auto group = static_cast<std::uint32_t>(bytes[0] << 16 | bytes[1] << 8 | bytes[2]);
    for (unsigned digit = 0; digit < kDigitsOfGroup; ++digit) {
      out[to++] = DigitOf(group, 18 - 6 * digit);
    }
    bytes = bytes.subspan(kBytesOfGroup);
  }
  if (bytes.empty()) return;
  const bool two = bytes.size() == 2;
  const auto group = static_cast<std::uint32_t>(bytes[0] << 16 | (two ? bytes[1] << 8 : 0));
  out[to++] = DigitOf(group, 18);
  out[to++] = DigitOf(group, 12);
  out[to++] = two ? DigitOf(group, 6) : kPadding;
  out[to++] = kPadding;
}

std::size_t DecodedBase64Size(std::string_view text) {
  return text.size() / kDigitsOfGroup * kBytesOfGroup - PaddingOf(text);
}

bool DecodeBase64(std::string_view text, std::vector<std::uint8_t>& out) {
  out.clear();
  if (text.size() % kDigitsOfGroup != 0) return false;
  const std::size_t padding = PaddingOf(text);
  const std::size_t whole = text.size() / kDigitsOfGroup - (padding > 0 ? 1 : 0);
  out.resize(DecodedBase64Size(text));
  std::uint8_t* to = out.data();
  std::uint32_t wrong = 0;
  for (std::size_t i = 0; i < whole; ++i) {
    const std::uint32_t group = GroupOf(text.data() + i * kDigitsOfGroup);
    wrong |= group & kNoDigit;
    *to++ = ByteOf(group, 16);
    *to++ = ByteOf(group, 8);
    *to++ = ByteOf(group, 0);
  }
  if (padding > 0) {
    const char* last = text.data() + whole * kDigitsOfGroup;
    const std::array<char, kDigitsOfGroup> digits{last[0], last[1], padding == 1 ? last[2] : 'A',
                                                  'A'};
    const std::uint32_t group = GroupOf(digits.data());
    wrong |= group & (kNoDigit | (padding == 1 ? 0xFF : 0xFFFF));
    *to++ = ByteOf(group, 16);
    if (padding == 1) *to++ = ByteOf(group, 8);
  }
  if (wrong != 0) out.clear();
  return wrong == 0;
}

}  // namespace clamor
