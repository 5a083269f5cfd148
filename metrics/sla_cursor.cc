// SPDX-License-Identifier: Apache-2.0
// The tokens of the SLA grammar.
#include "metrics/sla_cursor.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "metrics/limit_text.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

bool IsOfUnit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || c == '/';
}

}  // namespace

SlaError::SlaError(std::size_t column, const std::string& message)
    : std::invalid_argument(fmt::format("column {}: {}", column, message)),
      column_(column),
      message_(message) {}

void SlaCursor::Fail(std::size_t at, const std::string& message) const {
  throw SlaError(at + 1, message);
}

void SlaCursor::Expected(std::string_view what) const {
  constexpr std::size_t kShown = 20;
  Fail(at_, at_ < text_.size() ? fmt::format("\"{}\" is not expected here, expected {}",
                                             text_.substr(at_, kShown), what)
                               : fmt::format("the text ends here, expected {}", what));
}

std::size_t SlaCursor::Here() {
  while (Peek() == ' ' || Peek() == '\t') ++at_;
  return at_;
}

bool SlaCursor::AtEnd() { return Here() == text_.size(); }

bool SlaCursor::Take(std::string_view token) {
  if (text_.substr(Here(), token.size()) != token) return false;
  at_ += token.size();
  return true;
}

bool SlaCursor::TakeWord(std::string_view word) {
  const std::size_t end = Here() + word.size();
  if (text_.substr(at_, word.size()) != word) return false;
  if (end < text_.size() && IsWordCharacter(text_[end])) return false;
  at_ = end;
  return true;
}

std::string_view SlaCursor::Word() {
  const std::size_t begin = Here();
  while (IsWordCharacter(Peek())) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::string SlaCursor::WordOrQuoted(std::string_view what) {
  if (!Take("\"")) {
    const std::string_view word = Word();
    if (word.empty()) Expected(what);
    return std::string(word);
  }
  std::string word;
  while (Peek() != '"') {
    if (Peek() == '\\') ++at_;
    if (at_ >= text_.size()) Expected("a closing quote");
    word += text_[at_++];
  }
  ++at_;
  return word;
}

double SlaCursor::Limit(Unit unit, std::string_view of) {
  const std::size_t at = Here();
  double number = 0;
  const char* last = text_.data() + text_.size();
  const auto [end, error] =
      std::from_chars(text_.data() + at_, last, number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number) || number < 0) Expected(ExampleOf(unit));
  at_ = static_cast<std::size_t>(end - text_.data());
  std::size_t unit_at = Here();
  while (IsOfUnit(Peek())) ++at_;
  std::string_view name = text_.substr(unit_at, at_ - unit_at);
  if (name == "over" || name == "abort") {  // no unit, but what follows a plain number
    at_ = unit_at;
    name = {};
  }
  const auto found = UnitNamed(name);
  if (!found) {
    Fail(unit_at, fmt::format("there is no unit \"{}\", expected {}", name, ExampleOf(unit)));
  }
  if (found->unit != unit) {
    Fail(at, fmt::format("\"{:.12g}{}\" does not fit {}, expected {}", number, name, of,
                         ExampleOf(unit)));
  }
  return number * found->times / found->over;
}

}  // namespace clamor
