// SPDX-License-Identifier: Apache-2.0
#include "target/kernel_text.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace clamor::internal {
namespace {

class Descriptor {
 public:
  Descriptor(const char* path, int flags) : number_(::open(path, flags | O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

void AppendNumber(std::string_view name, std::vector<pid_t>& numbers) {
  pid_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error == std::errc{} && end == name.data() + name.size()) numbers.push_back(number);
}

}  // namespace

std::string_view ReadText(const char* path, std::span<char> memory) {
  const Descriptor file(path, 0);
  if (!file.is_open()) return {};
  const ssize_t length = ::read(file.number(), memory.data(), memory.size());
  if (length <= 0) return {};
  return {memory.data(), static_cast<std::size_t>(length)};
}

bool ReadWhole(const char* path, std::string& text) {
  text.clear();
  const Descriptor file(path, 0);
  if (!file.is_open()) return false;
  std::array<char, 4096> piece;
  ssize_t length = 0;
  while ((length = ::read(file.number(), piece.data(), piece.size())) > 0) {
    text.append(piece.data(), static_cast<std::size_t>(length));
  }
  return length == 0;
}

bool ReadNumbers(std::string_view text, std::span<std::int64_t> numbers) {
  for (std::int64_t& number : numbers) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  return true;
}

// Not by opendir, which takes 32 KiB from the heap each time.
std::optional<std::vector<pid_t>> NumbersIn(const char* folder) {
  const Descriptor file(folder, O_DIRECTORY);
  if (!file.is_open()) return std::nullopt;
  std::vector<pid_t> numbers;
  alignas(dirent64) std::array<char, 4096> entries;
  ssize_t length = 0;
  while ((length = ::getdents64(file.number(), entries.data(), entries.size())) > 0) {
    for (ssize_t at = 0; at < length;) {
      const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
      AppendNumber(entry->d_name, numbers);
      at += entry->d_reclen;
    }
  }
  if (length < 0) return std::nullopt;
  return numbers;
}

}  // namespace clamor::internal
