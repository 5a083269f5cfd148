// SPDX-License-Identifier: Apache-2.0
#include "base/placeholders.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/edit_distance.h"
#include "base/escape.h"

namespace clamor {
namespace {

// {{ word }} in a text.
struct Braced {
  std::size_t begin = 0;  // of its first brace, or of the backslash before it
  std::size_t end = 0;
  std::string_view word;
  bool escaped = false;
};

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t SkipBlanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(' ', at), text.size());
}

// The braces around one word that begin at `at`, if they do.
std::optional<Braced> BracedAt(std::string_view text, std::size_t at) {
  const std::size_t word = SkipBlanks(text, at + 2);
  std::size_t end = word;
  while (end < text.size() && IsWordCharacter(text[end])) ++end;
  const std::size_t close = SkipBlanks(text, end);
  if (end == word || !text.substr(close).starts_with("}}")) return std::nullopt;
  const bool escaped = at > 0 && text[at - 1] == '\\';
  return Braced{escaped ? at - 1 : at, close + 2, text.substr(word, end - word), escaped};
}

std::optional<Braced> NextBraced(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find("{{", from); at != std::string_view::npos;
       at = text.find("{{", at + 1)) {
    if (auto braced = BracedAt(text, at)) return braced;
  }
  return std::nullopt;
}

std::optional<Placeholder> PlaceholderNamed(std::string_view word) {
  const auto* const found = std::find(kPlaceholders.begin(), kPlaceholders.end(), word);
  if (found == kPlaceholders.end()) return std::nullopt;
  return static_cast<Placeholder>(found - kPlaceholders.begin());
}

void AppendNumber(std::string& out, long number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void AppendValue(std::string& out, Placeholder placeholder, const PlaceholderValues& values) {
  switch (placeholder) {
    case Placeholder::kSession:
      out += values.session;
      return;
    case Placeholder::kTurn:
      return AppendNumber(out, values.turn);
    case Placeholder::kUser:
      return AppendNumber(out, values.user);
    case Placeholder::kRandom:
      out += values.random;
      return;
    case Placeholder::kWords:
      out += values.words;
  }
}

}  // namespace

std::optional<PlaceholderMistake> CheckPlaceholders(std::string_view text) {
  constexpr std::size_t kShownBytes = 40;
  for (auto braced = NextBraced(text, 0); braced; braced = NextBraced(text, braced->end)) {
    if (braced->escaped || PlaceholderNamed(braced->word)) continue;
    return PlaceholderMistake{
        braced->begin,
        fmt::format(
            "unknown placeholder {{{{{}}}}}, expected one of {{{{session}}}}, {{{{turn}}}}, "
            "{{{{user}}}}, {{{{random}}}}, {{{{words}}}}, or \\\\ before braces that are to be "
            "sent{}",
            ForTerminal(braced->word, kShownBytes), DidYouMean(braced->word, kPlaceholders))};
  }
  return std::nullopt;
}

TextTemplate::TextTemplate(std::string_view text) {
  std::size_t at = 0;
  std::size_t begin = 0;
  for (auto braced = NextBraced(text, 0); braced; braced = NextBraced(text, braced->end)) {
    plain_ += text.substr(at, braced->begin - at);
    at = braced->begin + (braced->escaped ? 1 : 0);
    const auto placeholder = PlaceholderNamed(braced->word);
    if (braced->escaped || !placeholder) continue;
    at = braced->end;
    pieces_.push_back({begin, plain_.size() - begin, placeholder});
    begin = plain_.size();
  }
  plain_ += text.substr(at);
  pieces_.push_back({begin, plain_.size() - begin, std::nullopt});
}

bool TextTemplate::Holds(Placeholder placeholder) const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [placeholder](const Piece& p) { return p.placeholder == placeholder; });
}

void TextTemplate::Fill(const PlaceholderValues& values, std::string& out) const {
  out.clear();
  for (const Piece& piece : pieces_) {
    out.append(plain_, piece.begin, piece.length);
    if (piece.placeholder) AppendValue(out, *piece.placeholder, values);
  }
}

}  // namespace clamor
