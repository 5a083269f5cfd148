// SPDX-License-Identifier: Apache-2.0
// Files that are there whole or not at all: written beside their place and renamed into it. A
// reader never sees half a report, also when the writer is killed. All of it throws
// std::runtime_error naming the path and the system's reason.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace clamor {

// A file too large to build in memory. Without Commit the destructor leaves no trace of it, and
// what was at the path stays as it was. The folder must exist. Not to be used by two threads at
// once.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path path);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void Write(std::string_view bytes);

  // Puts the file in its place; nothing may be written after it.
  void Commit();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::unique_ptr<std::FILE, Close> file_;
};

// The same in one step.
void WriteWhole(const std::filesystem::path& path, std::string_view content);

// The whole of a file.
std::string ReadFile(const std::filesystem::path& path);

}  // namespace clamor
