// SPDX-License-Identifier: Apache-2.0
// Reading requests, and refusing those that no endpoint should see.
#include "server/http_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <optional>
#include <string>

#include "server/exchange.h"

namespace clamor::server {
namespace {

using asio::experimental::as_tuple;
using Parser = http::request_parser<http::string_body>;
using Error = boost::system::error_code;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

asio::awaitable<Error> ReadRequest(Connection& connection, Parser& parser) {
  parser.body_limit(kMaxBodyBytes);
  parser.header_limit(kMaxHeadBytes);
  const auto [head_error, head_size] = co_await http::async_read_header(
      connection.stream, connection.received, parser, as_tuple(asio::use_awaitable));
  connection.busy = true;
  if (head_error || parser.is_done()) co_return head_error;
  if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    co_await asio::async_write(connection.stream, asio::buffer(kContinue), asio::use_awaitable);
  }
  const auto [body_error, body_size] = co_await http::async_read(
      connection.stream, connection.received, parser, as_tuple(asio::use_awaitable));
  co_return body_error;
}

// Says what is wrong with bytes that are no request of ours; nothing to a peer that has simply
// gone.
asio::awaitable<void> RefuseBytes(Exchange& exchange, const Error& error) {
  if (error == http::error::body_limit) {
    co_await exchange.RespondError(http::status::payload_too_large,
                                   "the body is larger than 1 MiB");
  } else if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    co_await exchange.RespondError(http::status::request_header_fields_too_large,
                                   "the request's head is larger than 16 KiB");
  } else if (error.category() == http::make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    co_await exchange.RespondError(http::status::bad_request, error.message());
  } else {
    co_return;
  }
  // The peer may still be sending: closing now would make the kernel reset what it has not read of
  // our answer.
  co_await exchange.FinishWriting();
}

asio::awaitable<void> Enter(Exchange& exchange, const Route& route, Admission& admission) {
  const auto refusal = route.guarded
                           ? admission.Refuse(exchange.Header("Authorization"), exchange.received())
                           : std::nullopt;
  if (refusal) {
    co_await exchange.RespondError(refusal->status, refusal->message, refusal->headers);
  } else {
    co_await route.endpoint(exchange);
  }
}

asio::awaitable<void> Dispatch(Exchange& exchange, const Router& router, Admission& admission) {
  const Request& request = exchange.request();
  const auto match = router.Find(request.method(), View(request.target()));
  exchange.set_error_body(match.error_body);
  if (match.route == nullptr && match.allowed.empty()) {
    co_await exchange.RespondError(http::status::not_found, "there is nothing at this path");
  } else if (match.route == nullptr) {
    co_await exchange.RespondError(http::status::method_not_allowed,
                                   "this path takes " + match.allowed,
                                   "Allow: " + match.allowed + "\r\n");
  } else {
    exchange.set_parameter(match.parameter);
    co_await Enter(exchange, *match.route, admission);
  }
}

}  // namespace

asio::awaitable<void> ServeHttp(Connection& connection, const Router& router,
                                Admission& admission) {
  co_await connection.stream.Handshake();
  while (!connection.closing) {
    Parser parser;
    const Error error = co_await ReadRequest(connection, parser);
    if (error) connection.closing = true;
    Exchange exchange(connection, parser.get(), Clock::now());
    if (error) {
      co_await RefuseBytes(exchange, error);
    } else {
      co_await Dispatch(exchange, router, admission);
    }
    connection.busy = false;
  }
  co_await connection.stream.Shutdown();
}

}  // namespace clamor::server
