// SPDX-License-Identifier: Apache-2.0
// Reading members, and saying what is wrong with them.
#include "server/json_field.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "server/openai_error.h"

namespace clamor::server {
namespace {

constexpr std::size_t kMaxShown = 60;

std::string_view KindOf(const rapidjson::Value& value) {
  switch (value.GetType()) {
    case rapidjson::kNullType:
      return "null";
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return "true or false";
    case rapidjson::kObjectType:
      return "an object";
    case rapidjson::kArrayType:
      return "a list";
    case rapidjson::kStringType:
      return "a string";
    case rapidjson::kNumberType:
      break;
  }
  return value.IsDouble() ? "a fraction" : "a number";
}

const rapidjson::Value* PresentMember(const rapidjson::Value& object, std::string_view name) {
  const rapidjson::Value key(rapidjson::StringRef(name.data(), name.size()));
  const auto member = object.FindMember(key);
  return member == object.MemberEnd() || member->value.IsNull() ? nullptr : &member->value;
}

}  // namespace

JsonField JsonField::operator[](std::string_view name) const {
  if (value_ == nullptr || !value_->IsObject()) RefuseType("an object");
  return {PresentMember(*value_, name),
          fmt::format("{}{}{}", path_, path_.empty() ? "" : ".", name)};
}

JsonField JsonField::operator[](std::size_t index) const {
  return {&(*value_)[static_cast<rapidjson::SizeType>(index)], fmt::format("{}[{}]", path_, index)};
}

std::string_view JsonField::String() const {
  if (!IsString()) RefuseType("a string");
  return {value_->GetString(), value_->GetStringLength()};
}

std::string_view JsonField::NonEmptyString() const {
  const std::string_view text = String();
  if (text.empty()) RefuseValue("empty", "at least one character");
  return text;
}

std::size_t JsonField::ListSize() const {
  if (!IsList()) RefuseType("a list");
  return value_->Size();
}

bool JsonField::FlagOr(bool absent) const {
  if (value_ == nullptr) return absent;
  if (!value_->IsBool()) RefuseType("true or false");
  return value_->GetBool();
}

std::optional<std::uint64_t> JsonField::Count() const {
  constexpr std::string_view kAtLeastOne = "at least 1";
  if (value_ == nullptr) return std::nullopt;
  if (value_->IsInt64() && value_->GetInt64() < 1) {
    RefuseValue(fmt::to_string(value_->GetInt64()), kAtLeastOne);
  }
  if (!value_->IsUint64()) RefuseType("a whole number");
  return value_->GetUint64();
}

std::uint64_t JsonField::WholeNumber() const {
  if (value_ == nullptr || !value_->IsUint64()) RefuseType("a whole number of at least 0");
  return value_->GetUint64();
}

void JsonField::RefuseType(std::string_view expected) const {
  if (value_ == nullptr) {
    throw ApiError(http::status::bad_request,
                   fmt::format("\"{}\" is missing; expected {}", path_, expected), path_,
                   "missing_required_parameter");
  }
  throw ApiError(http::status::bad_request,
                 fmt::format("\"{}\" is {}; expected {}", path_, KindOf(*value_), expected), path_,
                 "invalid_type");
}

void JsonField::RefuseValue(std::string_view what, std::string_view expected) const {
  throw ApiError(http::status::unprocessable_entity,
                 fmt::format("\"{}\" is {}; expected {}", path_, what, expected), path_,
                 "invalid_value");
}

std::string Shown(std::string_view text) {
  return fmt::format("\"{}\"", ForTerminal(text, kMaxShown));
}

}  // namespace clamor::server
