// SPDX-License-Identifier: Apache-2.0
// What dialects look at of an agent's JSON messages, read by SAX in place: no document tree per
// message.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "clamor/units.h"

namespace clamor {

// Each is empty where the message does not have it; the views are into the scratch.
struct VoiceMessage {
  std::string_view type;              // empty: no JSON object, or one without it
  std::string_view message = {};      // also error.message
  std::string_view code = {};         // of `error`
  std::optional<Seconds> audio = {};  // audio_ms
  std::string_view delta = {};
  std::string_view response_id = {};  // also response.id
  std::string_view item_id = {};
  std::string_view status = {};           // of `response`
  std::string_view reason = {};           // of response.status_details
  std::optional<long> input_tokens = {};  // of response.usage
  std::optional<long> output_tokens = {};
};

VoiceMessage ReadVoiceMessage(std::string_view json, std::string& scratch);

}  // namespace clamor
