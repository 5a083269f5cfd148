// SPDX-License-Identifier: Apache-2.0
// Internal to result files: RapidJSON's writer over a sink that takes the text piece by piece, with
// text from servers made valid UTF-8.
#pragma once

#include <rapidjson/writer.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/json_text.h"

namespace clamor {

// What RapidJSON calls an output stream.
class PieceStream {
 public:
  using Ch = char;

  explicit PieceStream(const std::function<void(std::string_view)>& sink) : sink_(sink) {}

  void Put(char c) {
    piece_.push_back(c);
    if (piece_.size() >= kPiece) Flush();
  }
  void Flush() {
    if (!piece_.empty()) sink_(piece_);
    piece_.clear();
  }

 private:
  static constexpr std::size_t kPiece = 65'536;
  const std::function<void(std::string_view)>& sink_;
  std::string piece_;
};

class JsonWriter {
 public:
  explicit JsonWriter(const std::function<void(std::string_view)>& sink)
      : stream_(sink), writer_(stream_) {}

  template <class Members>
  void Object(Members&& members) {
    writer_.StartObject();
    members();
    writer_.EndObject();
  }

  template <class Elements>
  void Array(Elements&& elements) {
    writer_.StartArray();
    elements();
    writer_.EndArray();
  }

  void Key(std::string_view key) { Text(key); }

  void Text(std::string_view text) {
    const std::string quoted = JsonQuote(text);
    writer_.RawValue(quoted.data(), quoted.size(), rapidjson::kStringType);
  }
  void Number(double value) { writer_.Double(std::isfinite(value) ? value : 0); }
  void Number(std::uint64_t value) { writer_.Uint64(value); }
  void Number(std::uint32_t value) { writer_.Uint(value); }
  void Number(std::int64_t value) { writer_.Int64(value); }
  void Number(int value) { writer_.Int(value); }
  void Bool(bool value) { writer_.Bool(value); }
  void Null() { writer_.Null(); }

  template <class Value>
  void Member(std::string_view key, const Value& value) {
    Key(key);
    if constexpr (std::is_same_v<Value, bool>) {
      Bool(value);
    } else if constexpr (std::is_arithmetic_v<Value>) {
      Number(value);
    } else {
      Text(value);
    }
  }

  void Flush() { stream_.Flush(); }

 private:
  PieceStream stream_;
  rapidjson::Writer<PieceStream> writer_;
};

}  // namespace clamor
