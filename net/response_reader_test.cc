// SPDX-License-Identifier: Apache-2.0
// Bodies through their content codings, driven from memory.
#include "net/response_reader.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <string>

#include "net/net_error.h"

namespace clamor {
namespace {

using testing::HasSubstr;

constexpr int kGzip = 16 + MAX_WBITS;
constexpr int kZlib = MAX_WBITS;
constexpr int kRaw = -MAX_WBITS;

std::string Compress(std::string_view text, int window) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Sink : ResponseSink {
  void OnHead(const ResponseHead& head, const Arrival&) override { status = head.status; }
  Wants OnBody(std::string_view bytes, const Arrival&) override {
    body += bytes;
    ++calls;
    return answer;
  }
  Wants answer = Wants::kMore;
  int status = 0;
  int calls = 0;
  std::string body;
};

std::string Coded(const std::string& name, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Encoding: " + name +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Feeds in pieces of `step` bytes; the failure that came of it, if any.
std::optional<Failure> Read(ResponseReader& reader, const std::string& bytes, Sink& sink,
                            std::size_t step) {
  reader.Begin(Http1Parser::Answers::kAny);
  try {
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      reader.Take(bytes.substr(at, step), Arrival{}, sink);
    }
  } catch (const NetError& error) {
    return error.reason();
  }
  return std::nullopt;
}

TEST(ResponseReader, DecodesGzipAndBothKindsOfDeflate) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += "line " + std::to_string(i) + '\n';
  const std::vector<std::pair<std::string, int>> codings = {
      {"gzip", kGzip}, {"X-GZIP", kGzip}, {"deflate", kZlib}, {"Deflate", kRaw}};
  for (const auto& [name, window] : codings) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 20}) {
      ResponseReader reader;
      Sink sink;
      EXPECT_EQ(Read(reader, Coded(name, Compress(text, window)), sink, step), std::nullopt);
      EXPECT_TRUE(reader.done());
      EXPECT_TRUE(reader.reusable());
      EXPECT_EQ(sink.body, text) << name << ' ' << step;
    }
  }
}

TEST(ResponseReader, DecodesGzipMembersOneAfterAnother) {
  const std::string two = Compress("one", kGzip) + Compress("two", kGzip);
  for (const std::size_t step : {std::size_t{1}, two.size() + 200}) {
    ResponseReader reader;
    Sink sink;
    EXPECT_EQ(Read(reader, Coded("gzip", two), sink, step), std::nullopt);
    EXPECT_EQ(sink.body, "onetwo");
  }
}

TEST(ResponseReader, SaysWhenCodedDataIsBrokenOrEndsEarly) {
  const std::string good = Compress("hello hello hello", kGzip);
  ResponseReader reader;
  Sink sink;
  EXPECT_EQ(Read(reader, Coded("gzip", good.substr(0, good.size() - 4)), sink, 1000),
            Failure::kTruncated);
  EXPECT_EQ(Read(reader, Coded("gzip", "no gzip at all"), sink, 1000), Failure::kProtocol);
  EXPECT_EQ(Read(reader, Coded("deflate", Compress("a", kZlib) + "more"), sink, 1000),
            Failure::kProtocol);
  EXPECT_EQ(Read(reader, Coded("gzip", ""), sink, 1000), std::nullopt);
}

TEST(ResponseReader, RefusesCodingsItCannotReadByName) {
  ResponseReader reader;
  Sink sink;
  reader.Begin(Http1Parser::Answers::kAny);
  try {
    reader.Take(Coded("br", "x"), Arrival{}, sink);
    ADD_FAILURE() << "expected an error";
  } catch (const NetError& error) {
    EXPECT_THAT(error.what(), HasSubstr("content encoding 'br'"));
  }
  EXPECT_EQ(sink.status, 200);  // the head was told before
}

TEST(ResponseReader, BoundsWhatOneReadMayGrowTo) {
  const std::string bomb = Compress(std::string(2 * Inflater::kMaxPerFeed, '\0'), kGzip);
  ResponseReader reader;
  Sink sink;
  EXPECT_EQ(Read(reader, Coded("gzip", bomb), sink, 1 << 20), Failure::kTooLarge);
  EXPECT_LE(sink.body.size(), Inflater::kMaxPerFeed);
}

TEST(ResponseReader, TellsNothingMoreToAReceiverThatHasEnough) {
  for (const Wants answer : {Wants::kDrain, Wants::kStop}) {
    ResponseReader reader;
    Sink sink;
    sink.answer = answer;
    const std::string text(100'000, 'a');
    Read(reader, Coded("gzip", Compress(text, kGzip)), sink, 1000);
    EXPECT_EQ(sink.calls, 1);
    EXPECT_EQ(reader.wants(), answer);
    EXPECT_TRUE(reader.done());
  }
}

TEST(ResponseReader, AConnectionWithBytesBehindTheResponseIsNotReusable) {
  ResponseReader reader;
  Sink sink;
  reader.Begin(Http1Parser::Answers::kAny);
  reader.Take("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!", Arrival{}, sink);
  EXPECT_TRUE(reader.done());
  EXPECT_FALSE(reader.reusable());
}

}  // namespace
}  // namespace clamor
