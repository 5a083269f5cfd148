// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/string_literals.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace clamor {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view source) : left_(source) {}

  std::string Scan() {
    while (!left_.empty()) Step();
    EndLiteral();
    return std::move(said_);
  }

 private:
  void Step() {
    const char c = left_.front();
    if (left_.starts_with("//")) {
      left_.remove_prefix(std::min(left_.find('\n'), left_.size()));
    } else if (left_.starts_with("R\"(")) {
      EndLiteral();
      left_.remove_prefix(std::min(left_.find(")\""), left_.size() - 2) + 2);
    } else if (c == '"') {
      in_literal_ = true;
      Quoted('"');
    } else if (c == '\'' && !after_digit_) {
      EndLiteral();
      Quoted('\'');
    } else {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) EndLiteral();
      after_digit_ = std::isxdigit(static_cast<unsigned char>(c)) != 0;  // 1'000 is no character
      left_.remove_prefix(1);
    }
  }

  void Quoted(char quote) {
    left_.remove_prefix(1);
    while (!left_.empty() && left_.front() != quote) {
      if (left_.front() == '\\') left_.remove_prefix(1);
      if (left_.empty()) return;
      if (quote == '"') said_ += left_.front();
      left_.remove_prefix(1);
    }
    left_.remove_prefix(std::min<std::size_t>(1, left_.size()));
  }

  void EndLiteral() {
    if (in_literal_) said_ += '\n';
    in_literal_ = false;
  }

  std::string_view left_;
  std::string said_;
  bool in_literal_ = false;
  bool after_digit_ = false;
};

}  // namespace

std::string StringLiterals(std::string_view source) { return Scanner(source).Scan(); }

}  // namespace clamor
