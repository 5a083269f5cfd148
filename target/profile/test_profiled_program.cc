// SPDX-License-Identifier: Apache-2.0
// What the room's tests profile: burns cycles, waits, or keeps memory, each in a function of a name
// to look for, until it is ended.
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

volatile std::sig_atomic_t ended = 0;
volatile double sink = 1;

void Say(const char* word) {
  std::puts(word);
  std::fflush(stdout);
}

[[gnu::noinline]] void BurnCycles() {
  for (int i = 0; i < 100'000; ++i) sink = sink * 1.0000001 + i;
}

[[gnu::noinline]] void WaitForNothing() {
  ::usleep(5000);
  sink = sink + 1;  // or the call would be the function's last, and a jump
}

std::vector<char*> kept;

[[gnu::noinline]] void KeepForever() {
  constexpr std::size_t kBytes = 16384;
  kept.push_back(new char[kBytes]);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  std::signal(SIGTERM, [](int) { ended = 1; });
  Say("begun");
  if (what == "keep") {
    for (int i = 0; i < 500; ++i) KeepForever();
    Say("kept");
  }
  while (ended == 0) {
    if (what == "burn") {
      BurnCycles();
    } else {
      WaitForNothing();
    }
  }
  return 0;
}
