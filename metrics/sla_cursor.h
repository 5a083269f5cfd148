// SPDX-License-Identifier: Apache-2.0
// Internal to the SLA grammar: a place in a text, and the tokens taken from it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "clamor/units.h"
#include "metrics/catalogue.h"

namespace clamor {

class SlaCursor {
 public:
  explicit SlaCursor(std::string_view text) : text_(text) {}

  // Skips blanks and tells the place of what follows.
  std::size_t Here();
  bool AtEnd();

  // Takes the token when it comes next.
  bool Take(std::string_view token);
  // The same for a word that is not merely the beginning of a longer one.
  bool TakeWord(std::string_view word);

  // Letters, digits, `_`, `-` and `.`; empty when something else comes next.
  std::string_view Word();

  // A word, or anything in double quotes.
  std::string WordOrQuoted(std::string_view what);

  // A number and its unit, as the value that LimitText prints. `of` is what it limits, for
  // messages.
  double Limit(Unit unit, std::string_view of);
  Seconds Duration(std::string_view of) { return Seconds(Limit(Unit::kSeconds, of)); }

  // Throw SlaError.
  [[noreturn]] void Fail(std::size_t at, const std::string& message) const;
  [[noreturn]] void Expected(std::string_view what) const;

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace clamor
