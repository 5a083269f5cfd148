// SPDX-License-Identifier: Apache-2.0
// The parts of the HTTP/1.x parser that need no sink.
#include "net/http1.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "net/net_error.h"

namespace clamor {
namespace {

constexpr std::string_view kBeginning = "HTTP/1.";
constexpr int kMaxSizeDigits = 15;  // keeps a chunk's size far from overflow
constexpr std::size_t kShown = 60;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

[[noreturn]] void FailChunk(std::string_view expected, char got) {
  throw NetError(Failure::kProtocol,
                 fmt::format("broken chunked encoding: expected {}, got '{}'", expected,
                             ForTerminal(std::string_view(&got, 1), kShown)));
}

void CheckSize(std::size_t bytes, std::string_view of) {
  if (bytes <= Http1Parser::kMaxHead) return;
  throw NetError(Failure::kTooLarge, fmt::format("{} of the response is longer than {} bytes", of,
                                                 Http1Parser::kMaxHead));
}

// Seen at once and not at the end of a head that never comes: a server that speaks something else
// may wait for us.
void CheckBeginning(std::string_view head) {
  if (head.substr(0, kBeginning.size()) == kBeginning.substr(0, head.size())) return;
  throw NetError(Failure::kProtocol, fmt::format("the answer is not HTTP/1.1: it begins with '{}'",
                                                 ForTerminal(head, kShown)));
}

}  // namespace

void Http1Parser::Reset(Answers answers) {
  state_ = State::kHead;
  begun_ = false;
  answers_ = answers;
  left_ = 0;
  size_digits_ = 0;
  side_bytes_ = 0;
  line_start_ = 0;
  trailer_line_ = 0;
  text_.clear();
  framing_ = {};
}

const char* Http1Parser::TakeHead(const char* at, const char* end, bool& complete) {
  const auto* newline =
      static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
  const char* const stop = newline == nullptr ? end : newline + 1;
  text_.append(at, stop);
  CheckSize(text_.size(), "the head");
  if (newline == nullptr) {
    if (text_ != "\r") CheckBeginning(text_);
    return stop;
  }
  const std::string_view line = std::string_view(text_).substr(line_start_);
  const bool blank = line == "\r\n" || line == "\n";
  if (blank && line_start_ == 0) {  // an empty line that the last response left behind
    text_.clear();
    CheckSize(++side_bytes_, "the head");
    return stop;
  }
  CheckBeginning(text_);
  complete = blank;
  line_start_ = text_.size();
  return stop;
}

bool Http1Parser::EnterBody() {
  ParseResponseHead(text_, head_);
  if (head_.status == 101 && answers_ == Answers::kUpgrade) {
    state_ = State::kDone;
    return true;
  }
  if (head_.status < 200) {
    if (head_.status == 101) {
      throw NetError(Failure::kProtocol, "the server switched protocols (101) without being asked");
    }
    text_.clear();
    line_start_ = 0;
    return false;
  }
  framing_ = FramingOf(head_, answers_ == Answers::kHeadRequest);
  left_ = framing_.length;
  switch (framing_.end) {
    case BodyEnd::kNone:
      state_ = State::kDone;
      break;
    case BodyEnd::kLength:
      state_ = left_ == 0 ? State::kDone : State::kLength;
      break;
    case BodyEnd::kChunked:
      state_ = State::kChunkSize;
      break;
    case BodyEnd::kClose:
      state_ = State::kClose;
      break;
  }
  return true;
}

const char* Http1Parser::TakeChunkSize(const char* at, const char* end) {
  for (; at != end; ++at) {
    const int value = HexValue(*at);
    if (value < 0) break;
    if (size_digits_ == 0) left_ = 0;
    if (++size_digits_ > kMaxSizeDigits) FailChunk("a chunk size of at most 15 digits", *at);
    left_ = left_ * 16 + static_cast<std::uint64_t>(value);
  }
  if (at == end) return at;
  const char c = *at;
  if (size_digits_ == 0) FailChunk("a chunk size", c);
  if (c != '\r' && c != ';' && c != ' ' && c != '\t') FailChunk("the end of a chunk size", c);
  state_ = c == '\r' ? State::kChunkSizeLf : State::kChunkNote;
  size_digits_ = 0;
  return at + 1;
}

const char* Http1Parser::TakeChunkNote(const char* at, const char* end) {
  const auto size = static_cast<std::size_t>(end - at);
  const auto* cr = static_cast<const char*>(std::memchr(at, '\r', size));
  const char* const stop = cr == nullptr ? end : cr + 1;
  side_bytes_ += static_cast<std::size_t>(stop - at);
  CheckSize(side_bytes_, "the chunk extensions");
  if (cr != nullptr) state_ = State::kChunkSizeLf;
  return stop;
}

const char* Http1Parser::TakeTrailer(const char* at, const char* end) {
  while (at != end) {
    const char c = *at++;
    CheckSize(++side_bytes_, "the trailer");
    if (c == '\n') {
      if (trailer_line_ == 0) {
        state_ = State::kDone;
        return at;
      }
      trailer_line_ = 0;
    } else if (c != '\r') {
      ++trailer_line_;
    }
  }
  return at;
}

void Http1Parser::Expect(char wanted, char got, State next) {
  if (got != wanted) FailChunk(wanted == '\r' ? "CR" : "LF", got);
  state_ = next;
}

}  // namespace clamor
