// SPDX-License-Identifier: Apache-2.0
#include "target/embedded.h"

#include <gmock/gmock.h>

#include <memory>
#include <stdexcept>

#include "target/test_waiting.h"

namespace clamor {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class Embedded : public ::testing::Test {
 protected:
  std::unique_ptr<EmbeddedServer> Start(const std::vector<std::string>& arguments,
                                        std::chrono::milliseconds limit = kReadyLimit) {
    return std::make_unique<EmbeddedServer>(ProgramCommand(CLAMOR_TARGET_TEST_PROGRAM, arguments),
                                            log_, guard_, limit);
  }

  std::string Error(const std::vector<std::string>& arguments,
                    std::chrono::milliseconds limit = kReadyLimit) {
    try {
      Start(arguments, limit);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
};

TEST_F(Embedded, AcceptsAtItsAddressUntilItIsStopped) {
  auto server = Start({"--seed", "7"});
  const Endpoint endpoint{"127.0.0.1", server->port(), server->base_url()};
  EXPECT_EQ(server->base_url(), "http://127.0.0.1:" + std::to_string(server->port()));
  EXPECT_THAT(server->process().name(), HasSubstr(" --seed 7 --port 0 "));
  Probe(endpoint);
  server.reset();
  CheckNobodyListens(endpoint);
}

TEST_F(Embedded, LeavesNoFolderBehind) {
  auto server = Start({});
  const std::string name = server->process().name();
  const std::size_t start = name.find("--port-file ") + 12;
  const std::filesystem::path folder = std::filesystem::path(name.substr(start)).parent_path();
  EXPECT_TRUE(std::filesystem::exists(folder));
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(Embedded, TellsWhyItEndedBeforeItListened) {
  EXPECT_THAT(Error({"--fail"}),
              AllOf(HasSubstr("exited with code 3 before it listened: it has written no port file"),
                    HasSubstr("  | cannot listen: no such luck")));
}

TEST_F(Embedded, IsNotWaitedForLongerThanTheLimit) {
  EXPECT_THAT(Error({"--hang"}, std::chrono::milliseconds(50)),
              HasSubstr("has not listened within 0.05 s"));
}

TEST_F(Embedded, NamesTheProgramThatIsMissing) {
  try {
    const EmbeddedServer server(ProgramCommand({"/no/such/clamor-server"}), log_, guard_);
    FAIL() << "it was started";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot start '/no/such/clamor-server --port 0"));
  }
}

}  // namespace
}  // namespace clamor
