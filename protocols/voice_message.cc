// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_message.h"

#include <array>

#include "protocols/json_in_place.h"

namespace clamor {
namespace {

// Objects that hold what is looked for; all others are passed over.
enum class Place : unsigned char { kTop, kError, kResponse, kUsage, kStatusDetails, kElsewhere };

Place PlaceBelow(Place above, std::string_view key) {
  if (above == Place::kTop && key == "error") return Place::kError;
  if (above == Place::kTop && key == "response") return Place::kResponse;
  if (above == Place::kResponse && key == "usage") return Place::kUsage;
  if (above == Place::kResponse && key == "status_details") return Place::kStatusDetails;
  if (above == Place::kStatusDetails && key == "error") return Place::kError;
  return Place::kElsewhere;
}

class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
 public:
  explicit Handler(VoiceMessage& message) : message_(message) {}

  bool Default() { return true; }
  bool StartObject() {
    if (depth_ == 0) {
      places_[depth_++] = Place::kTop;
      return true;
    }
    if (depth_ == places_.size()) return false;
    places_[depth_] = PlaceBelow(places_[depth_ - 1], key_);
    ++depth_;
    return true;
  }
  bool EndObject(rapidjson::SizeType) {
    --depth_;
    return true;
  }
  // What stands in a list is elsewhere.
  bool StartArray() {
    if (depth_ == 0 || depth_ == places_.size()) return false;
    places_[depth_++] = Place::kElsewhere;
    return true;
  }
  bool EndArray(rapidjson::SizeType) {
    --depth_;
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    key_ = {text, size};
    return true;
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    if (std::string_view* const member = TextAt(Here())) *member = {text, size};
    return depth_ > 0;
  }
  bool Int(int value) { return Number(value); }
  bool Uint(unsigned value) { return Number(value); }
  bool Int64(std::int64_t value) { return Number(static_cast<double>(value)); }
  bool Uint64(std::uint64_t value) { return Number(static_cast<double>(value)); }
  bool Double(double value) { return Number(value); }

 private:
  static constexpr double kMost = 1e12;

  Place Here() const { return depth_ == 0 ? Place::kElsewhere : places_[depth_ - 1]; }

  std::string_view* TextAt(Place place) {
    switch (place) {
      case Place::kTop:
        if (key_ == "type") return &message_.type;
        if (key_ == "message") return &message_.message;
        if (key_ == "delta") return &message_.delta;
        if (key_ == "response_id") return &message_.response_id;
        if (key_ == "item_id") return &message_.item_id;
        return nullptr;
      case Place::kError:
        if (key_ == "message") return &message_.message;
        if (key_ == "code") return &message_.code;
        return nullptr;
      case Place::kResponse:
        if (key_ == "id") return &message_.response_id;
        if (key_ == "status") return &message_.status;
        return nullptr;
      case Place::kStatusDetails:
        return key_ == "reason" ? &message_.reason : nullptr;
      case Place::kUsage:
      case Place::kElsewhere:
        return nullptr;
    }
    return nullptr;
  }

  bool Number(double value) {
    if (value < 0 || value > kMost) return true;
    if (Here() == Place::kTop && key_ == "audio_ms") message_.audio = Seconds(value / 1e3);
    if (Here() == Place::kUsage && key_ == "input_tokens") {
      message_.input_tokens = static_cast<long>(value);
    }
    if (Here() == Place::kUsage && key_ == "output_tokens") {
      message_.output_tokens = static_cast<long>(value);
    }
    return true;
  }

  VoiceMessage& message_;
  std::array<Place, 64> places_{};
  std::size_t depth_ = 0;
  std::string_view key_;
};

}  // namespace

VoiceMessage ReadVoiceMessage(std::string_view json, std::string& scratch) {
  VoiceMessage message{};
  Handler handler(message);
  if (!ParseInPlace(json, scratch, handler)) return {};
  return message;
}

}  // namespace clamor
