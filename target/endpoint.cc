// SPDX-License-Identifier: Apache-2.0
#include "target/endpoint.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <cstring>
#include <future>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include "base/escape.h"

namespace clamor {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kStatusLineBytes = 4096;

struct Lookup {
  error_code error;
  tcp::resolver::results_type addresses;
};

// On a thread that may outlive the call: a lookup cannot be cancelled, and takes many seconds where
// no name server answers.
std::future<Lookup> StartLookup(const Endpoint& endpoint) {
  std::packaged_task<Lookup()> look_up([host = endpoint.host, port = endpoint.port] {
    Lookup lookup;
    asio::io_context context;
    lookup.addresses = tcp::resolver(context).resolve(host, std::to_string(port), lookup.error);
    return lookup;
  });
  std::future<Lookup> result = look_up.get_future();
  std::thread(std::move(look_up)).detach();
  return result;
}

// One socket whose every operation ends at the same deadline.
class Call {
 public:
  Call(const Endpoint& endpoint, std::chrono::milliseconds limit)
      : endpoint_(endpoint), limit_(limit), deadline_(Clock::now() + limit) {}

  std::optional<std::string> Connect() {
    std::future<Lookup> looking = StartLookup(endpoint_);
    if (looking.wait_until(deadline_) != std::future_status::ready) {
      return fmt::format("the lookup of the host in {} took more than {}", endpoint_.url, Limit());
    }
    const Lookup lookup = looking.get();
    if (lookup.error) {
      return fmt::format("the host in {} was not found: {}", endpoint_.url, lookup.error.message());
    }
    const error_code error = Within([&](auto done) {
      asio::async_connect(socket_, lookup.addresses,
                          [done](error_code result, const tcp::endpoint&) { done(result); });
    });
    if (error) return ConnectError(error);
    if (IsConnectedToItself(socket_.native_handle())) {
      return ConnectError(asio::error::connection_refused);
    }
    return std::nullopt;
  }

  std::optional<std::string> Get(const std::string& path) {
    const bool is_ipv6 = endpoint_.host.find(':') != std::string::npos;
    const std::string request =
        fmt::format("GET {} HTTP/1.0\r\nHost: {}{}{}:{}\r\nAccept: */*\r\n\r\n", path,
                    is_ipv6 ? "[" : "", endpoint_.host, is_ipv6 ? "]" : "", endpoint_.port);
    error_code error = Within([&](auto done) {
      asio::async_write(socket_, asio::buffer(request),
                        [done](error_code result, std::size_t) { done(result); });
    });
    std::string answer;
    if (!error) {
      error = Within([&](auto done) {
        asio::async_read_until(socket_, asio::dynamic_buffer(answer, kStatusLineBytes), "\r\n",
                               [done](error_code result, std::size_t) { done(result); });
      });
    }
    const std::string asked = fmt::format("GET {} at {}", path, endpoint_.url);
    if (error == asio::error::timed_out) {
      return fmt::format("{} was not answered within {}", asked, Limit());
    }
    const bool can_be_judged =
        !error || error == asio::error::not_found;  // not_found: a line too long
    if (!can_be_judged) return fmt::format("{} was not answered: {}", asked, error.message());
    return Judge(asked, answer);
  }

 private:
  // Runs one asynchronous operation to its end; at the deadline closes the socket and gives
  // timed_out.
  template <typename Start>
  error_code Within(Start start) {
    std::optional<error_code> result;
    start([&result](error_code error) { result = error; });
    context_.restart();
    context_.run_until(deadline_);
    if (result) return *result;
    error_code ignored;
    socket_.close(ignored);
    context_.run();
    return asio::error::timed_out;
  }

  std::string ConnectError(error_code error) const {
    if (error == asio::error::connection_refused) {
      return fmt::format("connection refused by {}", endpoint_.url);
    }
    if (error == asio::error::timed_out) {
      return fmt::format("no connection to {} within {}", endpoint_.url, Limit());
    }
    return fmt::format("cannot connect to {}: {}", endpoint_.url, error.message());
  }

  // "HTTP/1.1 204 No Content" is a success.
  static std::optional<std::string> Judge(const std::string& asked, std::string_view answer) {
    constexpr std::string_view kVersion = "HTTP/1.x ";
    int status = 0;
    if (answer.starts_with("HTTP/1.") && answer.size() >= kVersion.size() + 3) {
      const char* code = answer.data() + kVersion.size();
      std::from_chars(code, code + 3, status);
    }
    if (status >= 200 && status < 300) return std::nullopt;
    if (status >= 100) return fmt::format("{} was answered with status {}", asked, status);
    return fmt::format("{} was answered with something that is not HTTP: {}", asked,
                       ForTerminal(answer, 100));
  }

  std::string Limit() const {
    return fmt::format("{} s", std::chrono::duration<double>(limit_).count());
  }

  const Endpoint& endpoint_;
  std::chrono::milliseconds limit_;
  Clock::time_point deadline_;
  asio::io_context context_;
  tcp::socket socket_{context_};
};

}  // namespace

std::optional<std::string> TryConnect(const Endpoint& endpoint, std::chrono::milliseconds limit) {
  return Call(endpoint, limit).Connect();
}

std::optional<std::string> TryGet(const Endpoint& endpoint, const std::string& path,
                                  std::chrono::milliseconds limit) {
  Call call(endpoint, limit);
  if (std::optional<std::string> failure = call.Connect()) return failure;
  return call.Get(path);
}

bool IsConnectedToItself(int socket) {
  sockaddr_storage own{};
  sockaddr_storage peer{};
  socklen_t own_length = sizeof own;
  socklen_t peer_length = sizeof peer;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &own_length) != 0) return false;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &peer_length) != 0) return false;
  return own_length == peer_length && std::memcmp(&own, &peer, own_length) == 0;
}

}  // namespace clamor
