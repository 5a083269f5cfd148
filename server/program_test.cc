// SPDX-License-Identifier: Apache-2.0
// clamor-server as a program: from its command line to its exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::StartsWith;

// The program with its output and errors in one pipe; killed when the test leaves it behind.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), CLAMOR_SERVER_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    output_ = ends[0];
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      dup2(ends[1], STDERR_FILENO);
      close(ends[0]);
      close(ends[1]);
      execv(argv[0], argv.data());
      _exit(127);
    }
    close(ends[1]);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    close(output_);
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  // The next line of output, without its end; what there is at the end of output.
  std::string ReadLine() {
    std::string line;
    for (char byte = 0; read(output_, &byte, 1) == 1 && byte != '\n';) line += byte;
    return line;
  }

  void Signal(int signal) const { kill(pid_, signal); }

  // The exit code, or minus the signal that ended it.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  int output_ = -1;
  pid_t pid_ = 0;
};

class ServerProgram : public testing::Test {
 protected:
  ServerProgram() : port_file_(testing::TempDir() + "clamor_server_program_port") {}
  ~ServerProgram() override { std::filesystem::remove(port_file_); }

  const std::string& port_file() const { return port_file_; }
  std::uint16_t Port() const { return static_cast<std::uint16_t>(std::stoi(ReadFile(port_file_))); }

 private:
  const std::string port_file_;
};

TEST_F(ServerProgram, ServesFromItsPortFileUntilSigterm) {
  Program program({"--port", "0", "--port-file", port_file(), "--seed", "5"});
  const std::string line = program.ReadLine();
  EXPECT_EQ(line,
            "clamor-server listens on http://127.0.0.1:" + std::to_string(Port()) + " (seed 5)");
  TestClient client(Port());
  EXPECT_EQ(client.Say("Repeat after me: hello").Events().back(), "[DONE]");
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait(), 0);
  EXPECT_TRUE(client.SeesEnd());
}

TEST_F(ServerProgram, EndsAtOnceOnASecondSignal) {
  Program program({"--port", "0", "--port-file", port_file()});
  program.ReadLine();
  TestClient client(Port());
  client.SendTurn("Repeat after me: a b", "X-Clamor-Fault: stall\r\n");
  client.ReceiveUntil("a ");
  TestClient idle(Port());
  idle.Get("/health");
  program.Signal(SIGINT);
  // The idle connection's end tells that the first signal was taken.
  EXPECT_TRUE(idle.SeesEnd());
  program.Signal(SIGTERM);
  EXPECT_EQ(program.Wait(), -SIGTERM);
}

TEST_F(ServerProgram, SaysInOneLineWhatIsWrong) {
  Program wrong({"--ttft", "soon"});
  EXPECT_THAT(wrong.ReadLine(), StartsWith("--ttft: \"soon\" is no distribution; expected "));
  EXPECT_NE(wrong.Wait(), 0);
  Program nowhere({"--port", "0", "--host", "192.0.2.1"});
  EXPECT_THAT(nowhere.ReadLine(), StartsWith("clamor-server: cannot listen on 192.0.2.1:0: "));
  EXPECT_EQ(nowhere.Wait(), 1);
}

}  // namespace
}  // namespace clamor::server
