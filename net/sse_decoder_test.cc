// SPDX-License-Identifier: Apache-2.0
#include "net/sse_decoder.h"

#include <gmock/gmock.h>

#include <vector>

#include "net/net_error.h"

namespace clamor {
namespace {

using testing::ElementsAre;

// Writes each event as type|data|id and each comment as #text.
struct Log {
  void OnEvent(const Event& event) {
    lines.push_back(std::string(event.type) + '|' + std::string(event.data) + '|' +
                    std::string(event.id));
  }
  void OnComment(std::string_view text) { lines.push_back('#' + std::string(text)); }
  std::vector<std::string> lines;
};

std::vector<std::string> Decode(const std::vector<std::string_view>& pieces) {
  SseDecoder decoder;
  Log log;
  for (const std::string_view piece : pieces) {
    const std::string own(piece);  // so that a view that outlives its bytes is found by ASan
    decoder.Feed(own, log);
  }
  return log.lines;
}

TEST(SseDecoder, DispatchesOnTheEmptyLine) {
  EXPECT_THAT(Decode({"data: a\n\ndata:b\n\n"}), ElementsAre("|a|", "|b|"));
}

TEST(SseDecoder, JoinsSeveralDataLines) {
  EXPECT_THAT(Decode({"data: a\ndata\ndata:  b\n\n"}), ElementsAre("|a\n\n b|"));
}

TEST(SseDecoder, TakesEveryKindOfLineEnd) {
  EXPECT_THAT(Decode({"data: a\r\rdata: b\r\n\r\ndata: c\n\ndata: d\r\n\n"}),
              ElementsAre("|a|", "|b|", "|c|", "|d|"));
}

TEST(SseDecoder, SwallowsTheLineFeedOfACarriageReturnFedBefore) {
  EXPECT_THAT(Decode({"data: a\r", "\ndata: b\r", "\n\r", "\n"}), ElementsAre("|a\nb|"));
}

TEST(SseDecoder, ReportsCommentsApart) {
  EXPECT_THAT(Decode({":\n: ping\n:x\ndata: a\n: in between\n\n"}),
              ElementsAre("#", "#ping", "#x", "#in between", "|a|"));
}

TEST(SseDecoder, KeepsTheIdButNotTheType) {
  EXPECT_THAT(Decode({"event: t\nid: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"}),
              ElementsAre("t|a|1", "|b|1", "|c|"));
}

TEST(SseDecoder, AnIdWithNulIsIgnored) {
  const std::string_view text("id: 1\nid: a\0b\ndata: x\n\n", 23);
  EXPECT_THAT(Decode({text}), ElementsAre("|x|1"));
}

TEST(SseDecoder, TakesAnErrorFieldForAnErrorEvent) {
  EXPECT_THAT(Decode({"error: overloaded\n\ndata: next\n\n"}),
              ElementsAre("error|overloaded|", "|next|"));
}

TEST(SseDecoder, AnEventWithoutDataIsNone) {
  EXPECT_THAT(Decode({"event: t\n\nid: 7\n\ndata: a\n\n"}), ElementsAre("|a|7"));
}

TEST(SseDecoder, EmptyDataIsAnEvent) { EXPECT_THAT(Decode({"data:\n\n"}), ElementsAre("||")); }

TEST(SseDecoder, IgnoresUnknownFieldsAndFieldsOfAnotherCase) {
  EXPECT_THAT(Decode({"Data: a\nfoo: b\n data: c\ndata: d\n\n"}), ElementsAre("|d|"));
}

TEST(SseDecoder, SkipsOneByteOrderMarkAtTheStart) {
  EXPECT_THAT(Decode({"\xEF\xBB\xBF"
                      "data: a\n\n\xEF\xBB\xBF"
                      "data: b\n\n"}),
              ElementsAre("|a|"));
  EXPECT_THAT(Decode({"\xEF", "\xBB",
                      "\xBF"
                      "data: a\n\n"}),
              ElementsAre("|a|"));
  EXPECT_THAT(Decode({"\xEF\xBB", "data: a\ndata: b\n\n"}), ElementsAre("|b|"));
}

TEST(SseDecoder, ReadsRetryOfDigitsOnly) {
  SseDecoder decoder;
  Log log;
  decoder.Feed("retry: 1500\nretry: 12x\nretry:\nretry: -3\n\n", log);
  EXPECT_EQ(decoder.retry_milliseconds(), 1500U);
}

TEST(SseDecoder, AnySplitGivesTheSame) {
  const std::string_view stream =
      "\xEF\xBB\xBF: hi\r\nevent: delta\r\ndata: {\"t\":\"gr\xC3\xBC\xC3\x9F\"}\r\n\r\n"
      "id: 42\rdata: one\rdata: two\r\r"
      "data: x\nretry: 10\n\n\n\ndata\n\nevent: end\ndata: [DONE]\n\ndata: unfinished\n";
  const std::vector<std::string> whole = Decode({stream});
  ASSERT_THAT(whole, ElementsAre("#hi", "delta|{\"t\":\"gr\xC3\xBC\xC3\x9F\"}|", "|one\ntwo|42",
                                 "|x|42", "||42", "end|[DONE]|42"));
  for (std::size_t first = 0; first <= stream.size(); ++first) {
    for (std::size_t second = first; second <= stream.size(); ++second) {
      ASSERT_EQ(Decode({stream.substr(0, first), stream.substr(first, second - first),
                        stream.substr(second)}),
                whole)
          << first << ' ' << second;
    }
  }
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < stream.size(); ++i) bytes.push_back(stream.substr(i, 1));
  EXPECT_EQ(Decode(bytes), whole);
}

TEST(SseDecoder, GivesViewsIntoTheFedBytesWhereItCan) {
  struct Pointers {
    void OnEvent(const Event& event) { seen.push_back(event); }
    void OnComment(std::string_view) {}
    std::vector<Event> seen;
  } pointers;
  SseDecoder decoder;
  const std::string_view bytes = "event: t\ndata: a\n\n";
  decoder.Feed(bytes, pointers);
  ASSERT_EQ(pointers.seen.size(), 1U);
  EXPECT_EQ(pointers.seen[0].data.data(), bytes.data() + bytes.find("a\n"));
  EXPECT_EQ(pointers.seen[0].type.data(), bytes.data() + bytes.find("t\n"));
}

TEST(SseDecoder, DiscardsAnUnfinishedEventButShowsItsBytes) {
  SseDecoder decoder;
  Log log;
  decoder.Feed("data: a\n\n", log);
  EXPECT_FALSE(decoder.InsideEvent());
  decoder.Feed("data: [DONE]", log);
  EXPECT_TRUE(decoder.InsideEvent());
  decoder.Feed("\n", log);
  EXPECT_TRUE(decoder.InsideEvent());
  EXPECT_THAT(log.lines, ElementsAre("|a|"));
  EXPECT_EQ(decoder.LastBytes(), "data: a\n\ndata: [DONE]\n");
}

TEST(SseDecoder, KeepsOnlyTheLastBytes) {
  std::string all;
  for (int i = 0; i < 300; ++i) all += std::to_string(i) + '\n';
  for (const std::size_t step : {1U, 7U, 199U, 200U, 201U, 1000U}) {
    SseDecoder decoder;
    Log log;
    for (std::size_t at = 0; at < all.size(); at += step) decoder.Feed(all.substr(at, step), log);
    EXPECT_EQ(decoder.LastBytes(), all.substr(all.size() - SseDecoder::kTail)) << step;
  }
}

TEST(SseDecoder, RefusesAnEventBeyondItsLimitHoweverItComes) {
  for (const std::string& piece : {std::string("data: 12345\n"), std::string("x")}) {
    SseDecoder decoder(100);
    Log log;
    try {
      for (int i = 0; i < 101; ++i) decoder.Feed(piece, log);
      ADD_FAILURE() << "expected an error";
    } catch (const NetError& error) {
      EXPECT_EQ(error.reason(), Failure::kTooLarge);
      EXPECT_STREQ(error.what(), "an event of the stream is larger than 100 bytes");
    }
  }
}

TEST(SseDecoder, CommentsAndEarlierEventsDoNotCountTowardsTheLimit) {
  SseDecoder decoder(100);
  Log log;
  for (int i = 0; i < 50; ++i) decoder.Feed(": a heartbeat of some length\ndata: 12345\n\n", log);
  for (int i = 0; i < 50; ++i) decoder.Feed(": a heartbeat\n", log);
  EXPECT_EQ(log.lines.size(), 150U);
}

TEST(SseDecoder, ResetForgetsEverything) {
  SseDecoder decoder;
  Log log;
  decoder.Feed("id: 1\nevent: t\ndata: a\ndata: b\r", log);
  decoder.Reset();
  decoder.Feed("\xEF\xBB\xBF\ndata: c\n\n", log);
  EXPECT_THAT(log.lines, ElementsAre("|c|"));
  EXPECT_EQ(decoder.LastBytes(), "\xEF\xBB\xBF\ndata: c\n\n");
}

}  // namespace
}  // namespace clamor
