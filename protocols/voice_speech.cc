// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_speech.h"

#include <cmath>
#include <stdexcept>

#include "protocols/audio/resample.h"
#include "protocols/audio/speech_length.h"
#include "protocols/audio/speech_noise.h"
#include "protocols/audio/wav_file.h"

namespace clamor {
namespace {

constexpr std::uint64_t kSeed = 0x737065656368;  // every run says the same

std::vector<std::uint8_t> BytesOf(const Pcm& pcm) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(2 * pcm.samples.size());
  for (const std::int16_t sample : pcm.samples) {
    const auto value = static_cast<std::uint16_t>(sample);
    bytes.push_back(static_cast<std::uint8_t>(value & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
  }
  return bytes;
}

Pcm ReadRecording(const std::string& path, int rate) {
  const Pcm recording = ReadWav(path);
  if (recording.rate == rate) return recording;
  try {
    return Resample(recording, rate);
  } catch (const std::invalid_argument& error) {
    throw std::runtime_error(path + ": " + error.what());
  }
}

long Milliseconds(Seconds length) { return std::lround(length.count() * 1e3); }

}  // namespace

void SpeechStore::Prepare(const Conversation& conversation) {
  for (const Turn& turn : conversation.turns) {
    Add(turn.speech, turn.content);
    if (turn.interrupt) Add(turn.interrupt->speech, turn.interrupt->content);
    if (turn.false_alarm) AddNoise(turn.false_alarm->lasts);
  }
}

void SpeechStore::Add(const Speech& speech, std::string_view content) {
  if (speech.wav.empty()) return AddNoise(LengthOf(speech, content));
  if (recordings_.count(speech.wav) != 0) return;
  recordings_[speech.wav] = BytesOf(ReadRecording(speech.wav, rate_));
}

void SpeechStore::AddNoise(Seconds length) {
  auto& noise = noises_[Milliseconds(length)];
  if (noise.empty()) noise = BytesOf(SpeechNoise(length, rate_, kSeed));
}

PcmBytes SpeechStore::Of(const Speech& speech, std::string_view content) const {
  if (speech.wav.empty()) return Noise(LengthOf(speech, content));
  return recordings_.at(speech.wav);
}

PcmBytes SpeechStore::Noise(Seconds length) const { return noises_.at(Milliseconds(length)); }

}  // namespace clamor
