// SPDX-License-Identifier: Apache-2.0
// Connecting, and the steps of reading and writing that TCP and TLS have in common.
#include "net/connection.h"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <stdexcept>

#include "net/net_error.h"

namespace clamor {
namespace {

using boost::system::error_code;
namespace errc = boost::system::errc;

bool IsExhaustion(const error_code& error) {
  return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
         error == errc::no_buffer_space || error == errc::not_enough_memory ||
         error == errc::no_space_on_device;  // epoll's limit of watches
}

// To a free port of this machine a connection succeeds when the kernel happens to choose that very
// port as its source.
bool IsConnectedToItself(const StampedStream::Socket& socket) {
  error_code ignored;  // a connection that is gone is noticed by its first use
  const auto own = socket.local_endpoint(ignored);
  return !ignored && own == socket.remote_endpoint(ignored);
}

[[noreturn]] void ThrowExhausted(const error_code& error, const std::string& target) {
  throw GeneratorExhausted(fmt::format(
      "this machine cannot open another connection to {}: {} (raise `ulimit -n`, lower the users, "
      "or reuse connections)",
      target, error.message()));
}

[[noreturn]] void ThrowConnectError(const error_code& error, const std::string& target) {
  if (error == errc::connection_refused) {
    throw NetError(Failure::kRefused,
                   fmt::format("connection refused by {} (is the server running, "
                               "and is the port right?)",
                               target));
  }
  if (error == errc::timed_out) {
    throw NetError(Failure::kConnectTimeout,
                   fmt::format("no connection to {}: the kernel gave up waiting", target));
  }
  if (error == errc::connection_reset) {
    throw NetError(Failure::kReset,
                   fmt::format("{} reset the connection while it was made", target));
  }
  throw NetError(Failure::kUnreachable,
                 fmt::format("cannot reach {}: {} (check the address and this machine's network)",
                             target, error.message()));
}

}  // namespace

void Connection::CheckOpen() const {
  if (closed_) throw ConnectionClosed();
}

Awaitable<void> Connection::Wait(StampedStream::Socket::wait_type what) {
  return stream_.socket().async_wait(what, asio::redirect_error(kAwait, wait_error_));
}

Awaitable<void> Connection::WaitFor(TlsNeeds needs) {
  return Wait(needs == TlsNeeds::kWrite ? StampedStream::Socket::wait_write
                                        : StampedStream::Socket::wait_read);
}

Awaitable<void> Connection::Connect(ConnectTimes& times) {
  Close();
  closed_ = ended_ = pending_ = false;
  read_waits_for_ = StampedStream::Socket::wait_read;
  error_code error = asio::error::host_not_found;
  for (const auto& endpoint : context_.endpoints) {
    const Time began = Clock::now();
    const error_code tried = co_await ConnectTo(endpoint);
    times.connect = Clock::now() - began;
    CheckOpen();
    // Without an IPv6 address of its own, a machine says of every IPv6 endpoint what it says
    // without local ports: such an endpoint must not hide what another one said.
    const bool says_nothing =
        tried == errc::address_not_available && endpoint.protocol() == asio::ip::tcp::v6();
    if (error == asio::error::host_not_found || !says_nothing) error = tried;
    if (!error) break;
    stream_.Close();
  }
  if (IsExhaustion(error) || error == errc::address_not_available) {
    ThrowExhausted(error, ToString(context_.url));
  }
  if (error) ThrowConnectError(error, ToString(context_.url));
  stream_.Prepare();
  if (!context_.url.tls) co_return;
  const Time began = Clock::now();
  co_await Handshake();
  times.tls = Clock::now() - began;
}

Awaitable<error_code> Connection::ConnectTo(const asio::ip::tcp::endpoint& endpoint) {
  error_code error;
  stream_.socket().open(endpoint.protocol(), error);
  if (!error) {
    co_await stream_.socket().async_connect(endpoint, asio::redirect_error(kAwait, error));
  }
  if (!error && IsConnectedToItself(stream_.socket())) error = asio::error::connection_refused;
  co_return error;
}

Awaitable<void> Connection::Handshake() {
  if (context_.tls == nullptr) throw std::logic_error("an https target needs a TLS context");
  tls_.emplace(*context_.tls, stream_, context_.url.host);
  for (;;) {
    const TlsNeeds needs = tls_->Handshake();
    if (needs == TlsNeeds::kNothing) co_return;
    co_await WaitFor(needs);
    CheckOpen();
  }
}

Awaitable<Time> Connection::Write(std::string_view bytes) {
  Time handed_over{};
  while (!bytes.empty()) {
    CheckOpen();
    handed_over = Clock::now();  // before the call: a server on this machine may answer within it
    std::size_t n = 0;
    const TlsNeeds needs = TryWrite(bytes, n);
    bytes.remove_prefix(n);
    if (needs != TlsNeeds::kNothing) co_await WaitFor(needs);
  }
  co_return handed_over;
}

TlsNeeds Connection::TryWrite(std::string_view bytes, std::size_t& n) {
  if (tls_) return tls_->Write(bytes.data(), bytes.size(), n);
  error_code error;
  n = stream_.Send(bytes.data(), bytes.size(), error);
  if (error == asio::error::would_block) return TlsNeeds::kWrite;
  if (!error) return TlsNeeds::kNothing;
  throw NetError(Failure::kReset,
                 fmt::format("{} dropped the connection while the request was sent: {}",
                             ToString(context_.url), error.message()));
}

void Connection::SendLastWord(std::string_view bytes) {
  try {
    std::size_t n = 0;
    TryWrite(bytes, n);
  } catch (const NetError&) {  // it is not heard any more
  }
}

std::string_view Connection::TryRead() {
  CheckOpen();
  char* const data = context_.buffer.data();
  std::size_t n = 0;
  if (tls_) {
    const TlsNeeds needs = tls_->Read(data, context_.buffer.size(), n);
    ended_ = needs == TlsNeeds::kNothing && n == 0;
    // Part of a record is pending too, but nothing can be had of it before more comes.
    pending_ = n > 0 && tls_->HasPending();
    read_waits_for_ = needs == TlsNeeds::kWrite ? StampedStream::Socket::wait_write
                                                : StampedStream::Socket::wait_read;
    return {data, n};
  }
  error_code error;
  n = stream_.Receive(data, context_.buffer.size(), error);
  ended_ = error == asio::error::eof;
  if (error && !ended_ && error != asio::error::would_block) {
    throw NetError(Failure::kReset, fmt::format("{} dropped the connection: {}",
                                                ToString(context_.url), error.message()));
  }
  return {data, n};
}

bool Connection::IsQuiet() {
  if (!is_open() || ended_) return false;
  return tls_ ? tls_->IsQuiet() : stream_.IsQuiet();
}

void Connection::Close() {
  closed_ = true;
  tls_.reset();
  stream_.Close();
}

}  // namespace clamor
