// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

namespace clamor {
namespace {

struct Shape {
  std::size_t length;
  char32_t bits;     // the lead byte's share of the code point
  char32_t minimum;  // smaller ones are overlong
};

Shape ShapeOf(unsigned char lead) {
  if (lead < 0x80) return {1, lead, 0};
  if (lead >= 0xc2 && lead < 0xe0) return {2, lead & 0x1fU, 0x80};
  if (lead >= 0xe0 && lead < 0xf0) return {3, lead & 0x0fU, 0x800};
  if (lead >= 0xf0 && lead < 0xf5) return {4, lead & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

CodePoint DecodeUtf8(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const CodePoint invalid{lead, 1, false};
  const Shape shape = ShapeOf(lead);
  if (shape.length == 0 || text.size() - at < shape.length) return invalid;
  char32_t value = shape.bits;
  for (std::size_t i = 1; i < shape.length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xc0) != 0x80) return invalid;
    value = (value << 6) | (next & 0x3fU);
  }
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < shape.minimum || surrogate || value > 0x10ffff) return invalid;
  return {value, shape.length, true};
}

std::size_t FirstInvalidUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeUtf8(text, at);
    if (!c.valid) return at;
    at += c.length;
  }
  return std::string_view::npos;
}

std::string_view Utf8Prefix(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace clamor
