// SPDX-License-Identifier: Apache-2.0
// One request and the means to answer it: what an endpoint is given. An endpoint either calls
// a Respond once, or StartStream, AddChunk as often as it likes, and EndStream; or it drops the
// connection, or takes it over.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "server/connection.h"
#include "server/error_body.h"

namespace clamor::server {

using Request = http::request<http::string_body>;
using Clock = std::chrono::steady_clock;

inline constexpr std::string_view kJson = "application/json";

class Exchange {
 public:
  // `received`: when the last byte of the request was read.
  Exchange(Connection& connection, const Request& request, Clock::time_point received);

  const Request& request() const { return request_; }
  Clock::time_point received() const { return received_; }

  // What stood in place of the route's placeholder; empty when it has none.
  std::string_view parameter() const { return parameter_; }
  void set_parameter(std::string_view parameter) { parameter_ = parameter; }

  void set_error_body(ErrorBody error_body) { error_body_ = error_body; }

  // A header of the request, empty when it is not there.
  std::string_view Header(std::string_view name) const;

  // A whole answer with its length. `headers`: whole lines that end in CRLF.
  asio::awaitable<void> Respond(http::status status, std::string_view content_type,
                                std::string_view body, std::string_view headers = {});

  // The same for a refusal, with the body in which the route tells errors.
  asio::awaitable<void> RespondError(http::status status, std::string_view message,
                                     std::string_view headers = {});

  // A successful answer that promises its whole body and keeps `sent` bytes of the promise. Nothing
  // more can come on this connection.
  asio::awaitable<void> RespondCut(std::string_view content_type, std::string_view body,
                                   std::size_t sent);

  // An answer whose length nobody knows: chunked, or up to the connection's end for an HTTP/1.0
  // client or one that asked for that end. All of it is collected until Flush hands it to the
  // kernel in one write.
  void StartStream(std::string_view content_type);
  void AddChunk(std::string_view first, std::string_view second = {});
  void EndStream();
  asio::awaitable<void> Flush();

  // Returns at once when the time has passed.
  asio::awaitable<void> SleepUntil(Clock::time_point due);

  // Reads and drops what comes until the client closes.
  asio::awaitable<void> WaitForClose();

  // Tells the client that nothing more comes, then waits for it to close.
  asio::awaitable<void> FinishWriting();

  // The peer gets a RST; the exchange is over. What was flushed before it still arrives on most
  // systems.
  void Reset();

  // Whether something has already come behind the request.
  bool IsFollowed() const { return connection_.received.size() > 0; }

  // For another protocol than HTTP, which the endpoint has spoken to its end when it returns.
  Connection& TakeOver() {
    connection_.closing = true;
    return connection_;
  }

  asio::steady_timer& timer() { return connection_.timer; }

 private:
  void AddHead(http::status status, std::string_view content_type, std::size_t length,
               std::string_view headers);

  Connection& connection_;
  const Request& request_;
  const Clock::time_point received_;
  std::string_view parameter_;
  ErrorBody error_body_ = &PlainErrorBody;
  std::string out_;
  bool chunked_ = true;  // settled by StartStream: a server that is being stopped must not change
                         // it in mid-answer
};

}  // namespace clamor::server
