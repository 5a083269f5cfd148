// SPDX-License-Identifier: Apache-2.0
#include "reporters/turn_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace clamor {
namespace {

constexpr unsigned kBufferBytes = 256 * 1024;
constexpr std::size_t kMostAtOnce = 1U << 30;  // gzwrite takes and returns an int

std::runtime_error Failed(const std::filesystem::path& path, int error) {
  return std::runtime_error(
      fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error)));
}

}  // namespace

TurnFile::TurnFile(std::filesystem::path path) : path_(std::move(path)) {
  const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) throw Failed(path_, errno);
  // Level 1: the load generator has better things to do. T: zlib writes through without
  // compressing.
  file_ = ::gzdopen(fd, path_.extension() == ".gz" ? "wb1" : "wbT");
  if (file_ == nullptr) {
    ::close(fd);
    throw Failed(path_, ENOMEM);
  }
  ::gzbuffer(file_, kBufferBytes);
}

TurnFile::~TurnFile() {
  if (file_ != nullptr) ::gzclose(file_);
}

void TurnFile::Write(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t size = std::min(lines.size(), kMostAtOnce);
    errno = 0;
    if (::gzwrite(file_, lines.data(), static_cast<unsigned>(size)) <= 0) {
      throw Failed(path_, errno != 0 ? errno : EIO);
    }
    lines.remove_prefix(size);
  }
}

void TurnFile::Close() {
  errno = 0;
  const int status = ::gzclose(std::exchange(file_, nullptr));
  if (status != Z_OK) throw Failed(path_, errno != 0 ? errno : EIO);
}

}  // namespace clamor
