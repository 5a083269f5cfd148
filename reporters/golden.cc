// SPDX-License-Identifier: Apache-2.0
#include "reporters/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/atomic_file.h"

namespace clamor {
namespace {

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

void ExpectGolden(std::string_view file_name, std::string_view text) {
  const auto path = std::filesystem::path(__FILE__).parent_path() / "testdata" / file_name;
  if (std::getenv("CLAMOR_UPDATE_GOLDEN") != nullptr) {
    WriteWhole(path, text);
    return;
  }
  const std::string expected_text = ReadFile(path);
  if (expected_text == text) return;
  const std::vector<std::string> expected = Lines(expected_text);
  const std::vector<std::string> actual = Lines(text);
  std::size_t at = 0;
  while (at < expected.size() && at < actual.size() && expected[at] == actual[at]) ++at;
  ADD_FAILURE() << path.string() << ":" << at + 1 << ": expected\n"
                << (at < expected.size() ? expected[at] : "(the end)") << "\nand got\n"
                << (at < actual.size() ? actual[at] : "(the end)")
                << "\nCLAMOR_UPDATE_GOLDEN=1 writes the file anew";
}

}  // namespace clamor
