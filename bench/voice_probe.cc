// SPDX-License-Identifier: Apache-2.0
#include "bench/voice_probe.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "protocols/voice_metrics.h"

namespace clamor::bench {
namespace {

using std::chrono::nanoseconds;
using namespace std::chrono_literals;

std::vector<VoiceProbe*> probes;
std::vector<nanoseconds> frame_lags;

std::optional<nanoseconds> Member(std::string_view json, std::string_view name) {
  const std::size_t at = json.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = json.substr(at + name.size());
  std::int64_t n = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), n);
  return nanoseconds(n);
}

// The second member less the first.
std::optional<nanoseconds> Between(std::string_view json, std::string_view from,
                                   std::string_view to) {
  const auto begin = Member(json, from);
  const auto end = Member(json, to);
  if (!begin || !end) return std::nullopt;
  return *end - *begin;
}

}  // namespace

std::unique_ptr<VoiceDialect> VoiceProbe::Make() {
  auto probe = std::make_unique<VoiceProbe>();
  probes.push_back(probe.get());
  return probe;
}

// The first of all tells the protocol about itself.
VoiceProbe& VoiceProbe::OfCaller(int user) {
  return *probes.at(static_cast<std::size_t>(user) + 1);
}

const Probes& VoiceProbe::Metrics() {
  static const Probes metrics{{}, {}, VoiceMetrics()};
  return metrics;
}

std::vector<nanoseconds> VoiceProbe::FrameLags() { return frame_lags; }

std::optional<nanoseconds> VoiceProbe::TakeTimeToFirstAudio() {
  return std::exchange(first_audio_, {});
}

std::optional<nanoseconds> VoiceProbe::TakeStop() { return std::exchange(stop_, {}); }

void VoiceProbe::SpeechBegins(Outbox& outbox) {
  first_frame_.reset();
  frames_ = 0;
  inner_.SpeechBegins(outbox);
}

void VoiceProbe::Speech(PcmBytes frame, Outbox& outbox) {
  const Time now = Clock::now();
  if (!first_frame_) first_frame_ = now;
  frame_lags.push_back(now - (*first_frame_ + frames_++ * 20ms));
  inner_.Speech(frame, outbox);
}

Sense VoiceProbe::Read(std::string_view message, bool is_text, Hearing& hearing) {
  if (is_text && message.find("heard_ns") != std::string_view::npos) {
    constexpr std::string_view kHeard = "\"heard_ns\":";
    if (const auto time = Between(message, kHeard, "\"sent_ns\":")) {
      if (!first_audio_) first_audio_ = time;
    }
    if (const auto time = Between(message, kHeard, "\"last_audio_ns\":")) {
      stop_ = std::max(*time, nanoseconds(0));
    }
  }
  return inner_.Read(message, is_text, hearing);
}

}  // namespace clamor::bench
