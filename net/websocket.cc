// SPDX-License-Identifier: Apache-2.0
#include "net/websocket.h"

#include <fmt/format.h>

#include <random>

#include "base/escape.h"
#include "net/net_error.h"
#include "net/ws_handshake.h"

namespace clamor {
namespace {

constexpr std::size_t kKeptBody = 4096;  // of a refusal
constexpr std::size_t kShown = 200;
constexpr std::string_view kGoodbye = "\x03\xe8";  // 1000

std::uint64_t Unpredictable() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

std::string_view FirstLine(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

}  // namespace

// The answer to the upgrade, as the HTTP parser tells of it.
class WebSocket::Answer {
 public:
  void OnHead(const ResponseHead& head) {
    head_ = &head;
    refused_ = head.status != 101;
  }
  void OnBody(std::string_view bytes) {
    body_.append(bytes.substr(0, kKeptBody - std::min(kKeptBody, body_.size())));
  }
  void OnEnd() { ended_ = true; }

  const ResponseHead& head() const { return *head_; }
  bool refused() const { return refused_; }
  std::string_view body() const { return body_; }
  // Of a refusal no more is wanted than its first line.
  bool enough() const {
    return ended_ || FirstLine(body_).size() < body_.size() || body_.size() == kKeptBody;
  }

 private:
  const ResponseHead* head_ = nullptr;
  bool refused_ = false;
  bool ended_ = false;
  std::string body_;
};

WebSocket::WebSocket(NetContext& context, std::size_t max_message_bytes)
    : context_(context),
      connection_(context),
      phase_([this] { connection_.Close(); }),
      random_(Unpredictable()),
      frames_(max_message_bytes) {}

Awaitable<void> WebSocket::Open(const WsUpgrade& upgrade, OpenTimes& times) {
  if (cut_) throw Cut();
  times = {};
  times.began = Clock::now();
  is_open_ = false;
  early_.clear();
  out_.clear();
  sending_.clear();
  try {
    context_.deadlines.Arm(phase_, Limit::kConnect, times.began);
    co_await connection_.Connect(times.made);
    context_.deadlines.Arm(phase_, Limit::kFirstByte, Clock::now());
    const Time asked = co_await Ask(upgrade);
    co_await AwaitAnswer(upgrade);
    times.upgrade = connection_.stream().arrival().kernel - asked;
  } catch (const ConnectionClosed&) {
    const std::optional<Limit> over = phase_.fired();
    phase_.Disarm();  // or its sweep would keep the thread until the limit is over
    ThrowWhyClosed(over);
  } catch (...) {
    phase_.Disarm();
    connection_.Close();
    throw;
  }
  phase_.Disarm();
  is_open_ = true;
}

Awaitable<Time> WebSocket::Ask(const WsUpgrade& upgrade) {
  key_ = WsKey(random_.Next(), random_.Next());
  const std::string request = UpgradeRequest(upgrade, key_);
  co_return co_await connection_.Write(request);
}

Awaitable<void> WebSocket::AwaitAnswer(const WsUpgrade& upgrade) {
  Http1Parser parser;
  parser.Reset(Http1Parser::Answers::kUpgrade);
  Answer answer;
  while (!parser.done() && !(parser.begun() && answer.enough())) {
    if (!connection_.HasPending()) co_await connection_.WaitReadable();
    const std::string_view bytes = connection_.TryRead();
    if (!bytes.empty()) {
      tally_.AddRead(connection_.stream());
      early_ = bytes.substr(parser.Feed(bytes, answer));
    } else if (connection_.ended()) {
      if (parser.FeedEnd(answer)) break;
      throw NetError(Failure::kReset, fmt::format("{} closed the connection without an answer to "
                                                  "the WebSocket's upgrade",
                                                  ToString(context_.url)));
    }
  }
  TakeAnswer(answer, upgrade);
}

void WebSocket::TakeAnswer(const Answer& answer, const WsUpgrade& upgrade) {
  if (answer.refused()) {
    const ResponseHead& head = answer.head();
    throw NetError(Failure::kUpgrade,
                   fmt::format("{} refused the WebSocket: {} {}: {}", ToString(context_.url),
                               head.status, ForTerminal(head.reason, kShown),
                               ForTerminal(FirstLine(answer.body()), kShown)));
  }
  WsAgreed agreed = ReadAgreement(answer.head(), upgrade, key_);
  subprotocol_ = std::move(agreed.subprotocol);
  frames_.Begin(agreed.deflate, agreed.deflate_takes_context);
}

Awaitable<void> WebSocket::Read(WsMessageSink& sink) {
  sink_ = &sink;
  try {
    const std::string early = std::exchange(early_, {});
    frames_.Take(early, *this);
    for (;;) {
      if (!out_.empty()) co_await Flush();
      if (!connection_.HasPending()) co_await connection_.WaitReadable();
      const std::string_view bytes = connection_.TryRead();
      if (!bytes.empty()) {
        tally_.AddRead(connection_.stream());
        frames_.Take(bytes, *this);
      } else if (connection_.ended()) {
        throw NetError(Failure::kReset, fmt::format("{} closed the connection without a WebSocket "
                                                    "close",
                                                    ToString(context_.url)));
      }
    }
  } catch (const ConnectionClosed&) {
    is_open_ = false;
    if (cut_) throw Cut();
    throw;
  } catch (...) {
    is_open_ = false;
    if (!out_.empty()) connection_.SendLastWord(out_);
    connection_.Close();
    throw;
  }
}

void WebSocket::OnMessage(const WsMessage& message) {
  sink_->OnMessage(message, connection_.stream().arrival());
}

void WebSocket::OnPing(std::string_view payload) {
  AppendFrame(WsOpcode::kPong, payload, static_cast<std::uint32_t>(random_.Next()), out_);
}

void WebSocket::OnClose(int code, std::string_view reason) {
  // The answer to it: the same code.
  const bool has_code = code != 1005;
  const std::string echo = {static_cast<char>(code >> 8), static_cast<char>(code)};
  AppendFrame(WsOpcode::kClose, has_code ? std::string_view(echo) : std::string_view(),
              static_cast<std::uint32_t>(random_.Next()), out_);
  throw NetError(Failure::kWsClose,
                 fmt::format("the server closed the WebSocket: {}{}{}", code,
                             reason.empty() ? "" : " ", ForTerminal(reason, kShown)));
}

Awaitable<Time> WebSocket::Send(std::string_view data, bool is_text) {
  if (cut_) throw Cut();
  if (!is_open_) throw ConnectionClosed();
  AppendFrame(is_text ? WsOpcode::kText : WsOpcode::kBinary, data,
              static_cast<std::uint32_t>(random_.Next()), out_);
  try {
    co_return co_await Flush();
  } catch (const ConnectionClosed&) {
    if (cut_) throw Cut();
    throw;
  }
}

// Two coroutines must not write at once, or their frames would mingle: the second one's are taken
// along by the first.
Awaitable<Time> WebSocket::Flush() {
  Time handed_over = Clock::now();
  if (!sending_.empty()) co_return handed_over;
  while (!out_.empty()) {
    sending_.swap(out_);
    try {
      handed_over = co_await connection_.Write(sending_);
    } catch (...) {
      sending_.clear();
      throw;
    }
    sending_.clear();
  }
  co_return handed_over;
}

void WebSocket::Close() {
  if (is_open_ && sending_.empty()) {
    out_.clear();
    AppendFrame(WsOpcode::kClose, kGoodbye, static_cast<std::uint32_t>(random_.Next()), out_);
    connection_.SendLastWord(out_);
  }
  out_.clear();
  is_open_ = false;
  connection_.Close();
}

void WebSocket::Abort() {
  cut_ = true;
  Close();
}

void WebSocket::ThrowWhyClosed(std::optional<Limit> over) const {
  if (cut_ || !over) throw Cut();
  if (*over == Limit::kConnect) throw NoConnection(context_);
  throw NetError(Failure::kTimeout,
                 fmt::format("no answer to the WebSocket's upgrade within {:g} s",
                             context_.LimitInSeconds(*over)));
}

}  // namespace clamor
