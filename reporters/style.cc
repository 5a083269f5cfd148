// SPDX-License-Identifier: Apache-2.0
#include "reporters/style.h"

#include "base/escape.h"

namespace clamor {
namespace {

constexpr std::string_view kReset = "\x1b[0m";

// Blue and orange beside red: told apart also by those who do not tell red from green.
std::string_view Code(Color color) {
  switch (color) {
    case Color::kGood:
      return "\x1b[1;34m";
    case Color::kBad:
      return "\x1b[1;31m";
    case Color::kDoubtful:
      return "\x1b[1;33m";
    case Color::kFaint:
      return "\x1b[2m";
    case Color::kStrong:
      return "\x1b[1m";
  }
  return {};
}

}  // namespace

std::string Paint(const Style& style, Color color, std::string_view text) {
  if (!style.color) return std::string(text);
  return std::string(Code(color)).append(text).append(kReset);
}

// How the runner finds commands: actions/runner, src/Runner.Common/ActionCommand.cs.
std::string ForLog(std::string_view text, std::size_t max_bytes) {
  std::string shown = ForTerminal(text, max_bytes);
  for (std::size_t at = 0; (at = shown.find("##[", at)) != std::string::npos;) {
    shown.replace(at, 3, "##\\x5b");
  }
  const std::size_t first = shown.find_first_not_of(' ');
  if (first != std::string::npos && shown.compare(first, 2, "::") == 0) {
    shown.replace(first, 1, "\\x3a");
  }
  return shown;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\x1b') {
      at = text.find('m', at);
      if (at == std::string_view::npos) break;
      continue;
    }
    const bool continues = (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
    if (!continues) ++width;
  }
  return width;
}

}  // namespace clamor
