// SPDX-License-Identifier: Apache-2.0
// ParseJson: RapidJSON's SAX reader builds the tree. It tells where a token ended; where it began
// is found from where the one before it ended.
#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "base/json_explain.h"
#include "base/json_text.h"
#include "base/utf8.h"

namespace clamor {
namespace {

constexpr std::size_t kDeepest = 64;

// RapidJSON's own MemoryStream would do, but takes a NUL byte inside the text for its end: those
// are refused beforehand.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, std::size_t begin, const rapidjson::MemoryStream& stream)
      : text_(text), base_(begin), last_end_(begin), stream_(stream) {}

  bool Null() { return AddScalar(JsonValue::Kind::kNull); }
  bool Bool(bool) { return AddScalar(JsonValue::Kind::kBoolean); }
  bool Int(int n) { return AddNumber(n); }
  bool Uint(unsigned n) { return AddNumber(n); }
  bool Int64(std::int64_t n) { return AddNumber(static_cast<double>(n)); }
  bool Uint64(std::uint64_t n) { return AddNumber(static_cast<double>(n)); }
  bool Double(double n) { return AddNumber(n); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* s, rapidjson::SizeType n, bool);
  bool StartObject() { return Open(JsonValue::Kind::kObject); }
  bool Key(const char* s, rapidjson::SizeType n, bool);
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool StartArray() { return Open(JsonValue::Kind::kArray); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  JsonValue& root() { return root_; }
  std::size_t last_end() const { return last_end_; }
  const std::optional<JsonMistake>& refused() const { return refused_; }

 private:
  std::size_t BeginToken() { return NextToken(text_, last_end_); }
  void EndToken() { last_end_ = base_ + stream_.Tell(); }
  bool Refuse(std::size_t offset, std::string message);
  JsonValue& Add(JsonValue::Kind kind);
  bool AddScalar(JsonValue::Kind kind);
  bool AddNumber(double number);
  bool Open(JsonValue::Kind kind);
  bool Close();
  bool CheckCharacters(std::size_t offset, std::string_view content);

  std::string_view text_;
  std::size_t base_;
  std::size_t last_end_;
  const rapidjson::MemoryStream& stream_;
  JsonValue root_;
  std::vector<JsonValue*> open_;  // a parent's elements do not grow while its child is open
  std::optional<JsonMistake> refused_;
};

bool TreeBuilder::Refuse(std::size_t offset, std::string message) {
  refused_ = JsonMistake{offset, std::move(message)};
  return false;
}

JsonValue& TreeBuilder::Add(JsonValue::Kind kind) {
  JsonValue* value = &root_;
  if (!open_.empty()) {
    JsonValue& parent = *open_.back();
    value = parent.Is(JsonValue::Kind::kObject) ? &parent.members.back().value
                                                : &parent.elements.emplace_back();
  }
  value->kind = kind;
  value->offset = BeginToken();
  EndToken();
  return *value;
}

bool TreeBuilder::AddScalar(JsonValue::Kind kind) {
  JsonValue& value = Add(kind);
  value.text = text_.substr(value.offset, last_end_ - value.offset);
  return true;
}

bool TreeBuilder::AddNumber(double number) {
  JsonValue& value = Add(JsonValue::Kind::kNumber);
  value.text = text_.substr(value.offset, last_end_ - value.offset);
  value.number = number;
  return true;
}

// RapidJSON lets a lone \udc00 pass, which is no character.
bool TreeBuilder::CheckCharacters(std::size_t offset, std::string_view content) {
  if (FirstInvalidUtf8(content) == std::string_view::npos) return true;
  return Refuse(offset,
                "the string holds half of a surrogate pair (\\udc00 to \\udfff), "
                "expected the other half, \\ud800 to \\udbff, before it");
}

bool TreeBuilder::String(const char* s, rapidjson::SizeType n, bool) {
  JsonValue& value = Add(JsonValue::Kind::kString);
  value.text.assign(s, n);
  return CheckCharacters(value.offset, value.text);
}

bool TreeBuilder::Key(const char* s, rapidjson::SizeType n, bool) {
  const std::size_t offset = BeginToken();
  EndToken();
  JsonValue& object = *open_.back();
  const std::string_view key(s, n);
  if (!CheckCharacters(offset, key)) return false;
  if (object.Find(key) != nullptr) {
    return Refuse(offset, fmt::format("the key {} stands here a second time, expected it once",
                                      Shortened(JsonQuote(key))));
  }
  object.members.push_back({std::string(key), offset, {}});
  return true;
}

bool TreeBuilder::Open(JsonValue::Kind kind) {
  JsonValue& value = Add(kind);
  if (open_.size() == kDeepest) {
    return Refuse(value.offset,
                  fmt::format("nested too deeply, expected at most {} levels", kDeepest));
  }
  open_.push_back(&value);
  return true;
}

bool TreeBuilder::Close() {
  open_.pop_back();
  EndToken();
  return true;
}

void RequireText(std::string_view text, std::string_view file) {
  const std::size_t invalid = FirstInvalidUtf8(text);
  if (invalid != std::string_view::npos) {
    throw JsonError(file, text, invalid,
                    fmt::format("the byte 0x{:02x} is not UTF-8, expected a file saved as UTF-8",
                                static_cast<unsigned char>(text[invalid])));
  }
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    throw JsonError(file, text, nul, "a NUL byte, expected text");
  }
}

}  // namespace

JsonValue ParseJson(std::string_view text, std::string_view file) {
  RequireText(text, file);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  rapidjson::MemoryStream stream(text.data() + begin, text.size() - begin);
  TreeBuilder builder(text, begin, stream);
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseCommentsFlag | rapidjson::kParseFullPrecisionFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (builder.refused()) {
    throw JsonError(file, text, builder.refused()->offset, builder.refused()->message);
  }
  if (result.IsError()) {
    const JsonMistake mistake =
        Explain(result.Code(), text, begin + result.Offset(), builder.last_end());
    throw JsonError(file, text, mistake.offset, mistake.message);
  }
  return std::move(builder.root());
}

}  // namespace clamor
