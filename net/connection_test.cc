// SPDX-License-Identifier: Apache-2.0
// What goes wrong before a connection is there, and stamps on a bare stream.
#include "net/connection.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <future>
#include <optional>
#include <thread>
#include <vector>

#include "net/net_error.h"
#include "net/resolve.h"
#include "net/test_client.h"
#include "net/test_server.h"

namespace clamor {
namespace {

using testing::HasSubstr;

// Leaves the process no descriptor to open while it lives.
class NoDescriptorsLeft {
 public:
  NoDescriptorsLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(next);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(next);
    setrlimit(RLIMIT_NOFILE, &now);
  }
  ~NoDescriptorsLeft() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

// Moves the calling thread into a network of its own, with a loopback interface; false where that
// is not allowed.
bool EnterNetworkOfItsOwn() {
  if (::unshare(CLONE_NEWNET) != 0) return false;
  ifreq loopback{};
  std::strncpy(loopback.ifr_name, "lo", sizeof loopback.ifr_name - 1);
  loopback.ifr_flags = IFF_UP | IFF_RUNNING;
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool up = ::ioctl(socket, SIOCSIFFLAGS, &loopback) == 0;
  ::close(socket);
  return up;
}

// Of the calling thread's network: those that connections may go out from.
void SetLocalPorts(int first, int last) {
  std::ofstream("/proc/sys/net/ipv4/ip_local_port_range") << first << ' ' << last << '\n';
}

// Connects to the port until the thread's network has no local port left; closes nothing before it
// is destroyed.
class NoLocalPortsLeft {
 public:
  explicit NoLocalPortsLeft(std::uint16_t port) {
    SetLocalPorts(20000, 20003);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 8; ++i) {
      sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      const auto* address = reinterpret_cast<const sockaddr*>(&server);
      if (::connect(sockets_.back(), address, sizeof server) == 0) continue;
      none_left_ = errno == EADDRNOTAVAIL;
      return;
    }
  }
  ~NoLocalPortsLeft() {
    for (const int socket : sockets_) ::close(socket);
  }
  NoLocalPortsLeft(const NoLocalPortsLeft&) = delete;
  NoLocalPortsLeft& operator=(const NoLocalPortsLeft&) = delete;
  bool none_left() const { return none_left_; }

 private:
  std::vector<int> sockets_;
  bool none_left_ = false;
};

TEST(Resolve, SaysWhichHostHasNoAddress) {
  try {
    Resolve(ParseUrl("http://a..b"));  // not a name, so no server is asked
    ADD_FAILURE() << "expected an error";
  } catch (const NetError& error) {
    EXPECT_EQ(error.reason(), Failure::kResolve);
    EXPECT_THAT(error.what(), HasSubstr("'a..b'"));
  }
}

TEST(Resolve, GivesEveryAddressWithThePort) {
  const auto endpoints = Resolve(ParseUrl("http://127.0.0.1:8123"));
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].address().to_string(), "127.0.0.1");
  EXPECT_EQ(endpoints[0].port(), 8123);
  EXPECT_EQ(Resolve(ParseUrl("http://[::1]:8123"))[0].address().to_string(), "::1");
}

TEST(Connection, RunningOutOfDescriptorsIsNotTheServersFault) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan, in the same preset, needs descriptors to look at objects";
#endif
  TestServer server([](TestServer&) {});
  TestClient client(Loopback(server.port()));
  std::optional<NoDescriptorsLeft> none(std::in_place);
  const Outcome outcome = client.Get();
  none.reset();
  EXPECT_EQ(outcome.failure, std::nullopt);
  EXPECT_THAT(outcome.message, HasSubstr("this machine cannot open another connection"));
  EXPECT_THAT(outcome.message, HasSubstr("ulimit -n"));
}

TEST(Connection, RunningOutOfLocalPortsIsNotTheServersFault) {
  bool allowed = false;
  std::thread([&] {  // what it enters, it cannot leave
    allowed = EnterNetworkOfItsOwn();
    if (!allowed) return;
    TestServer server([](TestServer&) {});
    const NoLocalPortsLeft none(server.port());
    ASSERT_TRUE(none.none_left());
    TestClient client(Loopback(server.port()));
    const Outcome outcome = client.Get();
    EXPECT_EQ(outcome.failure, std::nullopt);
    EXPECT_THAT(outcome.message, HasSubstr("this machine cannot open another connection"));
  })
      .join();
  if (!allowed) GTEST_SKIP() << "needs the right to make a network namespace";
}

TEST(Connection, ToItselfIsRefused) {
  bool allowed = false;
  std::thread([&] {
    allowed = EnterNetworkOfItsOwn();
    if (!allowed) return;
    SetLocalPorts(20000, 20000);
    EXPECT_EQ(TestClient(Loopback(20000)).Get().failure, Failure::kRefused);
  }).join();
  if (!allowed) GTEST_SKIP() << "needs the right to make a network namespace";
}

TEST(StampedStream, StampsNeverGoBackAndAreNeverLaterThanTheRead) {
  const StampWarmth warmth;
  TestServer server([](TestServer& s) {
    const auto peer = s.Accept();
    for (int i = 0; i < 200; ++i) peer->Send("0123456789");
    peer->WaitForClose();
  });
  boost::asio::io_context io;
  StampedStream stream(io);
  stream.socket().connect({boost::asio::ip::address_v4::loopback(), server.port()});
  stream.Prepare();
  Arrival last = stream.arrival();
  char buffer[7];
  while (stream.bytes_received() < 2000) {
    stream.socket().wait(StampedStream::Socket::wait_read);
    boost::system::error_code error;
    ASSERT_GT(stream.Receive(buffer, sizeof buffer, error), 0U) << error.message();
    EXPECT_GE(stream.arrival().kernel, last.kernel);
    EXPECT_LE(stream.arrival().kernel, stream.arrival().read);
    last = stream.arrival();
  }
  boost::system::error_code error;
  EXPECT_EQ(stream.Receive(buffer, sizeof buffer, error), 0U);
  EXPECT_EQ(error, boost::asio::error::would_block);
}

TEST(StampedStream, AnIdleStreamIsQuietUntilThePeerSendsOrCloses) {
  for (const std::string& unasked : {std::string("x"), std::string()}) {
    std::promise<void> go;
    std::promise<void> done;
    TestServer server([&](TestServer& s) {
      const auto peer = s.Accept();
      go.get_future().wait();
      peer->Send(unasked);
      if (unasked.empty()) peer->Close();
      done.set_value();
      if (!unasked.empty()) peer->WaitForClose();
    });
    boost::asio::io_context io;
    StampedStream stream(io);
    stream.socket().connect({boost::asio::ip::address_v4::loopback(), server.port()});
    stream.Prepare();
    EXPECT_TRUE(stream.IsQuiet());
    go.set_value();
    done.get_future().wait();
    EXPECT_FALSE(stream.IsQuiet());
  }
}

}  // namespace
}  // namespace clamor
