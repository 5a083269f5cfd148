// SPDX-License-Identifier: Apache-2.0
// A member of a request's body, with the path by which an error names it: "messages[0].role".
// Reading one that is not as it should be throws ApiError: 400 for one that is missing or of the
// wrong type, 422 for one of the right type whose value cannot be.
#pragma once

#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace clamor::server {

class JsonField {
 public:
  // The body itself, which outlives the field.
  explicit JsonField(const rapidjson::Value& root) : value_(&root) {}

  // A member of an object. It may be absent, which is the same as null.
  JsonField operator[](std::string_view name) const;

  // An element of a list.
  JsonField operator[](std::size_t index) const;

  bool IsAbsent() const { return value_ == nullptr; }
  bool IsString() const { return value_ != nullptr && value_->IsString(); }
  bool IsList() const { return value_ != nullptr && value_->IsArray(); }

  std::string_view String() const;
  std::string_view NonEmptyString() const;
  std::size_t ListSize() const;
  bool FlagOr(bool absent) const;
  std::optional<std::uint64_t> Count() const;  // whole, at least 1; none when absent
  std::uint64_t WholeNumber() const;           // at least 0

  // Throws 400: `"messages[0].role" is missing; expected a string`, or `is a number; ...`.
  [[noreturn]] void RefuseType(std::string_view expected) const;

  // Throws 422: `"messages" is empty; expected at least one message`.
  [[noreturn]] void RefuseValue(std::string_view what, std::string_view expected) const;

 private:
  JsonField(const rapidjson::Value* value, std::string path)
      : value_(value), path_(std::move(path)) {}

  const rapidjson::Value* value_;  // none when absent
  std::string path_;
};

// A string of somebody else's as messages show it: quoted, escaped, cut.
std::string Shown(std::string_view text);

}  // namespace clamor::server
