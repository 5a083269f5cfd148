// SPDX-License-Identifier: Apache-2.0
// The course of one exchange, and what its end is called.
#include "net/http_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "net/net_error.h"

namespace clamor {

// Leaves nothing armed behind, and a connection only where the response ended as it should.
class HttpClient::InUse {
 public:
  InUse(HttpClient& client, ExchangeTimes& times)
      : client_(client),
        times_(times),
        sent_before_(client.connection_.stream().bytes_sent()),
        received_before_(client.connection_.stream().bytes_received()) {}
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;
  ~InUse() {
    client_.turn_.Disarm();
    client_.phase_.Disarm();
    times_.bytes_sent = client_.connection_.stream().bytes_sent() - sent_before_;
    times_.bytes_received = client_.connection_.stream().bytes_received() - received_before_;
    if (!keep_) client_.CloseConnection();
  }
  void Keep() { keep_ = true; }

 private:
  HttpClient& client_;
  ExchangeTimes& times_;
  std::uint64_t sent_before_;
  std::uint64_t received_before_;
  bool keep_ = false;
};

HttpClient::HttpClient(NetContext& context)
    : context_(context),
      connection_(context),
      turn_([this] { CloseConnection(); }),
      phase_([this] { CloseConnection(); }) {}

Awaitable<void> HttpClient::Exchange(std::string_view request, ResponseSink& sink,
                                     ExchangeTimes& times, std::optional<Time> turn_began) {
  if (cut_) throw Cut();
  times = {};
  times.began = Clock::now();
  InUse in_use(*this, times);
  Arm(turn_, Limit::kTurn, turn_began.value_or(times.began));
  try {
    co_await Run(request, sink, times);
  } catch (const ConnectionClosed&) {
    ThrowWhyClosed();
  }
  if (sent_whole_ && reader_.reusable()) in_use.Keep();
}

void HttpClient::Abort() {
  cut_ = true;
  CloseConnection();
}

Awaitable<void> HttpClient::Run(std::string_view request, ResponseSink& sink,
                                ExchangeTimes& times) {
  using Answers = Http1Parser::Answers;
  reader_.Begin(request.starts_with("HEAD ") ? Answers::kHeadRequest : Answers::kAny);
  co_await EnsureConnected(times);
  co_await Send(request, times);
  co_await ReadResponse(sink, times);
}

Awaitable<void> HttpClient::EnsureConnected(ExchangeTimes& times) {
  times.new_connection = !connection_.IsQuiet();
  if (times.new_connection) {
    Arm(phase_, Limit::kConnect, times.began);
    co_await connection_.Connect(times.made);
  }
  times.connected = Clock::now();
}

// A server may answer, and drop the rest, before it has read a whole request (too long, not
// allowed): then its answer counts, so a request that cannot be sent to its end is no failure yet.
// Reading will tell.
Awaitable<void> HttpClient::Send(std::string_view request, ExchangeTimes& times) {
  Arm(phase_, Limit::kFirstByte, times.connected);
  sent_whole_ = false;
  try {
    times.sent = co_await connection_.Write(request);
    sent_whole_ = true;
  } catch (const NetError&) {
    times.sent = Clock::now();
  }
  Arm(phase_, Limit::kFirstByte, times.sent);
}

Awaitable<void> HttpClient::ReadResponse(ResponseSink& sink, ExchangeTimes& times) {
  for (;;) {
    if (!connection_.HasPending()) co_await connection_.WaitReadable();
    const std::string_view bytes = connection_.TryRead();
    if (!bytes.empty()) {
      if (!TakeWhatCounts(bytes, sink, times) || reader_.wants() == Wants::kStop) co_return;
      if (reader_.done() || reader_.wants() == Wants::kDrain) {
        times.whole = times.last_byte.read;
        co_return co_await Drain(sink, times);
      }
    } else if (connection_.ended()) {
      co_return TakeEnd(sink, times);
    }
  }
}

// False when the connection is spoilt by what came behind the answer's end, in the same read.
bool HttpClient::TakeWhatCounts(std::string_view bytes, ResponseSink& sink, ExchangeTimes& times) {
  try {
    TakeBytes(bytes, sink, times);
  } catch (const NetError&) {
    if (reader_.wants() == Wants::kMore) throw;
    return false;
  }
  return true;
}

// The answer is whole: what goes wrong from here on costs the connection and nothing else. The
// close that the server announced is waited for: the side that closes first keeps the port for a
// minute.
Awaitable<void> HttpClient::Drain(ResponseSink& sink, ExchangeTimes& times) {
  const auto over = [this] { return reader_.done() && !reader_.awaits_close(); };
  if (over()) co_return;
  Arm(phase_, Limit::kDrain, times.last_byte.read);
  try {
    while (!over() && !connection_.ended()) {
      if (!connection_.HasPending()) co_await connection_.WaitReadable();
      const std::string_view bytes = connection_.TryRead();
      if (!bytes.empty()) TakeBytes(bytes, sink, times);
    }
  } catch (const ConnectionClosed&) {
  } catch (const NetError&) {
  }
  // Where bytes ended it, their stamp tells when: the rest is the client's own delay.
  times.drained = over() ? times.last_byte.kernel : Clock::now();
}

void HttpClient::TakeBytes(std::string_view bytes, ResponseSink& sink, ExchangeTimes& times) {
  const Arrival& arrival = connection_.stream().arrival();
  if (times.reads == 0) times.first_byte = arrival;
  times.last_byte = arrival;
  times.AddRead(connection_.stream());
  if (reader_.wants() == Wants::kMore) Arm(phase_, Limit::kBetweenEvents, arrival.read);
  reader_.Take(bytes, arrival, sink);
}

void HttpClient::TakeEnd(ResponseSink& sink, const ExchangeTimes& times) {
  if (reader_.TakeEnd(connection_.stream().arrival(), sink)) return;
  const std::string target = ToString(context_.url);
  if (reader_.begun()) {
    throw NetError(Failure::kReset,
                   fmt::format("{} closed the connection before the response's end", target));
  }
  throw NetError(
      Failure::kReset,
      times.new_connection
          ? fmt::format("{} closed the connection without an answer", target)
          : fmt::format("{} closed the kept connection while a request was on its way (its "
                        "keep-alive time is shorter than the pause between requests)",
                        target));
}

void HttpClient::Arm(Deadline& deadline, Limit limit, Time now) {
  context_.deadlines.Arm(deadline, limit, now);
}

void HttpClient::ThrowWhyClosed() const {
  const std::optional<Limit> over = turn_.fired() ? turn_.fired() : phase_.fired();
  if (cut_ || !over) throw Cut();
  const double limit = context_.LimitInSeconds(*over);
  switch (*over) {
    case Limit::kConnect:
      throw NoConnection(context_);
    case Limit::kFirstByte:
      throw NetError(Failure::kTimeout, fmt::format("no first byte of the answer within {:g} s of "
                                                    "the request",
                                                    limit));
    case Limit::kBetweenEvents:
      throw NetError(Failure::kTimeout,
                     fmt::format("the answer stalled: nothing came for {:g} s", limit));
    case Limit::kTurn:
    case Limit::kDrain:  // ends an answer that is whole, so it never comes here
      break;
  }
  throw NetError(Failure::kTimeout, fmt::format("the whole turn took longer than {:g} s", limit));
}

}  // namespace clamor
