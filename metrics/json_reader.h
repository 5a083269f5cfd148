// SPDX-License-Identifier: Apache-2.0
// Internal to result files: a value of a parsed document that knows its place, so that what is
// missing or wrong is told in one line: "FILE: trends[3].histogram: \"sum_ns\" is missing".
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace clamor {

// Reads JSON from a file that may be hostile: any depth, numbers as they were written. Throws
// std::runtime_error, "FILE: not JSON at byte N: why".
rapidjson::Document ParseDocument(std::string_view text, const std::string& file);

class JsonReader {
 public:
  JsonReader(const rapidjson::Value& value, std::string place)
      : value_(&value), place_(std::move(place)) {}

  // A member that must be there.
  JsonReader operator[](std::string_view key) const;
  // One that may be absent or null.
  std::optional<JsonReader> Find(std::string_view key) const;

  // Calls f for each element of an array, or each member of an object.
  void ForEach(const std::function<void(const JsonReader&)>& f) const;
  void ForEachMember(const std::function<void(std::string, const JsonReader&)>& f) const;

  std::string Text() const;
  bool Bool() const;
  double Number() const;
  std::int64_t Int64() const;
  std::uint64_t Uint64() const;
  std::uint32_t Uint32() const;
  int Int() const;

  // An array of counts, read at once: there may be millions.
  std::size_t Size() const;
  std::uint64_t Uint64At(std::size_t index) const;

  [[noreturn]] void Fail(const std::string& what) const;

 private:
  const rapidjson::Value& Array() const;
  const rapidjson::Value& Object() const;

  const rapidjson::Value* value_;
  std::string place_;
};

}  // namespace clamor
