// SPDX-License-Identifier: Apache-2.0
#include "net/http1.h"

#include <gmock/gmock.h>

#include <vector>

#include "net/net_error.h"

namespace clamor {
namespace {

struct Log {
  void OnHead(const ResponseHead& head) {
    ++heads;
    status = head.status;
  }
  void OnBody(std::string_view bytes) { body += bytes; }
  void OnEnd() { ++ends; }

  int heads = 0;
  int status = 0;
  int ends = 0;
  std::string body;
};

struct Result {
  Log log;
  bool whole = false;
  bool keep_alive = false;
  std::size_t taken = 0;
  std::optional<Failure> failure;

  friend bool operator==(const Result& a, const Result& b) {
    return a.log.heads == b.log.heads && a.log.status == b.log.status && a.log.ends == b.log.ends &&
           a.log.body == b.log.body && a.whole == b.whole && a.keep_alive == b.keep_alive &&
           a.taken == b.taken && a.failure == b.failure;
  }
};

Result Parse(const std::vector<std::string_view>& pieces,
             Http1Parser::Answers answers = Http1Parser::Answers::kAny) {
  Http1Parser parser;
  parser.Reset(answers);
  Result result;
  try {
    for (const std::string_view piece : pieces) {
      const std::string own(piece);
      result.taken += parser.Feed(own, result.log);
    }
    result.keep_alive = parser.keep_alive();
    result.whole = parser.FeedEnd(result.log);
  } catch (const NetError& error) {
    result.failure = error.reason();
    result.taken = 0;  // says nothing once it failed
  }
  return result;
}

struct Case {
  const char* name;
  std::string bytes;
  Result wanted;
};

Result Whole(std::string body, bool keep_alive, int status = 200) {
  Result result;
  result.log = {1, status, 1, std::move(body)};
  result.whole = true;
  result.keep_alive = keep_alive;
  return result;
}

std::vector<Case> Responses() {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: Chunked\r\n\r\n";
  return {
      {"length", ok + "Content-Length: 5\r\n\r\nhello", Whole("hello", true)},
      {"zero length", ok + "Content-Length: 0\r\n\r\n", Whole("", true)},
      {"same length twice", ok + "Content-Length: 2, 2\r\ncontent-length:2\r\n\r\nhi",
       Whole("hi", true)},
      {"chunked", chunked + "3\r\nabc\r\n00A\r\n0123456789\r\n0\r\n\r\n",
       Whole("abc0123456789", true)},
      {"extensions and trailers",
       chunked + "3;a=\"b\"\r\nabc\r\n2 ; c\r\nde\r\n0;last\r\nX: y\r\nDigest: z\r\n\r\n",
       Whole("abcde", true)},
      {"until close", ok + "\r\nall of it", Whole("all of it", false)},
      {"connection close", ok + "Connection: x, Close\r\nContent-Length: 2\r\n\r\nhi",
       Whole("hi", false)},
      {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", Whole("hi", false)},
      {"HTTP/1.0 kept", "HTTP/1.0 200\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi",
       Whole("hi", true)},
      {"length and chunked",
       ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
            "3\r\nabc\r\n0\r\n\r\n",
       Whole("abc", false)},
      {"interim",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: <x>\r\n\r\n" + ok +
           "Content-Length: 2\r\n\r\nhi",
       Whole("hi", true)},
      {"no content", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", Whole("", true, 204)},
      {"not modified", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
       Whole("", true, 304)},
      {"bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", Whole("hi", true)},
      {"empty lines before", "\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", Whole("hi", true)},
  };
}

TEST(Http1Parser, ReadsEveryKindOfResponseHoweverItIsSplit) {
  for (Case& response : Responses()) {
    SCOPED_TRACE(response.name);
    const std::string_view bytes = response.bytes;
    response.wanted.taken = bytes.size();
    ASSERT_EQ(Parse({bytes}), response.wanted);
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
      ASSERT_EQ(Parse({bytes.substr(0, at), bytes.substr(at)}), response.wanted) << at;
    }
    std::vector<std::string_view> singly;
    for (std::size_t i = 0; i < bytes.size(); ++i) singly.push_back(bytes.substr(i, 1));
    ASSERT_EQ(Parse(singly), response.wanted);
  }
}

TEST(Http1Parser, RefusesWhatIsNotHttpHoweverItIsSplit) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const std::vector<std::string> broken = {
      "SSH-2.0-OpenSSH\r\n",
      "HTTP/2 200 OK\r\n\r\n",
      "\x15\x03\x01",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 2000 OK\r\n\r\n",
      "HTTP/1.1 099 Low\r\n\r\n",
      "HTTP/1.1  200 OK\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\n\r\n",
      ok + "No colon\r\n\r\n",
      ok + ": no name\r\n\r\n",
      ok + "Space : before\r\n\r\n",
      ok + "A: b\r\n folded\r\n\r\n",
      ok + "A: b\x01\r\n\r\n",
      ok + "A: b\rC: d\r\n\r\n",
      ok + "Content-Length: 5x\r\n\r\n",
      ok + "Content-Length: -1\r\n\r\n",
      ok + "Content-Length: +5\r\n\r\n",
      ok + "Content-Length:\r\n\r\n",
      ok + "Content-Length: 99999999999999999999\r\n\r\n",
      ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
      ok + "Transfer-Encoding: gzip, chunked\r\n\r\n",
      ok + "Transfer-Encoding: chunked, chunked\r\n\r\n",
      chunked + "\r\n",
      chunked + "x\r\n",
      chunked + "-1\r\n",
      chunked + "3\nabc",
      chunked + "3\r\nabcd\r\n",
      chunked + "3\r\nabc\n0\r\n",
      chunked + "3\r\rabc",
      chunked + "1000000000000000\r\n",
  };
  for (const std::string& bytes : broken) {
    ASSERT_EQ(Parse({bytes}).failure, Failure::kProtocol) << bytes;
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
      const std::string_view view = bytes;
      ASSERT_EQ(Parse({view.substr(0, at), view.substr(at)}).failure, Failure::kProtocol) << bytes;
    }
  }
}

TEST(Http1Parser, TellsAResponseThatWasCutShort) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::vector<std::string> cut = {"", "HTTP/1.1 2", ok + "Content-Length: 5\r\n\r\nhell",
                                        ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                                        ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n"};
  for (const std::string& bytes : cut) {
    const Result result = Parse({bytes});
    EXPECT_FALSE(result.whole) << bytes;
    EXPECT_EQ(result.log.ends, 0) << bytes;
    EXPECT_EQ(result.failure, std::nullopt) << bytes;
  }
}

TEST(Http1Parser, LeavesWhatFollowsTheResponse) {
  const std::string_view bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200";
  EXPECT_EQ(Parse({bytes}).taken, bytes.find("HTTP/1.1 200", 1));
}

TEST(Http1Parser, AnAnswerToHeadHasNoBody) {
  const Result result =
      Parse({"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}, Http1Parser::Answers::kHeadRequest);
  EXPECT_TRUE(result.whole);
  EXPECT_EQ(result.log.ends, 1);
}

TEST(Http1Parser, BoundsHeadsExtensionsAndTrailers) {
  const std::string filler(Http1Parser::kMaxHead + 1, 'a');
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& bytes :
       {"HTTP/1.1 200 OK\r\nA: " + filler, chunked + "3;" + filler, chunked + "0\r\n" + filler,
        std::string(2 * Http1Parser::kMaxHead + 2, '\n')}) {
    EXPECT_EQ(Parse({bytes}).failure, Failure::kTooLarge);
  }
}

TEST(Http1Parser, GivesTheBodyWithoutCopyingIt) {
  struct Pointer {
    void OnHead(const ResponseHead&) {}
    void OnBody(std::string_view bytes) { body = bytes; }
    void OnEnd() {}
    std::string_view body;
  } pointer;
  Http1Parser parser;
  parser.Reset();
  const std::string_view bytes =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";
  parser.Feed(bytes, pointer);
  EXPECT_EQ(pointer.body.data(), bytes.data() + bytes.find("abc"));
}

TEST(ResponseHead, FindsFieldsWhateverTheirCase) {
  ResponseHead head;
  ParseResponseHead("HTTP/1.1 429 Too Many\r\nRetry-After: \t7 \r\nX: a\r\nX: b\r\nEmpty:\r\n\r\n",
                    head);
  EXPECT_EQ(head.status, 429);
  EXPECT_EQ(head.reason, "Too Many");
  EXPECT_EQ(head.Find("retry-after"), "7");
  EXPECT_EQ(head.Find("x"), "a");
  EXPECT_EQ(head.Find("empty"), "");
  EXPECT_EQ(head.Find("missing"), std::nullopt);
}

}  // namespace
}  // namespace clamor
