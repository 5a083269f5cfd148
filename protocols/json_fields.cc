// SPDX-License-Identifier: Apache-2.0
#include "protocols/json_fields.h"

#include <rapidjson/reader.h>

#include <charconv>
#include <cstddef>
#include <optional>

#include "clamor/dialect.h"
#include "protocols/json_in_place.h"

namespace clamor {
namespace {

using rapidjson::SizeType;

// What both handlers share: every value ends in Value(), and containers are counted by depth.
template <class Self>
class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Self> {
 public:
  bool Null() { return self().Value({}, false); }
  bool Bool(bool b) { return self().Value({}, b); }
  bool Int(int i) { return self().Value({}, i != 0); }
  bool Uint(unsigned u) { return self().Value({}, u != 0); }
  bool Int64(std::int64_t i) { return self().Value({}, i != 0); }
  bool Uint64(std::uint64_t u) { return self().Value({}, u != 0); }
  bool Double(double d) { return self().Value({}, d != 0); }
  bool String(const char* text, SizeType size, bool) {
    return self().Value(std::string_view(text, size), size != 0);
  }

 private:
  Self& self() { return static_cast<Self&>(*this); }
};

class TopLevelHandler : public Handler<TopLevelHandler> {
 public:
  TopLevelHandler(std::string_view text_member, std::string_view label_member)
      : text_member_(text_member), label_member_(label_member) {}

  bool Key(const char* text, SizeType size, bool) {
    if (depth_ == 1) key_ = {text, size};
    return true;
  }
  bool StartObject() { return Enter(); }
  bool EndObject(SizeType) { return --depth_, true; }
  bool StartArray() { return Enter(); }
  bool EndArray(SizeType) { return --depth_, true; }

  bool Value(std::optional<std::string_view> text, bool truthy) {
    if (depth_ != 1) return true;
    if (key_ == "error") found_.has_error = truthy;
    if (key_ == text_member_ && text) {
      found_.has_text = true;
      found_.text = *text;
    }
    if (!label_member_.empty() && key_ == label_member_ && text) found_.label = *text;
    return true;
  }

  const TopLevel& found() const { return found_; }

 private:
  bool Enter() {
    if (depth_ == 1 && key_ == "error") found_.has_error = true;
    ++depth_;
    return true;
  }

  const std::string_view text_member_;
  const std::string_view label_member_;
  TopLevel found_;
  std::string_view key_;
  int depth_ = 0;
};

// Follows one pointer and ends the parse when it is there.
class PointerHandler : public Handler<PointerHandler> {
 public:
  explicit PointerHandler(std::string_view pointer) : rest_(pointer) {}

  bool Key(const char* text, SizeType size, bool) {
    if (depth_ == matched_) on_path_ = Matches({text, size});
    return true;
  }
  bool StartObject() { return Enter(-1); }
  bool EndObject(SizeType) { return Leave(); }
  bool StartArray() { return Enter(0); }
  bool EndArray(SizeType) { return Leave(); }

  bool Value(std::optional<std::string_view> text, bool) {
    if (AtNextElement() && rest_after_.empty()) {
      found_ = text;
      return false;
    }
    return true;
  }

  std::optional<std::string_view> found() const { return found_; }

 private:
  // The first reference token of `rest_` against a member's name; "~1" is "/", "~0" is "~" (RFC
  // 6901).
  bool Matches(std::string_view name) {
    std::size_t at = 1;
    for (char c : name) {
      if (at >= rest_.size() || rest_[at] == '/') return false;
      char expected = rest_[at++];
      if (expected == '~' && at < rest_.size()) expected = rest_[at++] == '1' ? '/' : '~';
      if (c != expected) return false;
    }
    if (at < rest_.size() && rest_[at] != '/') return false;
    rest_after_ = rest_.substr(std::min(at, rest_.size()));
    return true;
  }

  // Whether the value that begins here is on the path; in an array, its index is counted.
  bool AtNextElement() {
    if (depth_ != matched_) return false;
    if (index_ >= 0) {
      char digits[24];
      const auto [end, error] = std::to_chars(digits, digits + sizeof digits, index_++);
      on_path_ = error == std::errc{} && Matches({digits, static_cast<std::size_t>(end - digits)});
    }
    return std::exchange(on_path_, false);
  }

  bool Enter(long first_index) {
    const bool root = depth_ == 0;
    if (root || AtNextElement()) {
      if (!root) rest_ = rest_after_;
      matched_ = depth_ + 1;
      index_ = first_index;
    }
    ++depth_;
    return true;
  }

  // Once a container on the path has ended, what was sought is not there.
  bool Leave() { return depth_-- != matched_; }

  std::string_view rest_;        // of the pointer, from the container that we are in
  std::string_view rest_after_;  // the same behind the member that matched
  std::optional<std::string_view> found_;
  int depth_ = 0;
  int matched_ = 0;  // the depth inside which the path goes on
  long index_ = -1;  // of the next element; -1 in an object
  bool on_path_ = false;
};

}  // namespace

TopLevel ReadTopLevel(std::string_view json, std::string_view text_member, std::string& scratch,
                      std::string_view label_member) {
  TopLevelHandler handler(text_member, label_member);
  if (!ParseInPlace(json, scratch, handler)) return {};
  return handler.found();
}

std::string_view JsonAt(std::string_view json, std::string_view pointer, std::string& scratch) {
  if (!pointer.starts_with('/')) return {};
  PointerHandler handler(pointer);
  ParseInPlace(json, scratch, handler);
  return handler.found().value_or(std::string_view{});
}

}  // namespace clamor
