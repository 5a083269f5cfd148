// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace clamor {
namespace {

std::runtime_error Failed(std::string_view what, const std::filesystem::path& path, int error) {
  return std::runtime_error(
      fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(error)));
}

// Unique among the processes that write into the folder; hidden, so that no glob takes it for a
// result.
std::filesystem::path TemporaryBeside(const std::filesystem::path& path) {
  static std::atomic<unsigned> count{0};
  return path.parent_path() /
         fmt::format(".{}.{}-{}.tmp", path.filename().string(), ::getpid(), count++);
}

}  // namespace

WholeFile::WholeFile(std::filesystem::path path)
    : path_(std::move(path)), temporary_(TemporaryBeside(path_)) {
  // Not mkstemp: its mode of 0600 would hide a report from everyone but its writer.
  const int fd = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) throw Failed("write", path_, errno);
  file_.reset(::fdopen(fd, "wb"));
  if (file_ == nullptr) {
    const int error = errno;
    ::close(fd);
    ::unlink(temporary_.c_str());
    throw Failed("write", path_, error);
  }
}

WholeFile::~WholeFile() {
  if (file_ != nullptr) ::unlink(temporary_.c_str());
}

void WholeFile::Write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    throw Failed("write", path_, errno);
  }
}

void WholeFile::Commit() {
  if (std::fflush(file_.get()) != 0) throw Failed("write", path_, errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw Failed("write", path_, errno);
  file_.reset();
}

void WriteWhole(const std::filesystem::path& path, std::string_view content) {
  WholeFile file(path);
  file.Write(content);
  file.Commit();
}

std::string ReadFile(const std::filesystem::path& path) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) throw Failed("read", path, errno);
  std::string content;
  std::array<char, 65536> block;
  std::size_t got = 0;
  while ((got = std::fread(block.data(), 1, block.size(), file.get())) > 0) {
    content.append(block.data(), got);
  }
  if (std::ferror(file.get()) != 0) throw Failed("read", path, errno);
  return content;
}

}  // namespace clamor
