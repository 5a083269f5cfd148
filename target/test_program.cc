// SPDX-License-Identifier: Apache-2.0
// What the room's tests launch. `--port 0 --port-file FILE` listens as the embedded server does;
// `launch COMMAND LOG` launches a shell command under a guard and waits to be killed; `touch MB`
// fills so much memory, `threads N` has so many besides the main one, which wake each millisecond,
// and `burn MS` uses so much CPU time.
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "target/guard.h"
#include "target/launch.h"

namespace {

using boost::asio::ip::tcp;

[[noreturn]] void WaitForTheEnd() {
  for (;;) ::pause();
}

[[noreturn]] void Listen(const std::filesystem::path& port_file) {
  boost::asio::io_context context;
  const tcp::acceptor acceptor(context, tcp::endpoint(tcp::v4(), 0));
  const std::filesystem::path unfinished = port_file.string() + ".part";
  std::ofstream(unfinished) << acceptor.local_endpoint().port() << '\n';
  std::filesystem::rename(unfinished, port_file);
  WaitForTheEnd();
}

[[noreturn]] void LaunchAndWait(const std::string& command, const std::filesystem::path& log) {
  clamor::Guard guard;
  const clamor::LaunchedServer server(clamor::ShellCommand(command), log, guard);
  std::puts("launched");
  std::fflush(stdout);
  WaitForTheEnd();
}

[[noreturn]] void Touch(int megabytes) {
  const std::vector<char> memory(static_cast<std::size_t>(megabytes) << 20, 'x');
  std::puts("touched");
  std::fflush(stdout);
  WaitForTheEnd();
}

[[noreturn]] void HaveThreads(int count) {
  for (int i = 0; i < count; ++i) {
    std::thread([] {
      for (;;) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }).detach();
  }
  std::puts("threads");
  std::fflush(stdout);
  WaitForTheEnd();
}

int Burn(int milliseconds) {
  const auto end = static_cast<std::clock_t>(milliseconds) * (CLOCKS_PER_SEC / 1000);
  while (std::clock() < end) {
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const auto port_file = std::find(arguments.begin(), arguments.end(), "--port-file");
  if (port_file != arguments.end()) {
    if (arguments.front() == "--fail") return std::puts("cannot listen: no such luck"), 3;
    if (arguments.front() == "--hang") WaitForTheEnd();
    Listen(*(port_file + 1));
  }
  if (arguments.size() == 3 && arguments[0] == "launch") {
    LaunchAndWait(std::string(arguments[1]), arguments[2]);
  }
  if (arguments.size() == 2) {
    const int number = std::atoi(argv[2]);
    if (arguments[0] == "touch") Touch(number);
    if (arguments[0] == "threads") HaveThreads(number);
    if (arguments[0] == "burn") return Burn(number);
  }
  std::fputs("what shall be launched?\n", stderr);
  return 2;
}
