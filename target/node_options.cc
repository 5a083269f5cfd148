// SPDX-License-Identifier: Apache-2.0
#include "target/node_options.h"

#include <algorithm>
#include <cstdlib>

namespace clamor {
namespace {

constexpr const char* kName = "NODE_OPTIONS";

std::string OwnOptions() {
  const char* const options = std::getenv(kName);
  return options == nullptr ? "" : options;
}

}  // namespace

namespace internal {

std::string WithModule(std::string_view options, std::string_view module) {
  std::string all(options);
  if (!all.empty()) all += ' ';
  all += "--require \"";
  for (const char c : module) {
    if (c == '"' || c == '\\') all += '\\';
    all += c;
  }
  return all + '"';
}

}  // namespace internal

void AddNodeModule(Environment& environment, const std::filesystem::path& module) {
  const auto given = std::find_if(environment.begin(), environment.end(),
                                  [](const auto& variable) { return variable.first == kName; });
  if (given == environment.end()) {
    environment.emplace_back(kName, internal::WithModule(OwnOptions(), module.string()));
  } else {
    given->second = internal::WithModule(given->second, module.string());
  }
}

}  // namespace clamor
