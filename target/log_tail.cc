// SPDX-License-Identifier: Apache-2.0
#include "target/log_tail.h"

#include <algorithm>
#include <fstream>
#include <string_view>

#include "base/escape.h"

namespace clamor {
namespace {

constexpr std::streamoff kTailBytes = std::streamoff{64} << 10;
constexpr std::size_t kLineBytes = 500;

// The file's last kTailBytes, without the line that they cut in two.
std::string Tail(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  const std::streamoff size = in.tellg();
  const std::streamoff start = std::max<std::streamoff>(0, size - kTailBytes);
  std::string text(static_cast<std::size_t>(size - start), '\0');
  in.seekg(start);
  in.read(text.data(), size - start);
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (start > 0) {
    const std::size_t line_end = text.find('\n');
    if (line_end + 1 < text.size() && line_end != std::string::npos) text.erase(0, line_end + 1);
  }
  return text;
}

std::string_view WithoutEnd(std::string_view text, char end) {
  if (!text.empty() && text.back() == end) text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<std::string> LastLines(const std::filesystem::path& file, std::size_t count) {
  const std::string text = Tail(file);
  std::string_view rest = WithoutEnd(text, '\n');
  std::vector<std::string> lines;
  while (lines.size() < count && !rest.empty()) {
    const std::size_t before = rest.rfind('\n');
    const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
    lines.push_back(ForTerminal(WithoutEnd(rest.substr(start), '\r'), kLineBytes));
    rest = rest.substr(0, start == 0 ? 0 : before);
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

}  // namespace clamor
