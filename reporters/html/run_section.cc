// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/run_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "metrics/format_value.h"
#include "metrics/iso_time.h"
#include "metrics/run_data.h"
#include "reporters/definitions.h"
#include "reporters/figures.h"
#include "reporters/highlights.h"
#include "reporters/html/elements.h"
#include "reporters/html/run_charts.h"
#include "reporters/html/waterfall.h"
#include "reporters/standing.h"
#include "reporters/tables.h"

namespace clamor::html {
namespace {

constexpr std::size_t kTagRows = 200;

std::string Sentences(const std::vector<Figure>& figures) {
  std::string out;
  for (const Figure& figure : figures) {
    out += fmt::format("<p><strong>{}</strong>: {}</p>\n", Text(figure.name), Text(figure.value));
  }
  return out;
}

std::string Head(const RunData& run) {
  std::string out = fmt::format("<h2>{} {}</h2>\n", Badge(StandingOf(run)), Text(TitleOf(run)));
  if (!run.purpose.empty()) out += Element("p", run.purpose);
  for (const std::string& problem : ProblemsOf(run)) out += Element("p", problem);
  const std::string scale = ScaleOf(run.settings);
  if (!scale.empty()) out += Element("p", "Scaled: " + scale + ": not the whole load.");
  return out + Sentences(HighlightsOf(run));
}

std::string Pairs(const std::vector<Figure>& figures) {
  std::string out;
  for (const Figure& figure : figures) {
    out +=
        fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", Text(figure.name), Text(figure.value));
  }
  return out.empty() ? "" : "<dl>" + out + "</dl>\n";
}

std::string Charts(const RunData& run) {
  std::string out;
  for (const TimeChart& chart : ChartsOf(run)) out += FigureOf(chart);
  for (const Distribution& distribution : DistributionsOf(run)) out += FigureOf(distribution);
  return out.empty() ? "" : "<div class=\"charts\">" + out + "</div>\n";
}

std::string Failures(const RunData& run) {
  Table table;
  table.head = {"failure", "conversation", "for example", "repeat it", "count"};
  table.left_columns = 4;
  for (const FailureCount& failure : run.failures) {
    const std::string reason(ToString(failure.reason));
    const std::string count = FormatCount(failure.count);
    if (failure.examples.empty()) table.rows.push_back({reason, "", "", "", count});
    for (const FailureExample& example : failure.examples) {
      table.rows.push_back(
          {reason, example.conversation, example.message, example.repeat_command, count});
    }
  }
  return TableOf(table, "failures");
}

std::string Sections(const RunData& run) {
  std::string out;
  for (const Section& section : SectionsOf(run, kTagRows)) {
    std::string table = TableOf(section.table, section.name);
    if (section.left_out > 0) {
      table += Element("p", fmt::format("and {} more rows", section.left_out));
    }
    out += Foldable(section.name, table, section.table.rows.size() <= 12);
  }
  return out;
}

std::string Notes(const RunResult& result) {
  const RunData& run = result.data();
  std::vector<Figure> notes;
  for (const Warning& warning : WarningsOf(run)) notes.push_back({warning.name, warning.text});
  for (const MadeFile& file : run.files) notes.push_back({file.title, file.path});
  const std::string server = ServerOf(result);
  if (!server.empty()) notes.push_back({"server", server});
  notes.push_back({"load generator", GeneratorOf(run.generator)});
  return Sentences(notes);
}

std::string Repeatable(const RunData& run) {
  const RunSettings& settings = run.settings;
  std::vector<Figure> how{{"started", IsoTime(run.started)},
                          {"command", settings.command},
                          {"target", settings.target},
                          {"server", settings.server},
                          {"profile", settings.profile},
                          {"conversations", settings.conversations},
                          {"connections", settings.reuse},
                          {"seed", std::to_string(settings.seed)},
                          {"test", fmt::format("{} ({}:{})", run.FullName(), run.file, run.line)},
                          {"Clamor", settings.clamor_version},
                          {"machine", settings.machine},
                          {"commit", settings.commit}};
  std::erase_if(how, [](const Figure& figure) { return figure.value.empty(); });
  return Pairs(how);
}

std::string Rest(const RunResult& result) {
  const RunData& run = result.data();
  return Pairs(FiguresOf(result)) + Charts(run) + TableOf(TrendTable(run), "metrics") +
         Failures(run) + Waterfalls(run) + Sections(run) + Notes(result) +
         Foldable("What the metrics mean", Pairs(DefinitionsOf(run)), false) +
         Foldable("How to repeat it", Repeatable(run), false);
}

// Of a class of its own, which a link to the section opens.
std::string FoldedAway(const std::string& rest) {
  return "<details class=\"rest\"><summary>All of it</summary>\n" + rest + "</details>\n";
}

}  // namespace

std::string RunSection(const RunResult& result, bool folded) {
  const std::string rest = Rest(result);
  return Head(result.data()) + (folded ? FoldedAway(rest) : rest);
}

}  // namespace clamor::html
