// SPDX-License-Identifier: Apache-2.0
// A session with a thread of its own for tests: each turn runs to its end against a scripted
// server.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/net_error.h"
#include "net/resolve.h"
#include "net/test_server.h"
#include "protocols/http_session.h"

namespace clamor {

class TestSession {
 public:
  TestSession(std::unique_ptr<Dialect> dialect, const std::string& url, PlayOptions options,
              const Limits& limits = {})
      : options_(std::move(options)),
        net_(io_, ParseUrl(url), Resolve(ParseUrl(url)), nullptr, limits),
        session_(std::move(dialect), net_, options_, activity_) {
    options_.host_header = "test";
    session_.Begin(0, 0, true);
  }

  // The turn at that place, to its end; `cut` tells whether it was cut.
  TurnRecord Hold(const Script& script, int place = 1) {
    TurnRecord record;
    const DueTurn due{&script, place, Clock::now()};
    asio::co_spawn(io_, session_.Hold(due, record), [this](const std::exception_ptr& thrown) {
      try {
        if (thrown) std::rethrow_exception(thrown);
      } catch (const clamor::Cut&) {
        cut = true;
      }
    });
    io_.restart();
    io_.run();
    return record;
  }

  asio::io_context& io() { return io_; }
  HttpSession& session() { return session_; }
  const Activity& activity() const { return activity_; }

  bool cut = false;

 private:
  asio::io_context io_;
  PlayOptions options_;
  NetContext net_;
  Activity activity_;
  HttpSession session_;
};

// What a server does with one request.
struct Reply {
  std::string bytes = {};  // empty: none
  bool reset = false;      // drops the connection behind them
  bool cut = false;        // waits behind them until the client has closed it
};

// A whole response with this body.
inline std::string Respond(std::string_view status, std::string_view headers,
                           std::string_view body) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

inline std::string RespondWithStream(std::string_view events) {
  return Respond("200 OK", "Content-Type: text/event-stream\r\n", events);
}

// Plays one reply after another, over a new connection behind each reset or cut, and keeps what was
// asked.
// Read `requests` when the server is gone.
class ReplyingServer {
 public:
  explicit ReplyingServer(std::vector<Reply> replies)
      : replies_(std::move(replies)), server_(std::in_place, [this](TestServer& s) { Play(s); }) {}

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

  // Waits for the client to be done with it.
  std::vector<std::string> TakeRequests() {
    server_.reset();
    return std::move(requests_);
  }

 private:
  void Play(TestServer& s) {
    auto peer = s.Accept();
    for (const Reply& reply : replies_) {
      requests_.push_back(peer->ReadRequest());
      if (!reply.bytes.empty()) peer->Send(reply.bytes);
      if (reply.cut) peer->WaitForClose();
      if (reply.reset) peer->Reset();
      if (reply.cut || reply.reset) peer = s.Accept();
    }
    peer->WaitForClose();
  }

  std::vector<Reply> replies_;
  std::vector<std::string> requests_;
  std::optional<TestServer> server_;
};

}  // namespace clamor
