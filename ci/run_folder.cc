// SPDX-License-Identifier: Apache-2.0
#include "ci/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "metrics/result_files.h"
#include "reporters/all.h"
#include "reporters/regression/trend_json.h"
#include "reporters/regression/trend_markdown.h"

namespace clamor {
namespace {

std::runtime_error Failed(std::string_view what, const std::filesystem::path& path,
                          const std::error_code& error) {
  return std::runtime_error(fmt::format("cannot {} {}: {}", what, path.string(), error.message()));
}

bool IsResult(const std::filesystem::path& path) {
  if (path.extension() != ".json") return false;
  std::array<char, 64> begin{};
  std::ifstream in(path, std::ios::binary);
  in.read(begin.data(), begin.size());
  const std::string_view text(begin.data(), static_cast<std::size_t>(in.gcount()));
  return text.find(kResultMark) != std::string_view::npos;
}

// ".junit.xml.1234-0.tmp", as WholeFile names what it has not finished: the name without its
// additions, or nothing.
std::string_view HalfWritten(std::string_view name) {
  constexpr std::string_view kEnd = ".tmp";
  if (!name.starts_with('.') || !name.ends_with(kEnd)) return {};
  name = name.substr(1, name.size() - 1 - kEnd.size());
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const std::string_view digits = name.substr(dot + 1);
  const bool numbers = digits.find_first_not_of("0123456789-") == std::string_view::npos;
  return numbers ? name.substr(0, dot) : std::string_view();
}

class Stale {
 public:
  Stale() {
    for (const auto& reporter : StandardReporters()) reports_.insert(reporter->FileName());
    reports_.insert({kTrendMarkdownFile, kTrendJsonFile});
  }

  bool operator()(const std::filesystem::directory_entry& entry) const {
    if (!entry.is_regular_file() || entry.is_symlink()) return false;
    const std::string name = entry.path().filename();
    const std::string half(HalfWritten(name));
    if (!half.empty()) return reports_.contains(half) || half.ends_with(".json");
    return reports_.contains(name) || IsResult(entry.path());
  }

 private:
  std::set<std::string> reports_;
};

}  // namespace

void BeginRunFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Failed("make the folder", folder, error);
  std::vector<std::filesystem::path> stale;
  const Stale is_stale;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (is_stale(entry)) stale.push_back(entry.path());
  }
  for (const std::filesystem::path& path : stale) {
    if (!std::filesystem::remove(path, error) && error) throw Failed("remove", path, error);
  }
}

}  // namespace clamor
