// SPDX-License-Identifier: Apache-2.0
// For tests: a server running inside the test, and a blocking client made of Beast's parts.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "server/exchange.h"
#include "server/options.h"
#include "server/server.h"

namespace clamor::server {

// Options under which nothing is left to chance: a free port, four events per answer, no waiting.
Options QuickOptions();

// Serves from its construction to its destruction.
class TestServer {
 public:
  explicit TestServer(Options options = QuickOptions())
      : server_(std::move(options)), thread_([this] { server_.Run(); }) {}
  ~TestServer() { server_.Stop(); }

  std::uint16_t port() const { return server_.port(); }
  std::string url() const { return server_.url(); }
  void Stop() { server_.Stop(); }
  void Join() { thread_.join(); }

 private:
  Server server_;
  std::jthread thread_;
};

struct Answer {
  boost::system::error_code error;  // how the body ended; none for a clean end
  http::response<http::string_body> response;

  unsigned status() const { return response.result_int(); }
  const std::string& body() const { return response.body(); }

  // The data of each event, in order.
  std::vector<std::string> Events() const;

  // The numbers of the comments `: NAME 123`, in order.
  std::vector<std::int64_t> Stamps(std::string_view name) const;
};

// One connection to a server. Throws boost::system::system_error where nothing else is said.
class TestClient {
 public:
  explicit TestClient(std::uint16_t port);

  // Sends the bytes as they are.
  void Send(std::string_view bytes);

  // Reads one answer to its end, whatever end that is.
  Answer Receive();

  // Reads the head of an answer that has no body, whatever it says: of a status 100.
  Answer ReceiveHead();

  // Reads until the answer's body holds the text; Receive reads on from there.
  void ReceiveUntil(std::string_view text);

  // Both at once: a turn of the session "me" with further header lines that end in CRLF.
  Answer Say(std::string_view content, std::string_view headers = {});
  void SendTurn(std::string_view content, std::string_view headers = {},
                std::string_view session = "me");

  Answer Get(std::string_view target, std::string_view headers = {});

  // The body as JSON.
  void SendPost(std::string_view target, std::string_view body, std::string_view headers = {});
  Answer Post(std::string_view target, std::string_view body, std::string_view headers = {});

  // True when the server has closed, and sent nothing more before.
  bool SeesEnd();

 private:
  using Parser = http::response_parser<http::string_body>;

  boost::asio::io_context io_;
  asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
};

}  // namespace clamor::server
