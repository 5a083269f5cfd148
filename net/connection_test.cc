// SPDX-License-Identifier: Apache-2.0
// What goes wrong before a connection is there, and stamps on a bare stream.
#include "net/connection.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <optional>

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
