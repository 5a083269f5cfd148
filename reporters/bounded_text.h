// SPDX-License-Identifier: Apache-2.0
// A text that never grows beyond a number of bytes and knows what did not fit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clamor {

class BoundedText {
 public:
  explicit BoundedText(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // Takes all of the piece or nothing of it; a piece left out is counted. Once one did not fit,
  // smaller ones behind it are left out too: a table would otherwise have holes.
  bool Add(std::string_view piece) {
    if (left_out_ > 0 || text_.size() + piece.size() > max_bytes_) {
      ++left_out_;
      return false;
    }
    text_ += piece;
    return true;
  }

  std::size_t left_out() const { return left_out_; }
  const std::string& text() const { return text_; }

 private:
  std::size_t max_bytes_;
  std::size_t left_out_ = 0;
  std::string text_;
};

}  // namespace clamor
