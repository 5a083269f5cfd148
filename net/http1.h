// SPDX-License-Identifier: Apache-2.0
// Push parser of HTTP/1.x responses. It works on the read buffer and copies no body: small chunks
// in one buffer cost a few nanoseconds each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "net/response_head.h"

namespace clamor {

class Http1Parser {
 public:
  static constexpr std::size_t kMaxHead = 64 * 1024;  // also of all trailers

  // What a response answers, where that changes what it may be: to HEAD it has no body whatever its
  // head says, to an upgrade it may switch protocols (101), which ends HTTP on the connection.
  enum class Answers : unsigned char { kAny, kHeadRequest, kUpgrade };

  // Begins a new response.
  void Reset(Answers answers = Answers::kAny);

  // Takes the next bytes, split anywhere, and calls sink.OnHead(const ResponseHead&) once,
  // sink.OnBody(std::string_view) for each piece of body, and sink.OnEnd(). Returns how many bytes
  // belonged to the response: what is left over at its end was never asked for. Interim (1xx)
  // responses are skipped. Throws NetError: kProtocol for what is not HTTP, kTooLarge for a head
  // that is too long.
  template <class Sink>
  std::size_t Feed(std::string_view bytes, Sink&& sink);

  // The peer ended its side. True where the response is whole by that (and calls sink.OnEnd() for a
  // body that only the close ends); false where it was cut short.
  template <class Sink>
  bool FeedEnd(Sink&& sink);

  bool begun() const { return begun_; }  // a byte of the response was seen
  bool done() const { return state_ == State::kDone; }
  // Once done: whether the connection can be used for another request.
  bool keep_alive() const { return done() && framing_.keep_alive; }
  // Valid from OnHead until the next Reset.
  const ResponseHead& head() const { return head_; }

 private:
  enum class State : unsigned char {
    kHead,
    kLength,       // body of known length
    kClose,        // body that the peer's close ends
    kChunkSize,    // hexadecimal digits
    kChunkNote,    // an extension, skipped
    kChunkSizeLf,  // CR seen behind the size
    kChunkData,
    kChunkDataCr,
    kChunkDataLf,
    kTrailer,
    kDone,
  };

  // Each takes what it needs from [at, end) and returns where it stopped.
  const char* TakeHead(const char* at, const char* end, bool& complete);
  const char* TakeChunkSize(const char* at, const char* end);
  const char* TakeChunkNote(const char* at, const char* end);
  const char* TakeTrailer(const char* at, const char* end);
  void Expect(char wanted, char got, State next);
  // Reads the collected head and chooses the body's state. False for an interim response, which is
  // forgotten.
  bool EnterBody();

  State state_ = State::kHead;
  bool begun_ = false;
  Answers answers_ = Answers::kAny;
  std::uint64_t left_ = 0;        // bytes of the body or the chunk still to come
  int size_digits_ = 0;           // of the chunk size being read
  std::size_t side_bytes_ = 0;    // of extensions and trailers, bounded
  std::size_t line_start_ = 0;    // of the head's line being collected
  std::size_t trailer_line_ = 0;  // length of the trailer line being skipped
  std::string text_;              // the head
  ResponseHead head_;
  BodyFraming framing_;
};

template <class Sink>
std::size_t Http1Parser::Feed(std::string_view bytes, Sink&& sink) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  begun_ = begun_ || !bytes.empty();
  while (at != end && state_ != State::kDone) {
    switch (state_) {
      case State::kHead: {
        bool complete = false;
        at = TakeHead(at, end, complete);
        if (!complete || !EnterBody()) break;
        sink.OnHead(static_cast<const ResponseHead&>(head_));
        if (state_ == State::kDone) sink.OnEnd();
        break;
      }
      case State::kLength:
      case State::kChunkData: {
        const auto here = static_cast<std::size_t>(
            std::min<std::uint64_t>(left_, static_cast<std::uint64_t>(end - at)));
        const bool last = here == left_;
        left_ -= here;
        if (last) state_ = state_ == State::kLength ? State::kDone : State::kChunkDataCr;
        sink.OnBody(std::string_view(at, here));
        at += here;
        if (state_ == State::kDone) sink.OnEnd();
        break;
      }
      case State::kClose:
        sink.OnBody(std::string_view(at, static_cast<std::size_t>(end - at)));
        at = end;
        break;
      case State::kChunkDataCr:
        Expect('\r', *at++, State::kChunkDataLf);
        break;
      case State::kChunkDataLf:
        Expect('\n', *at++, State::kChunkSize);
        break;
      case State::kChunkSize:
        at = TakeChunkSize(at, end);
        break;
      case State::kChunkNote:
        at = TakeChunkNote(at, end);
        break;
      case State::kChunkSizeLf:
        Expect('\n', *at++, left_ == 0 ? State::kTrailer : State::kChunkData);
        break;
      case State::kTrailer:
        at = TakeTrailer(at, end);
        if (state_ == State::kDone) sink.OnEnd();
        break;
      case State::kDone:
        break;
    }
  }
  return static_cast<std::size_t>(at - bytes.data());
}

template <class Sink>
bool Http1Parser::FeedEnd(Sink&& sink) {
  if (state_ == State::kClose) {
    state_ = State::kDone;
    sink.OnEnd();
  }
  return done();
}

}  // namespace clamor
