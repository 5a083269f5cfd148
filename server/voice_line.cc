// SPDX-License-Identifier: Apache-2.0
// One coroutine reads, the agent's alone writes.
#include "server/voice_line.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream_base.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace clamor::server {
namespace {

using asio::experimental::as_tuple;
using boost::system::system_error;

// For the handshakes of upgrading and closing: as long as a stopping server waits for answers.
constexpr std::chrono::seconds kHandshakeTimeout{2};

// A caller who goes on talking and never listens is no caller.
constexpr std::size_t kMaxUnsentBytes = 4 * kMaxMessageBytes;
constexpr std::size_t kMaxUnheard = 1000;

std::string FirstOffered(std::string_view protocols) {
  protocols = protocols.substr(0, protocols.find(','));
  return std::string(protocols.substr(0, protocols.find_last_not_of(' ') + 1));
}

// The code with which the agent has hung up, where it was the agent.
asio::awaitable<std::optional<websocket::close_code>> EndOf(asio::awaitable<void> agent) {
  try {
    co_await std::move(agent);
  } catch (const HangUp& hang_up) {
    co_return hang_up.code;
  } catch (const system_error&) {
    // The caller has gone.
  }
  co_return std::nullopt;
}

}  // namespace

VoiceLine::VoiceLine(Connection& connection, VoiceWire& wire, Outbox& out)
    : connection_(connection), wire_(wire), out_(out), socket_(connection.stream) {
  connection_.on_stop = [this] {
    stopping_ = true;
    Wake();
  };
}

asio::awaitable<bool> VoiceLine::Accept(const Request& upgrade) {
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = kHandshakeTimeout;
  timeout.idle_timeout = websocket::stream_base::none();
  socket_.set_option(timeout);
  socket_.read_message_max(kMaxMessageBytes);
  socket_.auto_fragment(false);
  const auto offered = upgrade[http::field::sec_websocket_protocol];
  const std::string protocol = FirstOffered({offered.data(), offered.size()});
  socket_.set_option(
      websocket::stream_base::decorator([protocol](websocket::response_type& response) {
        if (!protocol.empty()) response.set(http::field::sec_websocket_protocol, protocol);
      }));
  const auto [error] = co_await socket_.async_accept(upgrade, as_tuple(asio::use_awaitable));
  co_return !error;
}

asio::awaitable<void> VoiceLine::Run(const Request& upgrade, asio::awaitable<void> agent) {
  const bool agreed = co_await Accept(upgrade);
  if (!agreed) co_return;
  asio::co_spawn(connection_.stream.get_executor(), ReadAll(), [this](const std::exception_ptr&) {
    gone_ = true;
    Wake();
  });
  const auto code = co_await EndOf(std::move(agent));
  bool goodbye = gone_;
  if (code && !gone_) {
    const auto [error] = co_await socket_.async_close(*code, as_tuple(asio::use_awaitable));
    goodbye = !error;
  }
  if (!goodbye) connection_.Abort();
  while (!gone_) {
    co_await Nap(Clock::time_point::max());
  }
}

asio::awaitable<void> VoiceLine::ReadAll() {
  auto& message = connection_.received;
  for (;;) {
    co_await socket_.async_read(message, asio::use_awaitable);
    const auto bytes = message.cdata();
    Take({static_cast<const char*>(bytes.data()), bytes.size()}, socket_.got_text());
    message.consume(message.size());
  }
}

void VoiceLine::Take(std::string_view message, bool text) {
  const auto heard = wire_.Read(message, text, Clock::now());
  if (heard) heard_.push_back(*heard);
  if (out_.bytes() > kMaxUnsentBytes || heard_.size() > kMaxUnheard) connection_.Abort();
  if (heard || out_.size() > 0) Wake();
}

Heard VoiceLine::TakeHeard() {
  const Heard heard = heard_.front();
  heard_.pop_front();
  return heard;
}

asio::awaitable<void> VoiceLine::Flush() {
  while (out_.size() > 0) {
    // What is added meanwhile must not move what is being sent.
    std::swap(out_, sending_);
    for (const Outbox::Message& message : sending_.messages()) {
      socket_.binary(message.binary);
      co_await socket_.async_write(asio::buffer(message.bytes), asio::use_awaitable);
    }
    sending_.Clear();
  }
}

asio::awaitable<bool> VoiceLine::Wait(Clock::time_point due, bool until_heard) {
  for (;;) {
    co_await Flush();
    if (gone_) throw system_error(websocket::error::closed);
    if (stopping_) throw HangUp{websocket::close_code::going_away};
    if (until_heard && HasHeard()) co_return true;
    if (due <= Clock::now()) co_return false;
    co_await Nap(due);
  }
}

asio::awaitable<void> VoiceLine::Sleep(Clock::time_point due) { co_await Wait(due, false); }

asio::awaitable<void> VoiceLine::Nap(Clock::time_point due) {
  connection_.timer.expires_at(due);
  co_await connection_.timer.async_wait(as_tuple(asio::use_awaitable));
}

void VoiceLine::Reset() {
  connection_.stream.Reset();
  throw system_error(asio::error::connection_reset);
}

}  // namespace clamor::server
