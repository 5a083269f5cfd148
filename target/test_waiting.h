// SPDX-License-Identifier: Apache-2.0
// For the room's tests: waiting for what other processes do, with a limit in place of a fixed
// sleep.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

#include "target/proc.h"

namespace clamor {

// Whether `condition` came true within half a minute, which no machine is too busy for.
template <typename Condition>
bool ComesTrue(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// Dead, or a zombie that whoever inherited it has not reaped yet.
inline bool IsDead(pid_t process) {
  const std::optional<ProcessStat> stat = StatOf(process);
  return !stat || !IsAlive(*stat);
}

inline std::string Contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The number that a script writes into the file as its first line, once it stands there whole.
inline pid_t NumberIn(const std::filesystem::path& file) {
  if (!ComesTrue([&] { return Contents(file).find('\n') != std::string::npos; })) return -1;
  return std::stoi(Contents(file));
}

}  // namespace clamor
