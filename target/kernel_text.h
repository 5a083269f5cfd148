// SPDX-License-Identifier: Apache-2.0
// The small texts by which the kernel tells things (/proc, cgroups): read into memory that the
// caller has, and their numbers taken apart.
#pragma once

#include <fmt/format.h>
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clamor::internal {

// A path made without an allocation; what does not fit is cut.
class KernelPath {
 public:
  template <typename... Values>
  explicit KernelPath(fmt::format_string<Values...> format, Values&&... values) {
    *fmt::format_to_n(text_.data(), text_.size() - 1, format, std::forward<Values>(values)...).out =
        '\0';
  }

  const char* c_str() const { return text_.data(); }

 private:
  std::array<char, 64> text_;
};

// What one read gives, which for the texts of one process or limit is all; empty where the file
// cannot be read.
std::string_view ReadText(const char* path, std::span<char> memory);

// The whole of a text of any length; false where the file cannot be read.
bool ReadWhole(const char* path, std::string& text);

// Fills `numbers` from the text, which begins with as many, a space between two; false when it does
// not.
bool ReadNumbers(std::string_view text, std::span<std::int64_t> numbers);

// The folder's entries whose names are numbers; nothing, with errno, where it cannot be read.
std::optional<std::vector<pid_t>> NumbersIn(const char* folder);

}  // namespace clamor::internal
