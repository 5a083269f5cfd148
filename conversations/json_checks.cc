// SPDX-License-Identifier: Apache-2.0
#include "conversations/json_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/edit_distance.h"
#include "base/escape.h"
#include "base/placeholders.h"

namespace clamor {
namespace {

using Kind = JsonValue::Kind;

constexpr std::size_t kShownBytes = 40;

}  // namespace

void JsonChecks::Fail(std::size_t offset, const std::string& message) const {
  throw JsonError(file_, text_, offset, message);
}

void JsonChecks::RequireObject(const JsonValue& value, std::string_view what) const {
  if (value.Is(Kind::kObject)) return;
  Fail(value.offset, fmt::format("{} is {}, expected an object", what, value.Shown()));
}

void JsonChecks::CheckKeys(const JsonValue& object, std::span<const std::string_view> known) const {
  for (const JsonMember& member : object.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    Fail(member.offset, fmt::format("unknown key \"{}\", expected one of {}{}",
                                    ForTerminal(member.key, kShownBytes), fmt::join(known, ", "),
                                    DidYouMean(member.key, known)));
  }
}

const JsonValue& JsonChecks::Required(const JsonValue& object, std::string_view key,
                                      std::string_view what) const {
  const JsonValue* value = object.Find(key);
  if (value != nullptr) return *value;
  Fail(object.offset, fmt::format("\"{}\" is missing, expected {}", key, what));
}

void JsonChecks::RequireElements(const JsonValue& value, std::string_view key, std::string_view one,
                                 std::string_view example) const {
  if (!value.Is(Kind::kArray)) {
    Fail(value.offset,
         fmt::format("\"{}\" is {}, expected a list of {}s", key, value.Shown(), one));
  }
  if (value.elements.empty()) {
    Fail(value.offset,
         fmt::format("\"{}\" is empty, expected at least one {}, such as {}", key, one, example));
  }
}

const std::string& JsonChecks::Text(const JsonValue& value, std::string_view key) const {
  if (!value.Is(Kind::kString)) {
    Fail(value.offset, fmt::format("\"{}\" is {}, expected a string", key, value.Shown()));
  }
  return value.text;
}

const std::string& JsonChecks::SomeText(const JsonValue& value, std::string_view key) const {
  if (Text(value, key).empty()) {
    Fail(value.offset, fmt::format("\"{}\" is empty, expected some text", key));
  }
  return value.text;
}

void JsonChecks::CheckPlaceholdersOf(const JsonValue& string) const {
  if (const auto mistake = CheckPlaceholders(string.text)) {
    Fail(OffsetInString(text_, string, mistake->index), mistake->message);
  }
}

long JsonChecks::WholeNumber(const JsonValue& value, std::string_view key, long least,
                             long most) const {
  const bool whole = value.Is(Kind::kNumber) && std::floor(value.number) == value.number;
  if (!whole || value.number < static_cast<double>(least) ||
      value.number > static_cast<double>(most)) {
    Fail(value.offset, fmt::format("\"{}\" is {}, expected a whole number from {} to {}", key,
                                   value.Shown(), least, most));
  }
  return static_cast<long>(value.number);
}

void JsonChecks::CheckNotBoth(const JsonValue& object, std::string_view one,
                              std::string_view other) const {
  const JsonValue* second = object.Find(other);
  if (object.Find(one) == nullptr || second == nullptr) return;
  Fail(second->offset,
       fmt::format("\"{}\" and \"{}\" stand together, expected one of them", one, other));
}

const std::string& JsonChecks::TagText(const JsonValue& value, std::string_view what) const {
  if (!value.Is(Kind::kString) && !value.Is(Kind::kNumber) && !value.Is(Kind::kBoolean)) {
    Fail(value.offset,
         fmt::format("{} is {}, expected a string, a number, true or false", what, value.Shown()));
  }
  return value.text;
}

}  // namespace clamor
