// SPDX-License-Identifier: Apache-2.0
// Writing answers. Heads are written by hand: Beast's serializer takes a header container and a
// second buffer for each.
#include "server/exchange.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <iterator>

namespace clamor::server {

using asio::experimental::as_tuple;

Exchange::Exchange(Connection& connection, const Request& request, Clock::time_point received)
    : connection_(connection), request_(request), received_(received) {
  // HTTP/1.0's keep-alive is an extension that nothing here needs.
  if (!request.keep_alive() || request.version() < 11) connection_.closing = true;
}

std::string_view Exchange::Header(std::string_view name) const {
  const auto value = request_[{name.data(), name.size()}];
  return {value.data(), value.size()};
}

void Exchange::AddHead(http::status status, std::string_view content_type, std::size_t length,
                       std::string_view headers) {
  const auto reason = http::obsolete_reason(status);
  fmt::format_to(std::back_inserter(out_),
                 "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{}\r\n",
                 static_cast<unsigned>(status), std::string_view(reason.data(), reason.size()),
                 content_type, length, headers, connection_.closing ? "Connection: close\r\n" : "");
}

asio::awaitable<void> Exchange::Respond(http::status status, std::string_view content_type,
                                        std::string_view body, std::string_view headers) {
  AddHead(status, content_type, body.size(), headers);
  out_ += body;
  co_await Flush();
}

asio::awaitable<void> Exchange::RespondCut(std::string_view content_type, std::string_view body,
                                           std::size_t sent) {
  AddHead(http::status::ok, content_type, body.size(), {});
  out_ += body.substr(0, sent);
  co_await Flush();
  connection_.closing = true;
}

asio::awaitable<void> Exchange::RespondError(http::status status, std::string_view message,
                                             std::string_view headers) {
  const std::string body = error_body_(status, message);
  co_await Respond(status, kJson, body, headers);
}

void Exchange::StartStream(std::string_view content_type) {
  chunked_ = !connection_.closing;
  fmt::format_to(std::back_inserter(out_),
                 "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nCache-Control: no-cache\r\n{}\r\n",
                 content_type,
                 chunked_ ? "Transfer-Encoding: chunked\r\n" : "Connection: close\r\n");
}

void Exchange::AddChunk(std::string_view first, std::string_view second) {
  if (chunked_) fmt::format_to(std::back_inserter(out_), "{:x}\r\n", first.size() + second.size());
  out_.append(first).append(second);
  if (chunked_) out_ += "\r\n";
}

void Exchange::EndStream() {
  if (chunked_) out_ += "0\r\n\r\n";
}

asio::awaitable<void> Exchange::Flush() {
  if (out_.empty()) co_return;
  co_await asio::async_write(connection_.stream, asio::buffer(out_), asio::use_awaitable);
  out_.clear();
}

asio::awaitable<void> Exchange::SleepUntil(Clock::time_point due) {
  if (due <= Clock::now()) co_return;
  connection_.timer.expires_at(due);
  co_await connection_.timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> Exchange::WaitForClose() {
  std::array<char, 4096> dropped;
  for (;;) {
    const auto [error, size] = co_await connection_.stream.async_read_some(
        asio::buffer(dropped), as_tuple(asio::use_awaitable));
    if (error) break;
  }
  connection_.closing = true;
}

asio::awaitable<void> Exchange::FinishWriting() {
  boost::system::error_code ignored;
  connection_.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  co_await WaitForClose();
}

void Exchange::Reset() {
  connection_.closing = true;
  connection_.stream.Reset();
}

}  // namespace clamor::server
