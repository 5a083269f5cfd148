// SPDX-License-Identifier: Apache-2.0
#include "reporters/google_benchmark.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string_view>

#include "base/escape.h"
#include "base/json_text.h"
#include "metrics/run_data.h"
#include "reporters/benchmark_series.h"
#include "reporters/format.h"

namespace clamor {
namespace {

constexpr std::size_t kLeftOutBytes = 400;

template <class Number>
std::string Member(std::string_view key, Number value) {
  return fmt::format("\"{}\": {}", key, value);
}

std::string TextMember(std::string_view key, std::string_view text) {
  return Member(key, JsonQuote(text));
}

// Always with a point, as of a number that may have a fraction.
std::string TimeMember(std::string_view key, std::chrono::nanoseconds time) {
  return Member(key, fmt::format("{:.1f}", static_cast<double>(time.count())));
}

// The members or elements, a line each; brackets without anything between them when there are none.
std::string Braced(std::string_view brackets, const std::vector<std::string>& content,
                   std::size_t indent) {
  if (content.empty()) return std::string(brackets);
  const std::string line = fmt::format("\n{:{}}", "", indent);
  return fmt::format("{}{}  {}{}{}", brackets.front(), line, fmt::join(content, "," + line + "  "),
                     line, brackets.back());
}

std::string Context(const std::vector<RunResult>& runs, const Benchmarks& benchmarks) {
  std::vector<std::string> members;
  const auto first = std::min_element(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
    return a.data().started < b.data().started;
  });
  if (first != runs.end()) {
    members.push_back(TextMember("date", FormatInstant(first->data().started)));
  }
  members.push_back(Member("caches", "[]"));
  std::vector<std::string> left_out;
  for (const std::string& line : benchmarks.left_out) {
    left_out.push_back(JsonQuote(ForTerminal(line, kLeftOutBytes)));
  }
  members.push_back(Member("left_out", Braced("[]", left_out, 4)));
  return Braced("{}", members, 2);
}

// The members in the order of Google Benchmark's own reporter (src/json_reporter.cc).
std::string Row(const BenchmarkFamily& family, std::size_t family_index, std::size_t series_index,
                std::size_t repetition) {
  const BenchmarkSeries& series = family.series[series_index];
  const BenchmarkValue& value = series.repetitions[repetition];
  const std::string name = fmt::format("{}/{}", family.name, series.name);
  std::vector<std::string> members{TextMember("name", name),
                                   Member("family_index", family_index),
                                   Member("per_family_instance_index", series_index),
                                   TextMember("run_name", name),
                                   TextMember("run_type", "iteration"),
                                   Member("repetitions", series.repetitions.size()),
                                   Member("repetition_index", repetition),
                                   Member("threads", family.users),
                                   Member("iterations", value.samples),
                                   TimeMember("real_time", value.percentile),
                                   TimeMember("cpu_time", value.percentile),
                                   TextMember("time_unit", "ns")};
  if (!family.scaled.empty()) members.push_back(TextMember("label", family.scaled));
  return Braced("{}", members, 4);
}

void WriteFile(const std::vector<RunResult>& runs, const Benchmarks& benchmarks,
               std::ostream& out) {
  std::vector<std::string> rows;
  for (std::size_t family = 0; family < benchmarks.families.size(); ++family) {
    const auto& series = benchmarks.families[family].series;
    for (std::size_t i = 0; i < series.size(); ++i) {
      for (std::size_t repetition = 0; repetition < series[i].repetitions.size(); ++repetition) {
        rows.push_back(Row(benchmarks.families[family], family, i, repetition));
      }
    }
  }
  out << Braced("{}",
                {Member("context", Context(runs, benchmarks)),
                 Member("benchmarks", Braced("[]", rows, 2))},
                0)
      << '\n';
}

}  // namespace

void GoogleBenchmarkReporter::Write(const std::vector<RunResult>& runs, std::ostream& out) const {
  WriteFile(runs, BenchmarksOfRuns(runs), out);
}

void GoogleBenchmarkBlocksReporter::Write(const std::vector<RunResult>& runs,
                                          std::ostream& out) const {
  WriteFile(runs, BenchmarksOfBlocks(runs), out);
}

}  // namespace clamor
