// SPDX-License-Identifier: Apache-2.0
#include "target/profile/function_name.h"

#include <algorithm>
#include <cstddef>

namespace clamor {
namespace {

constexpr std::string_view kScope = "::";

// operator<, operator>> and operator-> hold angles that belong to no template.
bool HasOddAngles(std::string_view name) {
  const std::size_t word = name.find("operator");
  if (word == std::string_view::npos) return false;
  return name.substr(word + 8).find_first_of("<>-") == 0;
}

// "f<g<int>, 2>" -> "f<>"; empty where the angles do not pair.
std::string WithoutTemplateArguments(std::string_view name) {
  std::string out;
  int depth = 0;
  for (const char c : name) {
    if (c == '>' && --depth < 0) return {};
    if (depth == 0) out += c;
    if (c == '<') ++depth;
  }
  return depth == 0 ? out : std::string();
}

// The parameters, and what is local to a function, hold scopes of others. A bracket at the very
// beginning is an anonymous namespace's.
std::size_t EndOfScopes(std::string_view name) {
  return std::min(name.find_first_of("({", 1), name.size());
}

}  // namespace

std::string ShortFunctionName(std::string_view name) {
  if (name.find(kScope) == std::string_view::npos || HasOddAngles(name)) return std::string(name);
  std::string plain = WithoutTemplateArguments(name);
  if (plain.empty()) return std::string(name);
  const std::size_t last = plain.rfind(kScope, EndOfScopes(plain));
  if (last == std::string::npos || last == 0) return plain;
  const std::size_t before = plain.rfind(kScope, last - 1);
  return before == std::string::npos ? plain : plain.substr(before + kScope.size());
}

}  // namespace clamor
