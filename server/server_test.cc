// SPDX-License-Identifier: Apache-2.0
// The server as a whole: its address, its threads, its end.
#include "server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/atomic_file.h"
#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::SizeIs;
using testing::StartsWith;

std::string ErrorOf(const Options& options) {
  try {
    Server server(options);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Server, TakesAFreePortAndWritesItToTheFile) {
  auto options = QuickOptions();
  options.port_file = testing::TempDir() + "clamor_server_port";
  TestServer server(options);
  EXPECT_NE(server.port(), 0);
  EXPECT_EQ(ReadFile(options.port_file), std::to_string(server.port()) + "\n");
  EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(server.port()));
  std::filesystem::remove(options.port_file);
}

TEST(Server, SaysWhyItCannotListen) {
  TestServer other;
  auto taken = QuickOptions();
  taken.port = other.port();
  EXPECT_EQ(ErrorOf(taken), "cannot listen on 127.0.0.1:" + std::to_string(other.port()) +
                                ": Address already in use");
  auto foreign = QuickOptions();
  foreign.host = "192.0.2.1";
  EXPECT_THAT(ErrorOf(foreign), StartsWith("cannot listen on 192.0.2.1:0: "));
}

TEST(Server, SaysThatItCannotWriteThePortFile) {
  auto options = QuickOptions();
  options.port_file = "/nonexistent/port";
  EXPECT_THAT(ErrorOf(options), testing::HasSubstr("/nonexistent/port"));
}

TEST(Server, SharesConnectionsAmongItsThreads) {
  auto options = QuickOptions();
  options.threads = 4;
  options.capacity = 3;
  TestServer server(options);
  std::atomic<int> whole = 0;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 16; ++i) {
      clients.emplace_back([&server, &whole] {
        TestClient client(server.port());
        for (int turn = 0; turn < 10; ++turn) {
          const auto events = client.Say("Hello").Events();
          if (events.size() == 5 && events.back() == "[DONE]") ++whole;
        }
      });
    }
  }
  EXPECT_EQ(whole, 160);
}

TEST(Server, EndsAnswersInFlightAndIdleConnectionsWhenItStops) {
  auto options = QuickOptions();
  options.model.gap = ParseDurations("constant:10ms");
  TestServer server(options);
  TestClient idle(server.port());
  idle.Get("/health");
  TestClient busy(server.port());
  busy.SendTurn("Hello");
  busy.ReceiveUntil("data: ");
  server.Stop();
  EXPECT_TRUE(idle.SeesEnd());
  const auto answer = busy.Receive();
  EXPECT_FALSE(answer.error);
  EXPECT_THAT(answer.Events(), SizeIs(5));
  server.Join();
  EXPECT_TRUE(busy.SeesEnd());
}

TEST(Server, CutsAnswersThatOutlastTheGrace) {
  TestServer server;
  TestClient stalled(server.port());
  stalled.SendTurn("Repeat after me: a b", "X-Clamor-Fault: stall\r\n");
  stalled.ReceiveUntil("a ");
  server.Stop();
  server.Join();
  EXPECT_TRUE(stalled.Receive().error);
}

}  // namespace
}  // namespace clamor::server
