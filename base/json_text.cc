// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"

#include <fmt/format.h>

#include <iterator>

#include "base/escape.h"
#include "base/utf8.h"

namespace clamor {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kShownBytes = 60;

std::size_t Utf8Length(char32_t code) {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

unsigned Hex4(std::string_view text, std::size_t at) {
  return static_cast<unsigned>(std::stoul(std::string(text.substr(at, 4)), nullptr, 16));
}

void AppendControl(std::string& out, char c) {
  switch (c) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

void AppendCompact(std::string& out, const JsonValue& value);

void AppendElements(std::string& out, const JsonValue& list) {
  for (const JsonValue& element : list.elements) {
    if (&element != &list.elements.front()) out += ',';
    AppendCompact(out, element);
  }
}

void AppendMembers(std::string& out, const JsonValue& object) {
  for (const JsonMember& member : object.members) {
    if (&member != &object.members.front()) out += ',';
    AppendJsonQuoted(out, member.key);
    out += ':';
    AppendCompact(out, member.value);
  }
}

void AppendCompact(std::string& out, const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::kString:
      AppendJsonQuoted(out, value.text);
      break;
    case JsonValue::Kind::kArray:
      out += '[';
      AppendElements(out, value);
      out += ']';
      break;
    case JsonValue::Kind::kObject:
      out += '{';
      AppendMembers(out, value);
      out += '}';
      break;
    default:
      out += value.text;
  }
}

}  // namespace

void AppendJsonQuoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      const CodePoint code = DecodeUtf8(text, at);
      out += code.valid ? text.substr(at, code.length) : "\xEF\xBF\xBD";
      at += code.length;
      continue;
    }
    if (byte < 0x20) {
      AppendControl(out, c);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    ++at;
  }
  out += '"';
}

std::string JsonQuote(std::string_view text) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  AppendJsonQuoted(quoted, text);
  return quoted;
}

const JsonValue* JsonValue::Find(std::string_view key) const {
  for (const JsonMember& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::string JsonValue::Shown() const {
  switch (kind) {
    case Kind::kArray:
      return "a list";
    case Kind::kObject:
      return "an object";
    case Kind::kString:
      return "\"" + ForTerminal(text, kShownBytes) + "\"";
    default:
      return ForTerminal(text, kShownBytes);
  }
}

std::string CompactJson(const JsonValue& value) {
  std::string text;
  AppendCompact(text, value);
  return text;
}

Position At(std::string_view text, std::size_t offset) {
  Position position;
  std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (; at < offset && at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') {
      ++position.line;
      position.column = 1;
    } else if ((byte & 0xc0) != 0x80) {  // not inside a character
      ++position.column;
    }
  }
  return position;
}

std::size_t OffsetInString(std::string_view text, const JsonValue& string, std::size_t index) {
  std::size_t at = string.offset + 1;
  for (std::size_t given = 0; given < index;) {
    if (text[at] != '\\') {
      ++at;
      ++given;
    } else if (text[at + 1] != 'u') {
      at += 2;
      ++given;
    } else {
      const unsigned unit = Hex4(text, at + 2);
      const bool pair = unit >= 0xd800 && unit <= 0xdbff;
      given += pair ? 4 : Utf8Length(unit);
      at += pair ? 12 : 6;
    }
  }
  return at;
}

JsonError::JsonError(std::string_view file, Position at, std::string_view message)
    : std::runtime_error(fmt::format("{}:{}:{}: {}", file, at.line, at.column, message)),
      position_(at) {}

}  // namespace clamor
