// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/utf8.h"

namespace clamor {
namespace {

constexpr std::string_view kEllipsis = "...";

struct Range {
  char32_t first, last;
};

// Unicode characters that change the order of what stands beside them, or are not seen at all. The
// joiners U+200C and U+200D are left: emoji and several scripts need them.
constexpr std::array<Range, 11> kActingOrInvisible{{{0x7f, 0x9f},
                                                    {0xad, 0xad},
                                                    {0x61c, 0x61c},
                                                    {0x200b, 0x200b},
                                                    {0x200e, 0x200f},
                                                    {0x2028, 0x202e},
                                                    {0x2060, 0x206f},
                                                    {0xfeff, 0xfeff},
                                                    {0xfff9, 0xfffb},
                                                    {0xfffe, 0xffff},
                                                    {0xe0000, 0xe007f}}};

bool MustBeShown(char32_t c) {
  if (c < 0x20) return true;
  return std::any_of(kActingOrInvisible.begin(), kActingOrInvisible.end(),
                     [c](Range r) { return c >= r.first && c <= r.last; });
}

// A character on its way to the output: its bytes, and the text it stands in for those who look at
// its neighbours.
struct Character {
  std::string_view text;
  std::size_t at;
  CodePoint code;

  char Before() const { return at == 0 ? '\0' : text[at - 1]; }
  char After() const { return at + code.length < text.size() ? text[at + code.length] : '\0'; }
  std::string_view Bytes() const { return text.substr(at, code.length); }
  bool Is(char c) const { return code.valid && code.value == static_cast<unsigned char>(c); }
};

void AppendVisible(std::string& out, const CodePoint& c, std::string_view backslash) {
  out += backslash;
  auto sink = std::back_inserter(out);
  if (c.value == '\n') {
    out += 'n';
  } else if (c.value == '\r') {
    out += 'r';
  } else if (c.value == '\t') {
    out += 't';
  } else if (!c.valid || c.value < 0x80) {
    fmt::format_to(sink, "x{:02x}", static_cast<unsigned>(c.value));
  } else if (c.value < 0x10000) {
    fmt::format_to(sink, "u{:04x}", static_cast<unsigned>(c.value));
  } else {
    fmt::format_to(sink, "U{:08x}", static_cast<unsigned>(c.value));
  }
}

void AppendClean(std::string& out, const Character& c) {
  if (!c.code.valid || MustBeShown(c.code.value)) {
    AppendVisible(out, c.code, "\\");
  } else {
    out += c.Bytes();
  }
}

// Calls append(out, character) for each character until the output is full.
template <class Append>
std::string Bounded(std::string_view text, std::size_t max_bytes, Append append) {
  std::string out;
  std::size_t cut = 0;  // the last border between characters that leaves room for the ellipsis
  for (std::size_t at = 0; at < text.size();) {
    const Character c{text, at, DecodeUtf8(text, at)};
    if (out.size() + kEllipsis.size() <= max_bytes) cut = out.size();
    append(out, c);
    if (out.size() > max_bytes) {
      out.resize(cut);
      out += kEllipsis.substr(0, max_bytes);
      return out;
    }
    at += c.code.length;
  }
  return out;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether everything before the character is digits: then "." or ")" makes a numbered list of it.
bool EndsListNumber(const Character& c) {
  const std::string_view before = c.text.substr(0, c.at);
  return !before.empty() && std::all_of(before.begin(), before.end(), IsDigit);
}

// "www.", which becomes a link without any markup.
bool EndsWww(const Character& c) {
  return c.at >= 3 && (c.text[c.at - 1] == 'w' || c.text[c.at - 1] == 'W');
}

bool IsMarkup(const Character& c) {
  constexpr std::string_view kAlways = "\\`*[]<>&|~$\"'{}";
  constexpr std::string_view kAtTheStart = "#-+=: ";
  const char a = c.Bytes().front();
  if (kAlways.find(a) != std::string_view::npos) return true;
  if (c.at == 0 && kAtTheStart.find(a) != std::string_view::npos) return true;
  if (a == '_') return !IsWord(c.Before()) || !IsWord(c.After());
  if (a == ':') return c.After() == '/';
  if (a == '.') return EndsListNumber(c) || EndsWww(c);
  return a == ')' && EndsListNumber(c);
}

// The hyphen of "GH-12", which GitHub takes for an issue, too.
bool IsInsideGh(const Character& c) {
  if (!c.Is('-') || c.at < 2 || !IsDigit(c.After())) return false;
  const std::string_view before = c.text.substr(c.at - 2, 2);
  return (before[0] | 0x20) == 'g' && (before[1] | 0x20) == 'h';
}

// Character references rather than backslashes: inside a table cell and inside HTML they mean the
// same.
void AppendMarkdown(std::string& out, const Character& c) {
  constexpr std::string_view kBackslash = "&#92;";
  if (!c.code.valid || MustBeShown(c.code.value)) {
    AppendVisible(out, c.code, kBackslash);
  } else if (c.Is('@') || (c.Is('#') && IsDigit(c.After())) || IsInsideGh(c)) {
    // GitHub looks for mentions and issue numbers in the rendered text, where a reference would be
    // no help: a zero-width space keeps them apart, as Renovate does it.
    out += c.Bytes();
    out += "&#8203;";
  } else if (IsMarkup(c)) {
    fmt::format_to(std::back_inserter(out), "&#{};", static_cast<unsigned>(c.code.value));
  } else {
    out += c.Bytes();
  }
}

void AppendKeepingLines(std::string& out, const Character& c) {
  if (c.Is('\n') || c.Is('\t')) {
    out += c.Bytes();
  } else {
    AppendClean(out, c);
  }
}

void AppendHtml(std::string& out, const Character& c) {
  if (c.Is('&')) {
    out += "&amp;";
  } else if (c.Is('<')) {
    out += "&lt;";
  } else if (c.Is('>')) {
    out += "&gt;";
  } else if (c.Is('"')) {
    out += "&quot;";
  } else if (c.Is('\'')) {
    out += "&#39;";
  } else {
    AppendKeepingLines(out, c);
  }
}

// Escapes of actions/toolkit, core/src/command.ts.
void AppendWorkflowMessage(std::string& out, const Character& c) {
  if (c.Is('%')) {
    out += "%25";
  } else if (c.Is('\r')) {
    out += "%0D";
  } else if (c.Is('\n')) {
    out += "%0A";
  } else {
    AppendClean(out, c);
  }
}

void AppendWorkflowProperty(std::string& out, const Character& c) {
  if (c.Is(':')) {
    out += "%3A";
  } else if (c.Is(',')) {
    out += "%2C";
  } else {
    AppendWorkflowMessage(out, c);
  }
}

}  // namespace

std::string ForTerminal(std::string_view text, std::size_t max_bytes) {
  return Bounded(text, max_bytes, AppendClean);
}
std::string ForMarkdown(std::string_view text, std::size_t max_bytes) {
  return Bounded(text, max_bytes, AppendMarkdown);
}
std::string ForXml(std::string_view text, std::size_t max_bytes) {
  return Bounded(text, max_bytes, AppendKeepingLines);
}
std::string ForHtml(std::string_view text, std::size_t max_bytes) {
  return Bounded(text, max_bytes, AppendHtml);
}
std::string ForWorkflowMessage(std::string_view text, std::size_t max_bytes) {
  return Bounded(text, max_bytes, AppendWorkflowMessage);
}
std::string ForWorkflowProperty(std::string_view text, std::size_t max_bytes) {
  return Bounded(text, max_bytes, AppendWorkflowProperty);
}

}  // namespace clamor
