// SPDX-License-Identifier: Apache-2.0
#include "reporters/console_summary.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "metrics/format_value.h"
#include "metrics/run_data.h"
#include "reporters/definitions.h"
#include "reporters/figures.h"
#include "reporters/highlights.h"
#include "reporters/standing.h"
#include "reporters/table.h"
#include "reporters/tables.h"

namespace clamor {
namespace {

constexpr std::size_t kLineBytes = 400;
constexpr std::size_t kCommandBytes = 2000;
constexpr std::size_t kTagRows = 20;
constexpr std::size_t kTagBytes = 60;

std::string Painted(const Style& style, Standing standing) {
  return Paint(style, ColorOf(standing), ToString(standing));
}

std::string Heading(const Style& style, std::string_view name) {
  return fmt::format("\n  {}\n", Paint(style, Color::kStrong, name));
}

// Tags come from conversation files.
Table WithTextEscaped(Table table) {
  for (TableRow& row : table.rows) {
    for (std::size_t i = 0; i < table.left_columns; ++i) row[i] = ForLog(row[i], kTagBytes);
  }
  return table;
}

std::size_t WidthOf(std::string_view drawn) {
  return DisplayWidth(drawn.substr(0, drawn.find('\n')));
}

void DropColumn(Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.head.size(); ++i) {
    if (table.head[i] != name) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    table.head.erase(table.head.begin() + at);
    for (TableRow& row : table.rows) row.erase(row.begin() + at);
    return;
  }
}

// Columns that tell least go first where the terminal is narrow.
std::string DrawToFit(Table table, const Style& style) {
  constexpr std::array<std::string_view, 5> kFirstToGo{"p99.9", "min", "p90", "mean", "p99"};
  std::string drawn = DrawTable(table, "    ");
  for (const std::string_view column : kFirstToGo) {
    if (style.width <= 0 || WidthOf(drawn) <= static_cast<std::size_t>(style.width)) break;
    DropColumn(table, column);
    drawn = DrawTable(table, "    ");
  }
  return drawn;
}

std::string Head(const RunData& run, const Style& style) {
  std::string text = fmt::format("{} {}\n", Painted(style, StandingOf(run)),
                                 Paint(style, Color::kStrong, ForLog(TitleOf(run), kLineBytes)));
  if (!run.purpose.empty()) text += fmt::format("  {}\n", ForLog(run.purpose, kLineBytes));
  for (const std::string& problem : ProblemsOf(run)) {
    text += fmt::format("  ! {}\n", ForLog(problem, kLineBytes));
  }
  for (const Figure& highlight : HighlightsOf(run)) {
    text += fmt::format("  {}: {}\n", highlight.name, ForLog(highlight.value, kLineBytes));
  }
  const std::string scale = ScaleOf(run.settings);
  if (!scale.empty()) text += fmt::format("  scaled: {}: not the whole load\n", scale);
  return text;
}

std::string Slas(const RunData& run, const Style& style) {
  Table table;
  table.left_columns = 2;
  for (const Verdict& verdict : run.verdicts) {
    if (IsWarning(verdict)) continue;
    table.rows.push_back(
        {Painted(style, StandingOf(verdict)), ForLog(verdict.message, kLineBytes)});
  }
  if (table.rows.empty()) return {};
  return Heading(style, "SLAs") + DrawTable(table, "    ");
}

std::string Figures(const RunResult& run, const Style& style) {
  Table table;
  table.left_columns = 2;
  for (const Figure& figure : FiguresOf(run)) table.rows.push_back({figure.name, figure.value});
  return Heading(style, "figures") + DrawTable(table, "    ");
}

std::string Metrics(const RunData& run, const Style& style) {
  std::string text;
  const Table trends = TrendTable(run);
  if (!trends.rows.empty()) text += Heading(style, "metrics") + DrawToFit(trends, style);
  for (const Section& section : SectionsOf(run, kTagRows)) {
    text += Heading(style, section.name) + DrawToFit(WithTextEscaped(section.table), style);
    if (section.left_out > 0) text += fmt::format("    and {} more\n", section.left_out);
  }
  return text;
}

std::string Definitions(const RunData& run, const Style& style) {
  const std::vector<Figure> definitions = DefinitionsOf(run);
  if (definitions.empty()) return {};
  std::string text = Heading(style, "definitions");
  for (const Figure& metric : definitions) {
    text += fmt::format("    {}: {}\n", metric.name, ForLog(metric.value, kLineBytes));
  }
  return text;
}

std::string Failures(const RunData& run, const Style& style) {
  if (run.failures.empty()) return {};
  std::string text = Heading(style, "failures");
  for (const FailureCount& failure : run.failures) {
    text += fmt::format("    {} {}\n", FormatCount(failure.count),
                        Paint(style, Color::kBad, ToString(failure.reason)));
    for (const FailureExample& example : failure.examples) {
      text += fmt::format("      {}: {}\n", ForLog(example.conversation, kLineBytes),
                          ForLog(example.message, kLineBytes));
      if (example.repeat_command.empty()) continue;
      text += fmt::format("      repeat it: {}\n", ForLog(example.repeat_command, kCommandBytes));
    }
  }
  return text;
}

std::string Warnings(const RunData& run, const Style& style) {
  const std::vector<Warning> warnings = WarningsOf(run);
  if (warnings.empty()) return {};
  std::string text = Heading(style, "warnings");
  for (const Warning& warning : warnings) {
    text += fmt::format("    {}: {}\n",
                        Paint(style, Color::kDoubtful, ForLog(warning.name, kLineBytes)),
                        ForLog(warning.text, kLineBytes));
  }
  return text;
}

std::string Server(const RunResult& run, const Style& style) {
  const std::string server = ServerOf(run);
  return server.empty() ? "" : Heading(style, "server") + fmt::format("    {}\n", server);
}

std::string Files(const RunData& run, const Style& style) {
  if (run.files.empty()) return {};
  std::string text = Heading(style, "files in the results folder");
  for (const MadeFile& file : run.files) {
    text +=
        fmt::format("    {}: {}\n", ForLog(file.path, kLineBytes), ForLog(file.title, kLineBytes));
  }
  return text;
}

}  // namespace

std::string Summary(const RunResult& run, const Style& style) {
  const RunData& data = run.data();
  return Head(data, style) + Slas(data, style) + Figures(run, style) + Metrics(data, style) +
         Definitions(data, style) + Failures(data, style) + Warnings(data, style) +
         Server(run, style) + Files(data, style) + Heading(style, "load generator") +
         fmt::format("    {}\n", GeneratorOf(data.generator));
}

std::string Totals(const std::vector<RunResult>& runs, const Style& style) {
  constexpr std::array<Standing, 6> kAll{Standing::kFailed,      Standing::kVoid,
                                         Standing::kInterrupted, Standing::kUncertain,
                                         Standing::kPassed,      Standing::kNotJudged};
  std::string counts;
  std::string bad;
  for (const Standing standing : kAll) {
    std::size_t count = 0;
    for (const RunResult& run : runs) {
      if (StandingOf(run.data()) != standing) continue;
      ++count;
      if (IsGood(standing)) continue;
      bad += fmt::format("  {} {}\n", Painted(style, standing),
                         ForLog(TitleOf(run.data()), kLineBytes));
    }
    if (count == 0) continue;
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, Painted(style, standing));
  }
  return fmt::format("{} load test{}{}{}\n{}", runs.size(), runs.size() == 1 ? "" : "s",
                     counts.empty() ? "" : ": ", counts, bad);
}

}  // namespace clamor
