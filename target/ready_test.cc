// SPDX-License-Identifier: Apache-2.0
#include "target/ready.h"

#include <gmock/gmock.h>

#include <stdexcept>

#include "target/temporary_folder.h"
#include "target/test_server.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

template <typename Action>
std::string ErrorOf(Action action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

class Ready : public ::testing::Test {
 protected:
  LaunchedServer& Launch(const std::string& line) {
    server_ = std::make_unique<LaunchedServer>(ShellCommand(line), log_, guard_);
    return *server_;
  }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  std::unique_ptr<LaunchedServer> server_;
};

TEST_F(Ready, IsAServerThatAccepts) {
  TestPort port;
  port.Listen();
  WaitUntilReady(port.endpoint(), std::nullopt, Launch("sleep 1000"));
}

TEST_F(Ready, WaitsUntilTheServerAccepts) {
  TestPort port;
  int attempts = 0;
  WaitUntil(Launch("sleep 1000"), "accepted", kReadyLimit, {}, [&] {
    if (++attempts == 3) port.Listen();
    return TryConnect(port.endpoint(), kReadyLimit);
  });
  EXPECT_EQ(attempts, 3);
}

TEST_F(Ready, WaitsUntilThePathIsAnsweredWithSuccess) {
  LaunchedServer& server = Launch("sleep 1000");
  TestServer answering({"HTTP/1.1 503 Loading\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n"});
  WaitUntilReady(answering.endpoint(), "/health", server);
  EXPECT_EQ(answering.requests().size(), 3U);
}

TEST_F(Ready, EndsAtOnceWithTheLastLinesWhenTheServerDies) {
  const TestPort port;
  const std::string line = "echo loading the model; echo 'out of \033[2Jmemory' >&2; exit 3";
  LaunchedServer& server = Launch(line);
  const std::string error = ErrorOf([&] { WaitUntilReady(port.endpoint(), std::nullopt, server); });
  EXPECT_EQ(error, "'" + line + "' exited with code 3 before it accepted: connection refused by " +
                       port.endpoint().url + "\nthe end of " + log_.string() +
                       ":\n  | loading the model\n  | out of \\x1b[2Jmemory");
}

TEST_F(Ready, TellsOfACommandThatIsNotFound) {
  const TestPort port;
  LaunchedServer& server = Launch("no-such-server --port 1");
  EXPECT_THAT(ErrorOf([&] { WaitUntilReady(port.endpoint(), std::nullopt, server); }),
              AllOf(StartsWith("'no-such-server --port 1' exited with code 127 before"),
                    EndsWith("no-such-server: not found")));
}

TEST_F(Ready, TellsOfACommandThatWentToTheBackground) {
  const TestPort port;
  LaunchedServer& server = Launch("sleep 1000 &");
  EXPECT_THAT(ErrorOf([&] { WaitUntilReady(port.endpoint(), std::nullopt, server); }),
              AllOf(HasSubstr("exited with code 0"), HasSubstr("must stay in the foreground"),
                    HasSubstr("it wrote nothing to " + log_.string())));
}

TEST_F(Ready, IsNotWhatAnswersInPlaceOfTheServer) {
  TestPort port;
  port.Listen();
  LaunchedServer& server = Launch("echo address in use; exit 1");
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_THAT(ErrorOf([&] { WaitUntilReady(port.endpoint(), std::nullopt, server); }),
              AllOf(HasSubstr("exited with code 1"), HasSubstr("  | address in use")));
}

TEST_F(Ready, EndsAtTheLimitWithTheLastReason) {
  const TestPort port;
  LaunchedServer& server = Launch("sleep 1000");
  EXPECT_THAT(
      ErrorOf([&] { WaitUntilReady(port.endpoint(), std::nullopt, server, milliseconds(300)); }),
      HasSubstr("has not accepted within 0.3 s: connection refused by http://"));
}

TEST_F(Ready, EndsWhenItIsInterrupted) {
  const TestPort port;
  LaunchedServer& server = Launch("sleep 1000");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(ErrorOf([&] {
                WaitUntilReady(port.endpoint(), std::nullopt, server, kReadyLimit,
                               stop.get_token());
              }),
              HasSubstr("was interrupted before it accepted"));
}

TEST(WaitUntilAnswers, EndsAtTheLimitOrWhenItIsInterrupted) {
  const TestPort port;
  EXPECT_THAT(ErrorOf([&] { WaitUntilAnswers(port.endpoint(), "/health", milliseconds(300)); }),
              HasSubstr("has not answered /health within 0.3 s: connection refused by http://"));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(
      ErrorOf([&] { WaitUntilAnswers(port.endpoint(), "/health", kReadyLimit, stop.get_token()); }),
      StartsWith("interrupted before http://"));
}

TEST_F(Ready, RefusesAPathThatIsNone) {
  const TestPort port;
  LaunchedServer& server = Launch("sleep 1000");
  for (const char* path : {"", "health", "/a b", "/a\r\nX: y"}) {
    EXPECT_THAT(ErrorOf([&] { WaitUntilReady(port.endpoint(), path, server); }),
                HasSubstr("is no path to wait for"));
  }
}

TEST(Probe, IsContentWithATargetThatAccepts) {
  TestPort port;
  port.Listen();
  Probe(port.endpoint());
}

TEST(Probe, GivesOneLineThatSaysWhatToTry) {
  const TestPort port;
  const std::string error = ErrorOf([&] { Probe(port.endpoint()); });
  EXPECT_THAT(error, StartsWith("connection refused by " + port.endpoint().url +
                                ": is the server running?"));
  EXPECT_THAT(error, AllOf(HasSubstr("BASE_URL"), Not(HasSubstr("\n"))));
}

TEST(CheckNobodyListens, TellsOfTheServerThatHoldsThePort) {
  TestPort port;
  CheckNobodyListens(port.endpoint());
  port.Listen();
  EXPECT_THAT(ErrorOf([&] { CheckNobodyListens(port.endpoint()); }),
              StartsWith("a server already accepts at " + port.endpoint().url));
}

}  // namespace
}  // namespace clamor
