// SPDX-License-Identifier: Apache-2.0
// A regular expression that may be held against a server's text. std::regex recurses once per
// character and overflows the stack on an answer of some hundred kilobytes; Boost's matcher does
// not, and gives up on exponential ones.
#pragma once

#include <memory>
#include <string_view>

namespace clamor {

enum class Match {
  kFound,
  kNotFound,
  kTooCostly,  // given up: the expression backtracks without end on this text
};

// ECMAScript's syntax, but for `[^]`, which is written [\s\S]. Text is taken as bytes: `.` is one
// byte of a UTF-8 character. Cheap to copy; may be used by several threads at once.
class Pattern {
 public:
  // Throws std::invalid_argument with what is wrong with the expression.
  explicit Pattern(std::string_view expression);

  // Whether any part of the text matches.
  Match FindIn(std::string_view text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace clamor
