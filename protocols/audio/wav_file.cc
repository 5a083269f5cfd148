// SPDX-License-Identifier: Apache-2.0
// The format: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0",
// and for the extensible one Microsoft's WAVEFORMATEXTENSIBLE.
#include "protocols/audio/wav_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "base/atomic_file.h"
#include "base/escape.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostMebibytes = 64;
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kRiffHeaderBytes = 12;
constexpr std::size_t kChunkHeaderBytes = 8;
constexpr std::size_t kFormatBytes = 16;            // of a fmt chunk, without extension
constexpr std::size_t kExtensibleFormatBytes = 40;  // with it
constexpr std::size_t kSubformatAt = 24;
constexpr std::size_t kSampleBytes = 2;
constexpr std::uint32_t kHighestRate = 1'000'000;

constexpr unsigned kPcm = 0x0001;
constexpr unsigned kExtensible = 0xFFFE;
// What follows the two bytes of the code in a subformat that stands for such a code.
constexpr std::string_view kSubformatRest{
    "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14};

struct Format {
  unsigned code = 0;
  unsigned channels = 0;
  std::uint32_t rate = 0;
  unsigned block_bytes = 0;  // of one sample of all channels
  unsigned bits = 0;
};

std::uint32_t LittleEndian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

int SampleAt(std::string_view data, std::size_t at) {
  return static_cast<std::int16_t>(LittleEndian(data.substr(at, kSampleBytes)));
}

std::string NameOf(const Format& format) {
  switch (format.code) {
    case kPcm:
      return fmt::format("{}-bit PCM", format.bits);
    case 0x0003:
      return fmt::format("{}-bit floating point", format.bits);
    case 0x0006:
      return "A-law";
    case 0x0007:
      return "mu-law";
    case 0x0055:
      return "MP3";
    default:
      return fmt::format("coded as format 0x{:04x}", format.code);
  }
}

// Walks through a file's chunks; every member function throws at the first mistake.
class WavReader {
 public:
  WavReader(std::string_view bytes, const std::string& path) : bytes_(bytes), path_(path) {}

  Pcm Read() {
    CheckHeader();
    std::optional<Format> format;
    while (at_ < bytes_.size()) {
      const std::string_view id = NextId();
      const std::string_view content = NextContent(id);
      if (id == "fmt ") format = FormatIn(content);
      if (id != "data") continue;
      if (!format) Fail("has no \"fmt \" chunk before its data, expected 16-bit PCM");
      return Mixed(content, *format);
    }
    Fail("has no \"data\" chunk, expected 16-bit PCM");
  }

 private:
  [[noreturn]] void Fail(const std::string& message) const {
    throw std::runtime_error(fmt::format("{}: {}", path_, message));
  }

  void CheckHeader() {
    const bool riff = bytes_.size() >= kRiffHeaderBytes && bytes_.starts_with("RIFF") &&
                      bytes_.substr(2 * kIdBytes, kIdBytes) == "WAVE";
    if (!riff) {
      Fail(fmt::format("is no WAV file: begins with \"{}\", expected RIFF/WAVE with 16-bit PCM",
                       ForTerminal(bytes_.substr(0, kRiffHeaderBytes), 60)));
    }
    at_ = kRiffHeaderBytes;  // the length that stands there is wrong in files that were streamed
  }

  std::string_view NextId() const {
    if (bytes_.size() - at_ < kChunkHeaderBytes) {
      Fail(fmt::format("is cut short: {} bytes where a chunk should begin, expected 8 or more",
                       bytes_.size() - at_));
    }
    return bytes_.substr(at_, kIdBytes);
  }

  std::string_view NextContent(std::string_view id) {
    const std::size_t length = LittleEndian(bytes_.substr(at_ + kIdBytes, kIdBytes));
    at_ += kChunkHeaderBytes;
    const std::size_t there = bytes_.size() - at_;
    if (length > there) {
      Fail(fmt::format("is cut short: {} bytes of its \"{}\" chunk are there, expected {}", there,
                       ForTerminal(id, 16), length));
    }
    const std::string_view content = bytes_.substr(at_, length);
    at_ += std::min(length + length % 2, there);  // chunks begin at even places
    return content;
  }

  Format FormatIn(std::string_view chunk) const {
    const auto field = [chunk](std::size_t at, std::size_t length) {
      return LittleEndian(chunk.substr(at, length));
    };
    if (chunk.size() < kFormatBytes) {
      Fail(fmt::format("has a \"fmt \" chunk of {} bytes, expected {} or more", chunk.size(),
                       kFormatBytes));
    }
    Format format{field(0, 2), field(2, 2), field(4, 4), field(12, 2), field(14, 2)};
    if (format.code == kExtensible && chunk.size() >= kExtensibleFormatBytes &&
        chunk.substr(kSubformatAt + 2, kSubformatRest.size()) == kSubformatRest) {
      format.code = field(kSubformatAt, 2);
    }
    Check(format);
    return format;
  }

  void Check(const Format& format) const {
    if (format.code != kPcm || format.bits != 8 * kSampleBytes) {
      Fail(fmt::format("is {}, expected 16-bit PCM", NameOf(format)));
    }
    if (format.channels == 0) Fail("has 0 channels, expected 1 or more");
    if (format.block_bytes != format.channels * kSampleBytes) {
      Fail(fmt::format("has {} channels of 16 bits in {} bytes, expected {}", format.channels,
                       format.block_bytes, format.channels * kSampleBytes));
    }
    if (format.rate == 0 || format.rate > kHighestRate) {
      Fail(fmt::format("has {} samples per second, expected 1 to {}", format.rate, kHighestRate));
    }
  }

  Pcm Mixed(std::string_view data, const Format& format) const {
    if (data.empty()) Fail("holds no audio, expected one sample or more");
    if (data.size() % format.block_bytes != 0) {
      Fail(fmt::format("ends within a sample: has {} bytes of data, expected a multiple of {}",
                       data.size(), format.block_bytes));
    }
    Pcm pcm{static_cast<int>(format.rate), {}};
    pcm.samples.reserve(data.size() / format.block_bytes);
    for (std::size_t at = 0; at < data.size(); at += format.block_bytes) {
      int sum = SampleAt(data, at);
      for (std::size_t channel = 1; channel < format.channels; ++channel) {
        sum += SampleAt(data, at + channel * kSampleBytes);
      }
      pcm.samples.push_back(static_cast<std::int16_t>(sum / static_cast<int>(format.channels)));
    }
    return pcm;
  }

  std::string_view bytes_;
  const std::string& path_;
  std::size_t at_ = 0;
};

// What keeps the file from being read at all; empty when nothing does.
std::string WhyNotRead(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return "there is no such file";
  // A pipe would never end.
  if (!fs::is_regular_file(status)) return "is no regular file";
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > kMostMebibytes << 20) {
    return fmt::format("has {} bytes, at most {} MiB are read", size, kMostMebibytes);
  }
  return "";
}

}  // namespace

Pcm ParseWav(std::string_view bytes, const std::string& path) {
  return WavReader(bytes, path).Read();
}

Pcm ReadWav(const std::string& path) {
  const std::string why = WhyNotRead(path);
  if (!why.empty()) {
    throw std::runtime_error(fmt::format("{}: {}, expected a WAV file of 16-bit PCM", path, why));
  }
  return ParseWav(ReadFile(path), path);
}

}  // namespace clamor
