// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_client.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "bench/bare_socket.h"

namespace clamor::bench {
namespace {

constexpr std::string_view kLastChunk = "0\r\n\r\n";

double ThreadCpuSeconds() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

struct Connection {
  Descriptor socket;
  std::size_t received = 0;      // of the answer under way
  bool after_line_feed = false;  // the last read ended with one
};

class Client {
 public:
  explicit Client(const BareLoad& load) : load_(load), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (!load.chunked) answer_size_ = SizeOfOneAnswer();
    for (int i = 0; i < load.connections; ++i) connections_.push_back({Dial(load.server)});
    for (Connection& connection : connections_) {
      epoll_event interest{};
      interest.events = EPOLLIN;
      interest.data.ptr = &connection;
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, connection.socket.get(), &interest);
    }
  }

  BareCount Go() {
    using Clock = std::chrono::steady_clock;
    const double cpu = ThreadCpuSeconds();
    const auto began = Clock::now();
    const auto end = began + std::chrono::duration_cast<Clock::duration>(load_.duration);
    for (const Connection& connection : connections_) Ask(connection);
    std::array<epoll_event, 256> events;
    auto now = began;
    for (; now < end; now = Clock::now()) {
      const int ready = ::epoll_wait(epoll_.get(), events.data(), events.size(), 100);
      for (int i = 0; i < ready; ++i) {
        Read(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
      }
    }
    count_.seconds = std::chrono::duration<double>(now - began).count();
    count_.cpu_seconds = ThreadCpuSeconds() - cpu;
    return count_;
  }

 private:
  // Such an answer comes in one piece.
  std::size_t SizeOfOneAnswer() {
    const Connection connection{Dial(load_.server)};
    Ask(connection);
    const ssize_t n = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (n <= 0) throw std::runtime_error("the bare client got no answer");
    return static_cast<std::size_t>(n);
  }

  void Ask(const Connection& connection) const {
    const ssize_t n =
        ::send(connection.socket.get(), load_.request.data(), load_.request.size(), MSG_NOSIGNAL);
    if (n != static_cast<ssize_t>(load_.request.size())) {
      throw std::runtime_error("the bare client's request was not taken");
    }
  }

  void Read(Connection& connection) {
    const ssize_t n = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) throw std::runtime_error("the server closed a connection of the bare client");
    ++count_.reads;
    const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(n));
    if (!IsLast(bytes, connection)) return;
    ++count_.answers;
    connection.received = 0;
    Ask(connection);
  }

  bool IsLast(std::string_view bytes, Connection& connection) {
    if (load_.chunked) {
      CountEvents(bytes, connection);
      return bytes.ends_with(kLastChunk);
    }
    connection.received += bytes.size();
    return connection.received >= answer_size_;
  }

  // An event ends with an empty line; the two line feeds may lie in two reads.
  void CountEvents(std::string_view bytes, Connection& connection) {
    if (connection.after_line_feed && bytes.front() == '\n') ++count_.events;
    const char* const end = bytes.data() + bytes.size();
    const char* at = bytes.data();
    while (at != end) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      if (at == nullptr || ++at == end) break;
      if (*at == '\n') ++count_.events, ++at;
    }
    connection.after_line_feed = bytes.ends_with('\n') && !bytes.ends_with("\n\n");
  }

  const BareLoad& load_;
  const Descriptor epoll_;
  std::size_t answer_size_ = 0;
  std::vector<Connection> connections_;
  std::array<char, 256 * 1024> buffer_;
  BareCount count_;
};

}  // namespace

BareCount RunBare(const BareLoad& load) { return Client(load).Go(); }

}  // namespace clamor::bench
