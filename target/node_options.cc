// SPDX-License-Identifier: Apache-2.0
#include "target/node_options.h"

#include <cstdlib>

namespace clamor {
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

std::string NodeOptionsWith(const std::filesystem::path& module) {
  const char* const options = std::getenv("NODE_OPTIONS");
  return internal::WithModule(options == nullptr ? "" : options, module.string());
}

}  // namespace clamor
