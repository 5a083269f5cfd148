// SPDX-License-Identifier: Apache-2.0
// The delay of a Node server's event loop as the server's own processes measure it: with a module
// (event_loop_delay.cjs) that Node loads before the program when the environment says so.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

#include "target/launch.h"
#include "target/temporary_folder.h"

namespace clamor {

class EventLoopDelay {
 public:
  // Writes the module into a temporary folder. Throws std::runtime_error when it cannot.
  EventLoopDelay();

  // What the server is to be launched with; no other program takes notice of it.
  Environment environment() const;

  // The longest delay that any process told since the last call; nothing when none told.
  std::optional<std::chrono::nanoseconds> LongestSinceLastTime();

 private:
  std::filesystem::path Module() const { return folder_.path() / "event_loop_delay.cjs"; }
  std::filesystem::path Told() const { return folder_.path() / "told"; }

  TemporaryFolder folder_;
  std::size_t read_ = 0;  // bytes of what was told
};

// The part that reads text, apart for its tests.
namespace internal {
// The largest of lines "PROCESS NANOSECONDS"; what is no such line is passed over.
std::optional<std::chrono::nanoseconds> LongestIn(std::string_view lines);
}  // namespace internal

}  // namespace clamor
