// SPDX-License-Identifier: Apache-2.0
// Names and writes result files.
#include "metrics/result_files.h"

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "metrics/result_json.h"

namespace clamor {
namespace {

std::string Plain(std::string name) {
  for (char& c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!kept) c = '_';
  }
  return name;
}

}  // namespace

std::string ResultFileName(const RunData& run) {
  std::string name = Plain(run.suite) + "." + Plain(run.test);
  if (run.repetition > 0) name += fmt::format("-{}", run.repetition + 1);
  if (run.shard) name += fmt::format("-shard{}", *run.shard);
  return name + ".json";
}

std::filesystem::path WriteResultFile(const std::filesystem::path& folder, const RunData& run) {
  const std::filesystem::path path = folder / ResultFileName(run);
  WholeFile file(path);
  WriteResultJson(run, [&file](std::string_view piece) { file.Write(piece); });
  file.Commit();
  return path;
}

}  // namespace clamor
