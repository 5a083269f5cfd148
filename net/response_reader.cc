// SPDX-License-Identifier: Apache-2.0
// The way of a body from the parser through its content coding to its receiver.
#include "net/response_reader.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "net/net_error.h"

namespace clamor {
namespace {

// The decoder that the head asks for; none for a body as it is.
std::optional<Coding> CodingOf(const ResponseHead& head) {
  const std::string_view name = head.Find("content-encoding").value_or("");
  if (name.empty() || EqualIgnoringCase(name, "identity")) return std::nullopt;
  if (EqualIgnoringCase(name, "gzip") || EqualIgnoringCase(name, "x-gzip")) return Coding::kGzip;
  if (EqualIgnoringCase(name, "deflate")) return Coding::kDeflate;
  throw NetError(Failure::kProtocol,
                 fmt::format("content encoding '{}' was not asked for and cannot be read (gzip and "
                             "deflate can)",
                             ForTerminal(name, 60)));
}

}  // namespace

struct ResponseReader::Relay {
  ResponseReader& reader;
  const Arrival& arrival;
  ResponseSink& sink;

  void OnHead(const ResponseHead& head) {
    sink.OnHead(head, arrival);
    if (const auto coding = CodingOf(head)) reader.inflater_.emplace(*coding);
  }
  void OnBody(std::string_view bytes) {
    if (reader.inflater_ && reader.wants_ == Wants::kMore) {
      reader.inflater_->Feed(bytes, [this](std::string_view piece) { Pass(piece); });
    } else {
      Pass(bytes);
    }
  }
  void OnEnd() {
    if (!reader.inflater_ || reader.wants_ != Wants::kMore || reader.inflater_->complete()) return;
    throw NetError(Failure::kTruncated, "the body ended before its compressed data did");
  }
  void Pass(std::string_view bytes) {
    if (reader.wants_ == Wants::kMore) reader.wants_ = sink.OnBody(bytes, arrival);
  }
};

void ResponseReader::Begin(Http1Parser::Answers answers) {
  parser_.Reset(answers);
  inflater_.reset();
  wants_ = Wants::kMore;
  surplus_ = false;
}

void ResponseReader::Take(std::string_view bytes, const Arrival& arrival, ResponseSink& sink) {
  surplus_ = parser_.Feed(bytes, Relay{*this, arrival, sink}) != bytes.size();
}

bool ResponseReader::TakeEnd(const Arrival& arrival, ResponseSink& sink) {
  return parser_.FeedEnd(Relay{*this, arrival, sink});
}

}  // namespace clamor
