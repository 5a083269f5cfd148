// SPDX-License-Identifier: Apache-2.0
// Lines of an SLA file.
#include "metrics/sla_file.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/atomic_file.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

constexpr std::string_view kBlanks = " \t\r";

// The line up to its comment; a `#` inside quotes is a tag's value.
std::string_view WithoutComment(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && quoted) {
      ++i;
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == '#' && !quoted) {
      return line.substr(0, i);
    }
  }
  return line;
}

// Blanks at the end go; those at the beginning stay, for the columns of messages.
std::string_view Trimmed(std::string_view line) {
  return line.substr(0, line.find_last_not_of(kBlanks) + 1);
}

}  // namespace

std::vector<PromisedSla> ReadSlas(std::string_view text, const std::string& file,
                                  std::span<const DefinedMetric> defined) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<PromisedSla> slas;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = Trimmed(WithoutComment(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    try {
      slas.push_back({ParseSla(line, defined).ToString(), file, number, false});
    } catch (const SlaError& error) {
      throw std::runtime_error(
          fmt::format("{}:{}:{}: {}", file, number, error.column(), error.message()));
    }
  }
  if (slas.empty()) {
    throw std::runtime_error(fmt::format(
        "{}:1:1: there is no SLA in this file, expected one per line such as: error_rate < 1%",
        file));
  }
  return slas;
}

std::vector<PromisedSla> ReadSlaFile(const std::string& path,
                                     std::span<const DefinedMetric> defined) {
  return ReadSlas(ReadFile(path), path, defined);
}

}  // namespace clamor
