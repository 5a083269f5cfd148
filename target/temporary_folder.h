// SPDX-License-Identifier: Apache-2.0
// A private folder in the system's temporary one, removed with all it holds.
#pragma once

#include <filesystem>

namespace clamor {

class TemporaryFolder {
 public:
  // Throws std::system_error when it cannot be made.
  TemporaryFolder();
  ~TemporaryFolder();

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace clamor
