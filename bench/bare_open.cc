// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_open.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <deque>
#include <stdexcept>
#include <string_view>

#include "bench/bare_socket.h"

namespace clamor::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

constexpr std::string_view kReceived = ": received ";
constexpr std::string_view kLastChunk = "0\r\n\r\n";
constexpr nanoseconds kLongestAnswer = std::chrono::seconds(2);

struct Connection {
  Descriptor socket;
  Clock::time_point due{};
  std::string answer;
};

class Client {
 public:
  explicit Client(const BareSchedule& schedule)
      : schedule_(schedule), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (int i = 0; i < schedule.connections; ++i) {
      Connection& connection = connections_.emplace_back(Connection{Dial(schedule.server), {}, {}});
      epoll_event interest{};
      interest.events = EPOLLIN;
      interest.data.ptr = &connection;
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, connection.socket.get(), &interest);
      free_.push_back(&connection);
    }
  }

  std::vector<nanoseconds> Go() {
    const auto began = Clock::now();
    const auto requests = static_cast<long>(schedule_.per_second * schedule_.duration.count());
    for (long n = 0; n < requests; ++n) {
      const auto due =
          began + std::chrono::duration_cast<Clock::duration>(
                      std::chrono::duration<double>(static_cast<double>(n) / schedule_.per_second));
      while (Clock::now() < due) ReadUntil(due);
      Send(due);
    }
    const auto end = Clock::now() + kLongestAnswer;
    while (free_.size() < connections_.size() && Clock::now() < end) ReadUntil(end);
    return deviations_;
  }

 private:
  void Send(Clock::time_point due) {
    if (free_.empty()) throw std::runtime_error("the bare client has no free connection");
    Connection& connection = *free_.front();
    free_.pop_front();
    connection.due = due;
    const std::string& request = schedule_.request;
    if (::send(connection.socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      throw std::runtime_error("the bare client's request was not taken");
    }
  }

  void ReadUntil(Clock::time_point then) {
    const auto left = std::max(nanoseconds(0), nanoseconds(then - Clock::now())).count();
    const timespec timeout{static_cast<time_t>(left / 1'000'000'000),
                           static_cast<long>(left % 1'000'000'000)};
    std::array<epoll_event, 64> events;
    const int ready = ::epoll_pwait2(epoll_.get(), events.data(), events.size(), &timeout, nullptr);
    for (int i = 0; i < ready; ++i) {
      Read(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
  }

  void Read(Connection& connection) {
    const ssize_t n = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) throw std::runtime_error("the server closed a connection of the bare client");
    connection.answer.append(buffer_.data(), static_cast<std::size_t>(n));
    if (!connection.answer.ends_with(kLastChunk)) return;
    const std::size_t told = connection.answer.find(kReceived);
    if (told == std::string::npos) throw std::runtime_error("the server told no time");
    const char* const number = connection.answer.data() + told + kReceived.size();
    std::int64_t received = 0;
    std::from_chars(number, connection.answer.data() + connection.answer.size(), received);
    deviations_.push_back(nanoseconds(received) - connection.due.time_since_epoch());
    connection.answer.clear();
    free_.push_back(&connection);
  }

  const BareSchedule& schedule_;
  const Descriptor epoll_;
  std::deque<Connection> connections_;
  std::deque<Connection*> free_;
  std::array<char, 256 * 1024> buffer_;
  std::vector<nanoseconds> deviations_;
};

}  // namespace

std::vector<nanoseconds> RunBareOpen(const BareSchedule& schedule) { return Client(schedule).Go(); }

}  // namespace clamor::bench
