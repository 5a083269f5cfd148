// SPDX-License-Identifier: Apache-2.0
// JSON that people write, read with the place of everything kept, so that a mistake is one line an
// editor can jump to: `file:line:column: what is wrong, what was expected`. Strict, but // and /*
// */ comments and a byte order mark are allowed.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

// Appends the text as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
void AppendJsonQuoted(std::string& out, std::string_view text);

// The same as a new string.
std::string JsonQuote(std::string_view text);

struct JsonMember;

struct JsonValue {
  enum class Kind { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::size_t offset = 0;  // of its first byte in the file's text
  std::string text;        // a string's content; otherwise, unless a container, as it is written
  double number = 0;       // of kNumber
  std::vector<JsonValue> elements;  // of kArray
  std::vector<JsonMember> members;  // of kObject, in the order of the file, no key twice

  bool Is(Kind k) const { return kind == k; }

  // The member's value, or null when there is none or this is no object.
  const JsonValue* Find(std::string_view key) const;

  // What a reader sees there, for messages: `"abc"`, `12`, `true`, `null`, `a list`, `an object`.
  std::string Shown() const;
};

struct JsonMember {
  std::string key;
  std::size_t offset = 0;  // of the key's quote
  JsonValue value;
};

// The value as JSON text in one line: without blanks and comments, numbers as they are written.
std::string CompactJson(const JsonValue& value);

struct Position {
  int line = 1;
  int column = 1;  // in characters, not bytes; a byte order mark is none
};

// The place of a byte of the text, or of its end.
Position At(std::string_view text, std::size_t offset);

// Where in the file's text the byte `index` of a string value's content comes from: escapes are
// longer than what they stand for.
std::size_t OffsetInString(std::string_view text, const JsonValue& string, std::size_t index);

// A mistake at a place of a file; what() is the whole line.
class JsonError : public std::runtime_error {
 public:
  JsonError(std::string_view file, Position at, std::string_view message);

  // At a byte of the file's text.
  JsonError(std::string_view file, std::string_view text, std::size_t offset,
            std::string_view message)
      : JsonError(file, At(text, offset), message) {}

  Position position() const { return position_; }

 private:
  Position position_;
};

// Reads one JSON value. `file` is only named in errors. Throws JsonError for what is no JSON, for
// text that is not UTF-8, for a key that stands twice in an object, and for more than 64 levels of
// nesting.
JsonValue ParseJson(std::string_view text, std::string_view file);

}  // namespace clamor
