// SPDX-License-Identifier: Apache-2.0
#include "engine/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/atomic_file.h"
#include "base/json_text.h"

namespace clamor {
namespace {

// The names that recorded traffic is published under (Azure's LLM inference traces, BurstGPT,
// Mooncake), in lower case.
constexpr std::string_view kTime = "timestamp";
constexpr std::array<std::string_view, 4> kSizes = {"contexttokens", "request tokens",
                                                    "prompt_tokens", "input_length"};

// Above what any model reads; each user may hold a text of so many words.
constexpr long kMostTokens = 10'000'000;

struct Line {
  std::string_view text;
  int number;  // from 1
};

std::vector<Line> LinesOf(std::string_view text) {
  std::vector<Line> lines;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.push_back({line, number});
  }
  return lines;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

bool IsSize(std::string_view name) {
  return std::find(kSizes.begin(), kSizes.end(), name) != kSizes.end();
}

template <class Number>
std::optional<Number> Parsed(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "2023-11-16 18:17:03.9799600", of which only differences matter.
std::optional<Seconds> ParsedDate(std::string_view text) {
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const auto year = Parsed<int>(text.substr(0, 4));
  const auto month = Parsed<unsigned>(text.substr(5, 2));
  const auto day = Parsed<unsigned>(text.substr(8, 2));
  const auto hour = Parsed<int>(text.substr(11, 2));
  const auto minute = Parsed<int>(text.substr(14, 2));
  const auto second = Parsed<double>(text.substr(17));
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + Seconds(*second);
}

// Collects arrivals and holds each against the one before.
class Entries {
 public:
  explicit Entries(const std::string& file) : file_(file) {}

  void Add(Seconds at, std::optional<long> prompt_tokens, Position where) {
    if (!std::isfinite(at.count())) throw JsonError(file_, where, "expected a time");
    if (entries_.empty()) first_ = at;
    if (!entries_.empty() && at - first_ < entries_.back().at) {
      throw JsonError(file_, where,
                      fmt::format("goes back in time by {:g} s, expected arrivals in their order",
                                  (entries_.back().at - (at - first_)).count()));
    }
    if (prompt_tokens && (*prompt_tokens < 0 || *prompt_tokens > kMostTokens)) {
      throw JsonError(
          file_, where,
          fmt::format("a prompt of {} tokens, expected 0 to {}", *prompt_tokens, kMostTokens));
    }
    entries_.push_back({at - first_, prompt_tokens});
  }

  std::vector<RecordedArrival> Take() {
    if (entries_.empty()) throw JsonError(file_, {}, "holds no arrival, expected at least one");
    return std::move(entries_);
  }

 private:
  const std::string& file_;
  Seconds first_{0};
  std::vector<RecordedArrival> entries_;
};

struct Field {
  std::string_view text;
  int column;  // from 1
};

std::vector<Field> FieldsOf(std::string_view line) {
  std::vector<Field> fields;
  int column = 1;
  while (true) {
    const std::size_t end = std::min(line.find(','), line.size());
    fields.push_back({line.substr(0, end), column});
    if (end == line.size()) return fields;
    column += static_cast<int>(end) + 1;
    line.remove_prefix(end + 1);
  }
}

std::vector<RecordedArrival> ParseCsv(const std::vector<Line>& lines, const std::string& file) {
  Entries entries(file);
  if (lines.empty()) return entries.Take();
  std::optional<std::size_t> time;
  std::optional<std::size_t> size;
  const auto head = FieldsOf(lines[0].text);
  for (std::size_t i = 0; i < head.size(); ++i) {
    const std::string name = Lower(head[i].text);
    if (name == kTime) time = i;
    if (IsSize(name)) size = i;
  }
  if (!time) {
    throw JsonError(file, {lines[0].number, 1},
                    "no column `timestamp`, expected a first line with the columns' names");
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto fields = FieldsOf(lines[i].text);
    const auto field = [&](std::size_t index) {
      if (index < fields.size()) return fields[index];
      throw JsonError(file, {lines[i].number, 1},
                      fmt::format("{} fields, expected {}", fields.size(), head.size()));
    };
    const Field at = field(*time);
    const auto number = Parsed<double>(at.text);
    const auto when = number ? std::optional(Seconds(*number)) : ParsedDate(at.text);
    if (!when) {
      throw JsonError(file, {lines[i].number, at.column},
                      "no time, expected seconds or a date as 2023-11-16 18:17:03.98");
    }
    std::optional<long> tokens;
    if (size && !(tokens = Parsed<long>(field(*size).text))) {
      throw JsonError(file, {lines[i].number, field(*size).column},
                      "no prompt's size, expected a whole number of tokens");
    }
    entries.Add(*when, tokens, {lines[i].number, at.column});
  }
  return entries.Take();
}

std::vector<RecordedArrival> ParseLines(const std::vector<Line>& lines, const std::string& file) {
  Entries entries(file);
  for (const Line& line : lines) {
    try {
      const JsonValue object = ParseJson(line.text, file);
      const JsonValue* time = object.Find(kTime);
      if (time == nullptr || !time->Is(JsonValue::Kind::kNumber)) {
        throw JsonError(file, {}, "no number `timestamp`, expected milliseconds");
      }
      std::optional<long> tokens;
      for (const JsonMember& member : object.members) {
        if (!IsSize(member.key)) continue;
        tokens = Parsed<long>(member.value.text);
        if (!tokens) {
          throw JsonError(file, line.text, member.value.offset,
                          "no prompt's size, expected a whole number of tokens");
        }
      }
      entries.Add(std::chrono::duration<double, std::milli>(time->number), tokens,
                  At(line.text, time->offset));
    } catch (const JsonError& error) {
      // What is wrong in the line is known by its column alone.
      const std::string_view what = error.what();
      const std::string prefix =
          fmt::format("{}:{}:{}: ", file, error.position().line, error.position().column);
      throw JsonError(file, {line.number, error.position().column}, what.substr(prefix.size()));
    }
  }
  return entries.Take();
}

}  // namespace

std::vector<RecordedArrival> ParseTrace(std::string_view text, const std::string& file) {
  const auto lines = LinesOf(text);
  return file.ends_with(".jsonl") ? ParseLines(lines, file) : ParseCsv(lines, file);
}

std::vector<RecordedArrival> ReadTrace(const std::string& file) {
  return ParseTrace(ReadFile(file), file);
}

}  // namespace clamor
