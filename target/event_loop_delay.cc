// SPDX-License-Identifier: Apache-2.0
#include "target/event_loop_delay.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "base/atomic_file.h"
#include "target/assets.h"
#include "target/kernel_text.h"
#include "target/node_options.h"

namespace clamor {
namespace {

using std::filesystem::perms;

// What one call reads; what is left comes with the next. A thousand processes tell less.
constexpr std::size_t kMostBytes = std::size_t{64} << 10;

std::size_t ReadAt(const std::filesystem::path& file, std::size_t offset, std::span<char> memory) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  const ssize_t length =
      ::pread(descriptor, memory.data(), memory.size(), static_cast<off_t>(offset));
  ::close(descriptor);
  return static_cast<std::size_t>(std::max<ssize_t>(length, 0));
}

}  // namespace

namespace internal {

std::optional<std::chrono::nanoseconds> LongestIn(std::string_view lines) {
  std::optional<std::chrono::nanoseconds> longest;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::array<std::int64_t, 2> numbers{};  // process, nanoseconds
    if (ReadNumbers(lines.substr(0, end), numbers) && numbers[1] >= 0) {
      longest = std::max(longest, std::optional(std::chrono::nanoseconds(numbers[1])));
    }
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return longest;
}

}  // namespace internal

// The server may run as another user, who must find the module: Node would not start without.
EventLoopDelay::EventLoopDelay() {
  WriteWhole(Module(), EventLoopModule());
  WriteWhole(Told(), "");
  std::error_code ignored;
  std::filesystem::permissions(folder_.path(), perms{0755}, ignored);
  std::filesystem::permissions(Module(), perms{0644}, ignored);
  std::filesystem::permissions(Told(), perms{0666}, ignored);
}

Environment EventLoopDelay::environment() const {
  Environment environment;
  AddNodeModule(environment, Module());
  environment.emplace_back("CLAMOR_EVENT_LOOP_FILE", Told().string());
  return environment;
}

std::optional<std::chrono::nanoseconds> EventLoopDelay::LongestSinceLastTime() {
  std::array<char, kMostBytes> memory;
  const std::size_t length = ReadAt(Told(), read_, memory);
  const std::string_view text(memory.data(), length);
  const std::size_t line_end = text.rfind('\n');
  // A line that is not all there yet is left for the next call, unless it never ends.
  const std::size_t whole = line_end != std::string_view::npos ? line_end + 1
                            : length == memory.size()          ? length
                                                               : 0;
  read_ += whole;
  return internal::LongestIn(text.substr(0, whole));
}

}  // namespace clamor
