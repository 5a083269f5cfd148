// SPDX-License-Identifier: Apache-2.0
// Lines of an SLA file.
#include "metrics/sla_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/atomic_file.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr char kBetweenPatterns = ':';

[[noreturn]] void Refuse(const std::string& file, int line, std::size_t column,
                         std::string_view message) {
  throw std::runtime_error(fmt::format("{}:{}:{}: {}", file, line, column, message));
}

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

// What full names of tests are made of, and what stands for parts of them.
bool IsOfPattern(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_/.*?").find(c) != std::string_view::npos;
}

// Where in the patterns the first mistake is; npos: nowhere.
std::size_t MistakeIn(std::string_view patterns) {
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(patterns.find(kBetweenPatterns, begin), patterns.size());
    const std::string_view one = patterns.substr(begin, end - begin);
    const auto* const foreign = std::find_if_not(one.begin(), one.end(), IsOfPattern);
    if (foreign != one.end()) return begin + static_cast<std::size_t>(foreign - one.begin());
    // Without any of them it can be no full name: the SLAs would never be judged.
    if (one.find_first_of(".*?") == std::string_view::npos) return begin;
    if (end == patterns.size()) return std::string_view::npos;
    begin = end + 1;
  }
}

// The patterns of "[Chat.*:Voice.*]" at `at` of its line.
std::string PatternsIn(std::string_view line, std::size_t at, const std::string& file, int number) {
  if (!line.ends_with(']')) Refuse(file, number, line.size() + 1, "expected ] at the line's end");
  const std::string_view patterns = line.substr(at + 1, line.size() - at - 2);
  const std::size_t mistake = MistakeIn(patterns);
  if (mistake == std::string_view::npos) return std::string(patterns == "*" ? "" : patterns);
  Refuse(file, number, at + 2 + mistake,
         "expected full names of tests, or patterns of them with * and ?, such as "
         "[Chat.*:Voice.*]");
}

// As a shell matches names: a `*` first takes nothing, then one character more each time that what
// follows it does not match.
bool Matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

bool SlaSection::IsFor(std::string_view test) const {
  if (tests.empty()) return true;
  std::string_view left = tests;
  while (true) {
    const std::size_t end = left.find(kBetweenPatterns);
    if (Matches(left.substr(0, end), test)) return true;
    if (end == std::string_view::npos) return false;
    left.remove_prefix(end + 1);
  }
}

std::vector<SlaSection> ReadSections(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<SlaSection> sections{{"", file, {}}};
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = Trimmed(WithoutComment(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t begin = line.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) continue;
    if (line[begin] == '[') {
      sections.push_back({PatternsIn(line, begin, file, number), file, {}});
    } else {
      sections.back().slas.push_back({std::string(line), number});
    }
  }
  std::erase_if(sections, [](const SlaSection& section) { return section.slas.empty(); });
  if (sections.empty()) {
    Refuse(file, 1, 1,
           "there is no SLA in this file, expected one per line such as: error_rate < 1%");
  }
  return sections;
}

std::vector<SlaSection> ReadSlaFile(const std::string& path) {
  return ReadSections(ReadFile(path), path);
}

std::vector<PromisedSla> SlasOf(const SlaSection& section, std::span<const DefinedMetric> defined) {
  std::vector<PromisedSla> slas;
  for (const SlaLine& line : section.slas) {
    try {
      slas.push_back({ParseSla(line.text, defined).ToString(), section.file, line.line, false});
    } catch (const SlaError& error) {
      Refuse(section.file, line.line, error.column(), error.message());
    }
  }
  return slas;
}

}  // namespace clamor
