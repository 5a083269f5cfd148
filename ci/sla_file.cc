// SPDX-License-Identifier: Apache-2.0
#include "ci/sla_file.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/atomic_file.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

constexpr std::string_view kBlanks = " \t\r";

PromisedSla ParseLine(std::string_view line, std::size_t indent, const std::string& file,
                      int number) {
  try {
    return {ParseSla(line).ToString(), file, number};
  } catch (const SlaError& error) {
    throw std::runtime_error(
        fmt::format("{}:{}:{}: {}", file, number, indent + error.column(), error.message()));
  }
}

}  // namespace

std::vector<PromisedSla> ParseSlaLines(std::string_view text, const std::string& file) {
  std::vector<PromisedSla> slas;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t indent = line.find_first_not_of(kBlanks);
    if (indent == std::string_view::npos || line[indent] == '#') continue;
    line = line.substr(indent, line.find_last_not_of(kBlanks) + 1 - indent);
    slas.push_back(ParseLine(line, indent, file, number));
  }
  if (slas.empty()) {
    throw std::runtime_error(fmt::format(
        "{}:1:1: holds no SLA, expected one per line, such as p95(response_time) < 2s", file));
  }
  return slas;
}

std::vector<PromisedSla> ReadSlaFile(const std::filesystem::path& file) {
  return ParseSlaLines(ReadFile(file), file.string());
}

}  // namespace clamor
