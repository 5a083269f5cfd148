// SPDX-License-Identifier: Apache-2.0
#include "reporters/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string_view>

#include "base/escape.h"
#include "metrics/format_value.h"
#include "metrics/run_data.h"
#include "reporters/bounded_text.h"
#include "reporters/definitions.h"
#include "reporters/figures.h"
#include "reporters/highlights.h"
#include "reporters/markdown_table.h"
#include "reporters/standing.h"
#include "reporters/table.h"
#include "reporters/tables.h"
#include "reporters/verdict_rows.h"

namespace clamor {
namespace {

constexpr std::size_t kCommandBytes = 2000;
constexpr std::size_t kTagRows = 20;
constexpr std::size_t kLastSentenceBytes = 200;

// Words and shapes: a colour alone is not seen by everyone.
std::string Marked(Standing standing) {
  switch (standing) {
    case Standing::kFailed:
      return "❌ FAILED";
    case Standing::kPassed:
      return "✅ PASSED";
    case Standing::kVoid:
    case Standing::kInterrupted:
    case Standing::kUncertain:
      return fmt::format("⚠️ {}", ToString(standing));
    case Standing::kNotJudged:
      break;
  }
  return std::string(ToString(standing));
}

void AddVerdicts(BoundedText& out, const std::vector<RunResult>& runs) {
  Table table;
  table.head = {"verdict", "load test", "SLA", "measured"};
  table.left_columns = 4;
  for (VerdictRow& row : VerdictRows(runs)) {
    table.rows.push_back({Marked(row.standing), TitleOf(runs[row.run].data()), std::move(row.sla),
                          std::move(row.message)});
  }
  if (!table.rows.empty()) AddMarkdownTable(out, table);
}

std::string Settings(const RunData& run) {
  const RunSettings& settings = run.settings;
  std::string text = "nothing was played";
  if (!settings.target.empty()) {
    text =
        fmt::format("{} against {}", MarkdownCell(settings.profile), MarkdownCell(settings.target));
  }
  if (!run.purpose.empty()) text = fmt::format("{}. {}", MarkdownCell(run.purpose), text);
  text += fmt::format(", seed {}", settings.seed);
  const std::string scale = ScaleOf(settings);
  if (!scale.empty())
    text += fmt::format(". **Scaled: {}: not the whole load**", MarkdownCell(scale));
  return text + ".";
}

void AddFigures(BoundedText& out, const RunResult& run) {
  std::string line;
  for (const Figure& figure : FiguresOf(run)) {
    line +=
        fmt::format("{}{}: {}", line.empty() ? "" : " · ", MarkdownCell(figure.name), figure.value);
  }
  out.Add(fmt::format("\n{}\n", line));
}

void AddFailures(BoundedText& out, const RunData& run) {
  if (run.failures.empty()) return;
  Table table;
  table.head = {"failure", "for example", "count"};
  table.left_columns = 2;
  for (const FailureCount& failure : run.failures) {
    std::string example;
    if (!failure.examples.empty()) {
      const FailureExample& first = failure.examples.front();
      example = fmt::format("{}: {}", first.conversation, first.message);
    }
    table.rows.push_back(
        {std::string(ToString(failure.reason)), example, FormatCount(failure.count)});
  }
  AddMarkdownTable(out, table);
  for (const FailureCount& failure : run.failures) {
    const auto repeatable = std::find_if(failure.examples.begin(), failure.examples.end(),
                                         [](const auto& e) { return !e.repeat_command.empty(); });
    if (repeatable == failure.examples.end()) continue;
    out.Add(fmt::format("\nRepeat the first `{}`: <code>{}</code>\n", ToString(failure.reason),
                        ForMarkdown(repeatable->repeat_command, kCommandBytes)));
  }
}

void AddDefinitions(BoundedText& out, const RunData& run) {
  for (const Figure& metric : DefinitionsOf(run)) {
    out.Add(fmt::format("\n- {}: {}\n", MarkdownCell(metric.name), MarkdownCell(metric.value)));
  }
}

void AddNotes(BoundedText& out, const RunResult& result) {
  const RunData& run = result.data();
  for (const Warning& warning : WarningsOf(run)) {
    out.Add(
        fmt::format("\n- ⚠️ {}: {}\n", MarkdownCell(warning.name), MarkdownCell(warning.text)));
  }
  for (const MadeFile& file : run.files) {
    out.Add(fmt::format("\n- {}: {}\n", MarkdownCell(file.path), MarkdownCell(file.title)));
  }
  const std::string server = ServerOf(result);
  if (!server.empty()) out.Add(fmt::format("\nServer: {}.\n", MarkdownCell(server)));
  out.Add(fmt::format("\nLoad generator: {}.\n", MarkdownCell(GeneratorOf(run.generator))));
}

void AddRun(BoundedText& out, const RunResult& result) {
  const RunData& run = result.data();
  out.Add(fmt::format("\n### {} {}\n\n{}\n", Marked(StandingOf(run)), MarkdownCell(TitleOf(run)),
                      Settings(run)));
  for (const Figure& highlight : HighlightsOf(run)) {
    out.Add(
        fmt::format("\n**{}**: {}\n", MarkdownCell(highlight.name), MarkdownCell(highlight.value)));
  }
  AddFigures(out, result);
  const Table trends = TrendTable(run);
  if (!trends.rows.empty()) AddMarkdownTable(out, trends);
  AddFailures(out, run);
  for (const Section& section : SectionsOf(run, kTagRows)) {
    AddMarkdownTable(out, section.table);
    if (section.left_out == 0) continue;
    out.Add(fmt::format("\nand {} more rows {}.\n", section.left_out, MarkdownCell(section.name)));
  }
  AddDefinitions(out, run);
  AddNotes(out, result);
}

}  // namespace

void MarkdownReporter::Write(const std::vector<RunResult>& runs, std::ostream& out) const {
  BoundedText text(kMaxBytes - kLastSentenceBytes);
  text.Add(fmt::format("## Load tests: {}\n", Marked(WorstOf(runs))));
  if (runs.empty()) text.Add("\nNo load test has left a result.\n");
  AddVerdicts(text, runs);
  for (const RunResult& run : WorstFirst(runs)) AddRun(text, run);
  out << text.text();
  if (text.left_out() == 0) return;
  out << fmt::format(
      "\n**{} lines and paragraphs more did not fit here and were left out; the JSON results hold "
      "everything.**\n",
      text.left_out());
}

}  // namespace clamor
