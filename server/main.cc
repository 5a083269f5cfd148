// SPDX-License-Identifier: Apache-2.0
// clamor-server: the embedded reference server as a program of its own.
#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <thread>
#include <utility>
#include <variant>

#include "server/options.h"
#include "server/server.h"

namespace {

// Every connection takes a descriptor.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Blocks the signals that end the server, for this thread and those it starts.
sigset_t BlockEndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Returns once one of them has come. From then on a second one ends the process at once.
void AwaitSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void Serve(clamor::server::Options options) {
  const sigset_t signals = BlockEndingSignals();
  std::signal(SIGPIPE, SIG_IGN);
  const auto seed = options.seed;
  clamor::server::Server server(std::move(options));
  fmt::print("clamor-server listens on {} (seed {})\n", server.url(), seed);
  std::fflush(stdout);
  const std::jthread serving([&server] { server.Run(); });
  AwaitSignal(signals);
  server.Stop();
}

}  // namespace

int main(int argc, char** argv) {
  auto options = clamor::server::ReadOptions(argc, argv, std::cout, std::cerr);
  if (const int* exit_code = std::get_if<int>(&options)) return *exit_code;
  RaiseDescriptorLimit();
  try {
    Serve(std::get<clamor::server::Options>(std::move(options)));
  } catch (const std::exception& error) {
    fmt::print(stderr, "clamor-server: {}\n", error.what());
    return 1;
  }
  return 0;
}
