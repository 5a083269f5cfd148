// SPDX-License-Identifier: Apache-2.0
// Strict access to a parsed document.
#include "metrics/json_reader.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>

#include <limits>
#include <stdexcept>

namespace clamor {
namespace {

rapidjson::Value::StringRefType Ref(std::string_view text) {
  return {text.data(), static_cast<rapidjson::SizeType>(text.size())};
}

}  // namespace

rapidjson::Document ParseDocument(std::string_view text, const std::string& file) {
  rapidjson::Document document;
  // Iterative: a file of a million brackets must not take the stack. Full precision: what is
  // written comes back.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag |
                 rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (document.HasParseError()) {
    throw std::runtime_error(fmt::format("{}: not JSON at byte {}: {}", file,
                                         document.GetErrorOffset(),
                                         rapidjson::GetParseError_En(document.GetParseError())));
  }
  return document;
}

void JsonReader::Fail(const std::string& what) const {
  throw std::runtime_error(place_ + ": " + what);
}

std::optional<JsonReader> JsonReader::Find(std::string_view key) const {
  const auto member = Object().FindMember(rapidjson::Value(Ref(key)));
  if (member == value_->MemberEnd() || member->value.IsNull()) return std::nullopt;
  return JsonReader(member->value, fmt::format("{}.{}", place_, key));
}

JsonReader JsonReader::operator[](std::string_view key) const {
  const auto found = Find(key);
  if (!found) Fail(fmt::format("\"{}\" is missing", key));
  return *found;
}

void JsonReader::ForEach(const std::function<void(const JsonReader&)>& f) const {
  for (rapidjson::SizeType i = 0; i < Array().Size(); ++i) {
    f(JsonReader((*value_)[i], fmt::format("{}[{}]", place_, i)));
  }
}

void JsonReader::ForEachMember(const std::function<void(std::string, const JsonReader&)>& f) const {
  for (const auto& member : Object().GetObject()) {
    std::string key(member.name.GetString(), member.name.GetStringLength());
    const JsonReader value(member.value, fmt::format("{}.{}", place_, key));
    f(std::move(key), value);
  }
}

std::string JsonReader::Text() const {
  if (!value_->IsString()) Fail("expected a text");
  return {value_->GetString(), value_->GetStringLength()};
}

bool JsonReader::Bool() const {
  if (!value_->IsBool()) Fail("expected true or false");
  return value_->GetBool();
}

double JsonReader::Number() const {
  if (!value_->IsNumber()) Fail("expected a number");
  return value_->GetDouble();
}

std::int64_t JsonReader::Int64() const {
  if (!value_->IsInt64()) Fail("expected a whole number");
  return value_->GetInt64();
}

std::uint64_t JsonReader::Uint64() const {
  if (!value_->IsUint64()) Fail("expected a count");
  return value_->GetUint64();
}

std::uint32_t JsonReader::Uint32() const {
  if (!value_->IsUint()) Fail("expected a count");
  return value_->GetUint();
}

int JsonReader::Int() const {
  if (!value_->IsInt()) Fail("expected a whole number");
  return value_->GetInt();
}

std::size_t JsonReader::Size() const { return Array().Size(); }

std::uint64_t JsonReader::Uint64At(std::size_t index) const {
  const auto& element = Array()[static_cast<rapidjson::SizeType>(index)];
  if (!element.IsUint64()) Fail(fmt::format("[{}]: expected a count", index));
  return element.GetUint64();
}

const rapidjson::Value& JsonReader::Array() const {
  if (!value_->IsArray()) Fail("expected a list");
  return *value_;
}

const rapidjson::Value& JsonReader::Object() const {
  if (!value_->IsObject()) Fail("expected an object");
  return *value_;
}

}  // namespace clamor
