// SPDX-License-Identifier: Apache-2.0
#include "net/ws_frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <vector>

#include "net/net_error.h"

namespace clamor {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Told : WsFrameSink {
  void OnMessage(const WsMessage& message) override {
    messages.push_back((message.is_text ? "text " : "binary ") + std::string(message.data));
  }
  void OnPing(std::string_view payload) override { pings.emplace_back(payload); }
  void OnClose(int code, std::string_view reason) override {
    closes.push_back(std::to_string(code) + " " + std::string(reason));
  }

  std::vector<std::string> messages;
  std::vector<std::string> pings;
  std::vector<std::string> closes;
};

// A server's frame: its first byte, and its payload without a mask.
std::string Frame(unsigned char first, std::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  if (payload.size() < 126) {
    frame += static_cast<char>(payload.size());
  } else {
    frame += '\x7e';
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size());
  }
  return frame.append(payload);
}

constexpr unsigned char kText = 0x81;
constexpr unsigned char kBinary = 0x82;

Told Read(std::string_view bytes, std::size_t piece = std::string_view::npos) {
  WsFrameReader reader(1000);
  reader.Begin(false, false);
  Told told;
  while (!bytes.empty()) {
    reader.Take(bytes.substr(0, piece), told);
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return told;
}

std::string WhyRefused(std::string_view bytes) {
  try {
    Read(bytes);
  } catch (const NetError& error) {
    return std::string(ToString(error.reason())) + ": " + error.what();
  }
  return "nothing";
}

TEST(WsFrameReader, GivesMessagesHoweverTheirBytesCome) {
  const std::string bytes = Frame(kText, "hello") + Frame(kBinary, std::string(300, 'x')) +
                            Frame(kText, "") + Frame(kText, "end");
  for (const std::size_t piece : {1UL, 2UL, 7UL, 1000UL}) {
    EXPECT_THAT(Read(bytes, piece).messages,
                ElementsAre("text hello", "binary " + std::string(300, 'x'), "text ", "text end"))
        << piece;
  }
}

TEST(WsFrameReader, JoinsPiecesWithControlFramesBetweenThem) {
  const std::string bytes = Frame(0x01, "hel") + Frame(0x89, "are you there") + Frame(0x00, "") +
                            Frame(0x8a, "unasked pong") + Frame(0x80, "lo");
  for (const std::size_t piece : {1UL, 1000UL}) {
    const Told told = Read(bytes, piece);
    EXPECT_THAT(told.messages, ElementsAre("text hello"));
    EXPECT_THAT(told.pings, ElementsAre("are you there"));
  }
}

TEST(WsFrameReader, TellsTheCodeAndReasonOfAClose) {
  EXPECT_THAT(Read(Frame(0x88, "\x03\xf3oops")).closes, ElementsAre("1011 oops"));
  EXPECT_THAT(Read(Frame(0x88, "")).closes, ElementsAre("1005 "));
}

TEST(WsFrameReader, RefusesWhatNoServerMaySend) {
  const auto refused = [](std::string_view what) {
    return testing::AllOf(testing::StartsWith("protocol: "), HasSubstr(what));
  };
  EXPECT_THAT(WhyRefused("\x81\x85"sv), refused("mask"));
  EXPECT_THAT(WhyRefused(Frame(0x83, "x")), refused("opcode 3"));
  EXPECT_THAT(WhyRefused(Frame(0xc1, "x")), refused("reserved bit"));
  EXPECT_THAT(WhyRefused(Frame(0xa1, "x")), refused("reserved bit"));
  EXPECT_THAT(WhyRefused(Frame(0x80, "x")), refused("continuation of no message"));
  EXPECT_THAT(WhyRefused(Frame(0x01, "x") + Frame(kText, "y")), refused("inside another"));
  EXPECT_THAT(WhyRefused(Frame(0x09, "x")), refused("control frame"));
  EXPECT_THAT(WhyRefused(Frame(0x89, std::string(126, 'x'))), refused("control frame"));
  EXPECT_THAT(WhyRefused(Frame(0x88, "x")), refused("half a code"));
  EXPECT_THAT(WhyRefused(Frame(kText, "\xff")), refused("not UTF-8"));
}

TEST(WsFrameReader, BoundsMessagesBeforeTheirBytesCome) {
  EXPECT_THAT(WhyRefused(Frame(kBinary, std::string(1001, 'x')).substr(0, 4)),
              HasSubstr("too_large: a message is longer than 1000 bytes"));
  EXPECT_THAT(WhyRefused("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff"sv), HasSubstr("too_large"));
  EXPECT_THAT(WhyRefused(Frame(0x02, std::string(600, 'x')) + Frame(0x80, std::string(600, 'x'))),
              HasSubstr("too_large"));
  EXPECT_EQ(WhyRefused(Frame(kBinary, std::string(1000, 'x'))), "nothing");
}

// Raw deflate without the tail, as RFC 7692 has it.
class Deflater {
 public:
  Deflater() { deflateInit2(&stream_, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY); }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string Of(std::string text) {
    std::string out(text.size() + 100, '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(text.data());
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    deflate(&stream_, Z_SYNC_FLUSH);
    out.resize(out.size() - stream_.avail_out - 4);
    return out;
  }

 private:
  z_stream stream_{};
};

TEST(WsFrameReader, InflatesWhatIsCompressed) {
  WsFrameReader reader(1000);
  reader.Begin(true, true);
  Deflater deflater;
  Told told;
  reader.Take(Frame(0xc1, deflater.Of("hello, hello, hello")), told);
  reader.Take(Frame(0xc1, deflater.Of("hello, hello, hello")), told);  // refers to the one before
  reader.Take(Frame(kText, "plain"), told);
  EXPECT_THAT(told.messages,
              ElementsAre("text hello, hello, hello", "text hello, hello, hello", "text plain"));
  EXPECT_THROW(reader.Take(Frame(0xc1, deflater.Of(std::string(5000, 'x'))), told), NetError);
  EXPECT_THROW(reader.Take(Frame(0xc1, "no deflate at all"), told), NetError);
}

TEST(AppendFrame, MasksAsAClientMust) {
  std::string out = "before";
  AppendFrame(WsOpcode::kText, "Hello", 0x3d21fa37, out);  // RFC 6455, section 5.7
  EXPECT_EQ(out, "before\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"sv);
}

TEST(AppendFrame, WritesLengthsOfAllSizes) {
  std::string out;
  AppendFrame(WsOpcode::kBinary, std::string(126, 'x'), 0, out);
  EXPECT_EQ(out.substr(0, 4), "\x82\xfe\x00\x7e"sv);
  out.clear();
  AppendFrame(WsOpcode::kBinary, std::string(0x10000, 'x'), 0, out);
  EXPECT_EQ(out.substr(0, 10), "\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00"sv);
  EXPECT_EQ(out.size(), 10U + 4 + 0x10000);
}

}  // namespace
}  // namespace clamor
