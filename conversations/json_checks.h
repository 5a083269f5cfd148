// SPDX-License-Identifier: Apache-2.0
// What the readers of this room's files ask of a JSON value. Each function throws JsonError, at the
// value's place in the file, where the answer is no.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/json_text.h"

namespace clamor {

class JsonChecks {
 public:
  // The file's text and its path, which errors name; both must outlive this.
  JsonChecks(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  [[noreturn]] void Fail(std::size_t offset, const std::string& message) const;

  // `what` names the value: "the file".
  void RequireObject(const JsonValue& value, std::string_view what) const;

  // That the object has no key but these.
  void CheckKeys(const JsonValue& object, std::span<const std::string_view> known) const;

  // The object's member; `what` is expected of it: "a list of turns".
  const JsonValue& Required(const JsonValue& object, std::string_view key,
                            std::string_view what) const;

  // That it is a list and not empty; `one` names what it holds: "turn".
  void RequireElements(const JsonValue& value, std::string_view key, std::string_view one,
                       std::string_view example) const;

  // A string's content; the second refuses an empty one.
  const std::string& Text(const JsonValue& value, std::string_view key) const;
  const std::string& SomeText(const JsonValue& value, std::string_view key) const;

  // That the placeholders in a string are known.
  void CheckPlaceholdersOf(const JsonValue& string) const;

  // A whole number from `least` to `most`.
  long WholeNumber(const JsonValue& value, std::string_view key, long least, long most) const;

  // That the object has not both of the keys.
  void CheckNotBoth(const JsonValue& object, std::string_view one, std::string_view other) const;

  // A tag's value: a string's content; numbers, true and false as they are written.
  const std::string& TagText(const JsonValue& value, std::string_view what) const;

  std::string_view text() const { return text_; }
  const std::string& file() const { return file_; }

 private:
  std::string_view text_;
  const std::string& file_;
};

}  // namespace clamor
