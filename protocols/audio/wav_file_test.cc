// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/wav_file.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "base/atomic_file.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

std::string Bytes(std::uint32_t number, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(number >> (8 * i));
  return bytes;
}

std::string Chunk(const std::string& id, const std::string& content) {
  return id + Bytes(static_cast<std::uint32_t>(content.size()), 4) + content +
         std::string(content.size() % 2, '\0');
}

std::string Riff(const std::string& chunks) {
  return "RIFF" + Bytes(static_cast<std::uint32_t>(4 + chunks.size()), 4) + "WAVE" + chunks;
}

struct Fields {
  std::uint32_t code = 1;
  std::uint32_t channels = 1;
  std::uint32_t rate = 16'000;
  std::uint32_t bits = 16;
};

std::string Format(const Fields& f, const std::string& rest = "") {
  const std::uint32_t block = f.channels * f.bits / 8;
  return Chunk("fmt ", Bytes(f.code, 2) + Bytes(f.channels, 2) + Bytes(f.rate, 4) +
                           Bytes(f.rate * block, 4) + Bytes(block, 2) + Bytes(f.bits, 2) + rest);
}

// The rest of an extensible format chunk, of a format that has a code.
std::string Extension(std::uint32_t code) {
  return Bytes(22, 2) + Bytes(16, 2) + Bytes(0, 4) + Bytes(code, 2) +
         std::string("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14);
}

std::string Data(const std::vector<int>& samples) {
  std::string content;
  for (const int sample : samples) content += Bytes(static_cast<std::uint32_t>(sample), 2);
  return Chunk("data", content);
}

std::vector<std::int16_t> SamplesOf(const std::string& bytes) {
  return ParseWav(bytes, "d/f.wav").samples;
}

std::string ErrorOf(const std::string& bytes) {
  try {
    ParseWav(bytes, "d/f.wav");
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "no error";
}

TEST(ParseWav, GivesSamplesAndTheirRate) {
  const Pcm pcm = ParseWav(Riff(Format({.rate = 24'000}) + Data({0, 1, -1, 32767, -32768})), "f");
  EXPECT_EQ(pcm.rate, 24'000);
  EXPECT_THAT(pcm.samples, ElementsAre(0, 1, -1, 32767, -32768));
}

TEST(ParseWav, MixesChannelsToOne) {
  EXPECT_THAT(SamplesOf(Riff(Format({.channels = 2}) + Data({100, 300, -32768, -32768, 7, -7}))),
              ElementsAre(200, -32768, 0));
  EXPECT_THAT(SamplesOf(Riff(Format({.channels = 3}) + Data({32767, 32767, 32767}))),
              ElementsAre(32767));
}

TEST(ParseWav, PassesOverOtherChunks) {
  EXPECT_THAT(SamplesOf(Riff(Chunk("LIST", "odd") + Format({}) + Chunk("fact", "....") +
                             Data({1, 2}) + "and what a recorder left behind")),
              ElementsAre(1, 2));
}

TEST(ParseWav, ReadsTheExtensibleFormatOfPcm) {
  EXPECT_THAT(SamplesOf(Riff(Format({.code = 0xFFFE}, Extension(1)) + Data({5}))), ElementsAre(5));
  EXPECT_EQ(ErrorOf(Riff(Format({.code = 0xFFFE, .bits = 32}, Extension(3)) + Data({5}))),
            "d/f.wav: is 32-bit floating point, expected 16-bit PCM");
  EXPECT_EQ(ErrorOf(Riff(Format({.code = 0xFFFE}) + Data({5}))),
            "d/f.wav: is coded as format 0xfffe, expected 16-bit PCM");
}

TEST(ParseWav, NamesWhatIsNo16BitPcm) {
  const auto error_of = [](const Fields& fields) { return ErrorOf(Riff(Format(fields))); };
  EXPECT_EQ(error_of({.bits = 8}), "d/f.wav: is 8-bit PCM, expected 16-bit PCM");
  EXPECT_EQ(error_of({.bits = 24}), "d/f.wav: is 24-bit PCM, expected 16-bit PCM");
  EXPECT_EQ(error_of({.code = 7, .bits = 8}), "d/f.wav: is mu-law, expected 16-bit PCM");
  EXPECT_EQ(error_of({.code = 0x11, .bits = 4}),
            "d/f.wav: is coded as format 0x0011, expected 16-bit PCM");
}

TEST(ParseWav, NamesWhatIsNoWavFile) {
  EXPECT_EQ(ErrorOf(""),
            "d/f.wav: is no WAV file: begins with \"\", expected RIFF/WAVE with 16-bit PCM");
  EXPECT_EQ(ErrorOf("ID3\x03\x1b[2J and more"),
            "d/f.wav: is no WAV file: begins with \"ID3\\x03\\x1b[2J and\", expected RIFF/WAVE "
            "with 16-bit PCM");
  EXPECT_EQ(ErrorOf("RIFF\x04\x01\x01\x01"
                    "AVI LIST"),
            "d/f.wav: is no WAV file: begins with \"RIFF\\x04\\x01\\x01\\x01AVI \", expected "
            "RIFF/WAVE with 16-bit PCM");
}

TEST(ParseWav, RefusesNumbersThatMakeNoSense) {
  EXPECT_EQ(ErrorOf(Riff(Format({.channels = 0}))), "d/f.wav: has 0 channels, expected 1 or more");
  EXPECT_EQ(ErrorOf(Riff(Format({.rate = 0}))),
            "d/f.wav: has 0 samples per second, expected 1 to 1000000");
  EXPECT_EQ(ErrorOf(Riff(Format({.rate = 0xFFFFFFFF}))),
            "d/f.wav: has 4294967295 samples per second, expected 1 to 1000000");
  std::string blocks = Riff(Format({}));
  blocks[blocks.size() - 4] = 3;
  EXPECT_EQ(ErrorOf(blocks), "d/f.wav: has 1 channels of 16 bits in 3 bytes, expected 2");
}

TEST(ParseWav, TellsWhatIsMissing) {
  EXPECT_EQ(ErrorOf(Riff("")), "d/f.wav: has no \"data\" chunk, expected 16-bit PCM");
  EXPECT_EQ(ErrorOf(Riff(Data({1}))),
            "d/f.wav: has no \"fmt \" chunk before its data, expected 16-bit PCM");
  EXPECT_EQ(ErrorOf(Riff(Chunk("fmt ", "short"))),
            "d/f.wav: has a \"fmt \" chunk of 5 bytes, expected 16 or more");
  EXPECT_EQ(ErrorOf(Riff(Format({}) + Data({}))),
            "d/f.wav: holds no audio, expected one sample or more");
  EXPECT_EQ(ErrorOf(Riff(Format({}) + Chunk("data", "abc"))),
            "d/f.wav: ends within a sample: has 3 bytes of data, expected a multiple of 2");
}

TEST(ParseWav, TellsWhereAFileIsCutShort) {
  EXPECT_EQ(ErrorOf(Riff(Format({}) + "dat")),
            "d/f.wav: is cut short: 3 bytes where a chunk should begin, expected 8 or more");
  EXPECT_EQ(ErrorOf(Riff(Format({}) + "data\xff\xff\xff\xff" + "ab")),
            "d/f.wav: is cut short: 2 bytes of its \"data\" chunk are there, expected 4294967295");
}

// Never a crash, and never more than one line.
TEST(ParseWav, SurvivesACutAnywhereAndAnyByteChanged) {
  const std::string whole = Riff(Chunk("LIST", "odd") + Format({}, Bytes(0, 2)) + Data({1, 2, 3}));
  const auto one_line = testing::AnyOf("no error", MatchesRegex("d/f.wav: [^\n]+"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    EXPECT_THAT(ErrorOf(whole.substr(0, n)), MatchesRegex("d/f.wav: [^\n]+")) << n;
    for (const int byte : {0x00, 0x0a, 0x7f, 0x80, 0xff}) {
      std::string changed = whole;
      changed[n] = static_cast<char>(byte);
      EXPECT_THAT(ErrorOf(changed), one_line) << n;
    }
  }
}

class ReadWavTest : public testing::Test {
 protected:
  ~ReadWavTest() override { std::filesystem::remove(file_); }

  std::string Error() const {
    try {
      ReadWav(file_.string());
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "no error";
  }

  const std::filesystem::path file_ =
      std::filesystem::path(testing::TempDir()) / ("clamor_" + std::to_string(::getpid()) + ".wav");
};

TEST_F(ReadWavTest, ReadsAFile) {
  WriteWhole(file_, Riff(Format({.rate = 8'000}) + Data({3, 4})));
  const Pcm pcm = ReadWav(file_.string());
  EXPECT_EQ(pcm.rate, 8'000);
  EXPECT_THAT(pcm.samples, ElementsAre(3, 4));
}

TEST_F(ReadWavTest, TellsWhyAFileIsNotRead) {
  EXPECT_EQ(Error(), file_.string() + ": there is no such file, expected a WAV file of 16-bit PCM");
  std::filesystem::create_directory(file_);
  EXPECT_EQ(Error(), file_.string() + ": is no regular file, expected a WAV file of 16-bit PCM");
}

TEST_F(ReadWavTest, ReadsNoMoreThan64MiB) {
  WriteWhole(file_, "");
  std::filesystem::resize_file(file_, (64 << 20) + 1);
  EXPECT_EQ(Error(), file_.string() +
                         ": has 67108865 bytes, at most 64 MiB are read, expected a WAV file of "
                         "16-bit PCM");
}

}  // namespace
}  // namespace clamor
