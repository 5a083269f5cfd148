// SPDX-License-Identifier: Apache-2.0
// What watching a server takes: samples of a tree of ten processes with as many threads each as
// servers have, some time apart as they are in a run, so that no cache keeps what a sample needs.
// The bound is 1 % of a core at one sample per second; exits with 1 beyond it.
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "target/guard.h"
#include "target/launch.h"
#include "target/server_watch.h"
#include "target/temporary_folder.h"

namespace clamor::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr int kProcesses = 10;
constexpr int kSamples = 50;
constexpr milliseconds kPause{40};
constexpr double kMostPercent = 1;

// The threads wake often enough to have a schedule to tell of.
void HaveThreads(int count) {
  for (int i = 1; i < count; ++i) {
    std::thread([] {
      for (;;) std::this_thread::sleep_for(milliseconds(100));
    }).detach();
  }
}

// The server: a process and its children.
[[noreturn]] void BecomeTree(int threads) {
  for (int i = 1; i < kProcesses && ::fork() != 0; ++i) {
  }
  HaveThreads(threads);
  for (;;) ::pause();
}

nanoseconds CpuOfThisThread() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

void WaitUntilAllIsThere(ServerWatch& watch, int threads) {
  const auto end = steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    const auto sample = watch.Sample(steady_clock::now());
    if (sample && sample->processes == kProcesses && sample->threads == kProcesses * threads)
      return;
    if (steady_clock::now() > end) throw std::runtime_error("the tree did not come up");
    std::this_thread::sleep_for(milliseconds(5));
  }
}

// Percent of a core, with the median sample.
double Watch(int threads, Guard& guard) {
  const TemporaryFolder folder;
  EventLoopDelay event_loops;
  const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
  const LaunchedServer server(ProgramCommand({self, "tree", std::to_string(threads)}),
                              folder.path() / "log", guard);
  ServerWatch watch(server.pid(), &event_loops);
  WaitUntilAllIsThere(watch, threads);
  std::vector<nanoseconds> costs;
  for (int i = 0; i < kSamples; ++i) {
    std::this_thread::sleep_for(kPause);
    const nanoseconds before = CpuOfThisThread();
    watch.Sample(steady_clock::now());
    costs.push_back(CpuOfThisThread() - before);
  }
  std::sort(costs.begin(), costs.end());
  const auto percent = [](nanoseconds cost) { return std::chrono::duration<double>(cost) * 100; };
  const double median = percent(costs[costs.size() / 2]).count();
  fmt::print("{:>9}  {:>7}  {:>17.0f}  {:>17.3f}  {:>17.3f}\n", kProcesses, threads, median * 1e4,
             median, percent(costs.back()).count());
  return median;
}

int Main() {
  Guard guard;
  fmt::print("processes  threads  CPU/sample, us     % of a core, median       worst\n");
  double worst = 0;
  for (const int threads : {1, 4, 11, 32}) worst = std::max(worst, Watch(threads, guard));
  fmt::print("at one sample per second at most {:.0f} % of a core: {}\n", kMostPercent,
             worst <= kMostPercent ? "kept" : "NOT KEPT");
  return worst <= kMostPercent ? 0 : 1;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "tree") {
    clamor::bench::BecomeTree(std::atoi(argv[2]));
  }
  return clamor::bench::Main();
}
