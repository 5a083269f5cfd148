// SPDX-License-Identifier: Apache-2.0
// Counts failures by reason and keeps the first few messages of each, bounded.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

class FailureLog {
 public:
  static constexpr std::size_t kExamples = 5;
  static constexpr std::size_t kMessageBytes = 2048;
  static constexpr std::size_t kCommandBytes = 65'536;

  // Text is copied only while the reason has fewer than kExamples, or no command. The first command
  // is kept, with its example.
  void Add(Failure reason, std::string_view message, std::string_view conversation,
           std::string_view repeat_command);

  void Merge(const std::vector<FailureCount>& other);

  // Only the reasons that occurred.
  std::vector<FailureCount> Counts() const;

 private:
  void Keep(FailureCount& count, FailureExample example);

  std::array<FailureCount, kFailureKinds> counts_;
};

}  // namespace clamor
