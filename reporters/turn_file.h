// SPDX-License-Identifier: Apache-2.0
// The file that turn lines go to, plain or gzip by its name. Written as the run goes on, so that it
// holds what happened also when the run is killed; memory is zlib's buffers, whatever the length.
#pragma once

#include <filesystem>
#include <string_view>

struct gzFile_s;

namespace clamor {

class TurnFile {
 public:
  // Begins the file anew; compressed when its name ends in ".gz". Throws std::runtime_error naming
  // the path and the system's reason.
  explicit TurnFile(std::filesystem::path path);
  ~TurnFile();
  TurnFile(const TurnFile&) = delete;
  TurnFile& operator=(const TurnFile&) = delete;

  // Not to be used by two threads at once. Throws std::runtime_error when the disk takes no more.
  void Write(std::string_view lines);

  // Ends the file, so that an error of the last write is known; nothing may be written after it.
  // The destructor does the same and tells no one.
  void Close();

 private:
  std::filesystem::path path_;
  gzFile_s* file_ = nullptr;
};

}  // namespace clamor
