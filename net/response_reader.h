// SPDX-License-Identifier: Apache-2.0
// From the bytes of a connection to the decoded body of one response: parser, content coding and
// the receiver's wishes. It knows no socket, so it can be driven from memory.
#pragma once

#include <optional>
#include <string_view>

#include "net/clock.h"
#include "net/http1.h"
#include "net/inflate.h"

namespace clamor {

// What the receiver of a body wants next.
enum class Wants : unsigned char {
  kMore,
  kDrain,  // it has the terminal marker: what follows is read for a short while, unseen, to keep
           // the connection
  kStop,   // it wants nothing more; the connection is closed
};

// Who receives a response. What it throws ends the exchange and comes out of it.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  // Once; the head stands until the exchange ends.
  virtual void OnHead(const ResponseHead& head, const Arrival& arrival) = 0;
  // Each piece of the body, decoded; `bytes` stand until it returns. After another answer than
  // kMore it is not called again.
  virtual Wants OnBody(std::string_view bytes, const Arrival& arrival) = 0;
};

class ResponseReader {
 public:
  void Begin(Http1Parser::Answers answers);
  // Throws NetError (kProtocol, kTooLarge, kTruncated: the coded data ended early) and whatever the
  // sink throws.
  void Take(std::string_view bytes, const Arrival& arrival, ResponseSink& sink);
  // The peer ended its side: true where the response is whole by that.
  bool TakeEnd(const Arrival& arrival, ResponseSink& sink);

  bool begun() const { return parser_.begun(); }
  bool done() const { return parser_.done(); }
  Wants wants() const { return wants_; }
  // Once done: whether the connection can take another request.
  bool reusable() const { return parser_.keep_alive() && !surplus_; }
  // Once done: whether the peer will close the connection, as its head said.
  bool awaits_close() const { return !parser_.keep_alive() && !surplus_; }

 private:
  struct Relay;

  Http1Parser parser_;
  std::optional<Inflater> inflater_;
  Wants wants_ = Wants::kMore;
  bool surplus_ = false;  // bytes came behind the response
};

}  // namespace clamor
