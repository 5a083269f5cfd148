// SPDX-License-Identifier: Apache-2.0
// The members of a session that matter here; all others are passed over.
#include "server/realtime_setup.h"

#include <string_view>

namespace clamor::server {
namespace {

constexpr std::string_view kPcm = "\"audio/pcm\" at a rate of 24000";

JsonField Within(const JsonField& object, std::string_view name) {
  return object.IsAbsent() ? object : object[name];
}

void Expect(const JsonField& field, std::string_view value) {
  if (field.String() != value) field.RefuseValue(Shown(field.String()), Shown(value));
}

void CheckFormat(const JsonField& format) {
  if (format.IsAbsent()) return;
  const JsonField type = format["type"];
  if (type.String() != "audio/pcm") type.RefuseValue(Shown(type.String()), kPcm);
  const JsonField rate = format["rate"];
  if (!rate.IsAbsent() && rate.WholeNumber() != 24000) rate.RefuseValue("another", kPcm);
}

void CheckTurns(const JsonField& turn_detection) {
  if (turn_detection.IsAbsent()) return;
  turn_detection.RefuseValue("set", "null: here the client says where a turn ends");
}

void CheckBetaFormat(const JsonField& format) {
  if (!format.IsAbsent()) Expect(format, "pcm16");
}

}  // namespace

void CheckSetup(const JsonField& session, bool beta_names) {
  if (!beta_names) Expect(session["type"], "realtime");
  const JsonField input = Within(session["audio"], "input");
  CheckTurns(Within(input, "turn_detection"));
  CheckTurns(session["turn_detection"]);
  CheckFormat(Within(input, "format"));
  CheckFormat(Within(Within(session["audio"], "output"), "format"));
  CheckBetaFormat(session["input_audio_format"]);
  CheckBetaFormat(session["output_audio_format"]);
}

}  // namespace clamor::server
