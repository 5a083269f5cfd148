// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/html_reporter.h"

#include <fmt/format.h>

#include <ostream>

#include "metrics/run_data.h"
#include "reporters/html/assets.h"
#include "reporters/html/elements.h"
#include "reporters/html/run_section.h"
#include "reporters/html/verdict_table.h"
#include "reporters/regression/trend_section.h"
#include "reporters/regression/trend_text.h"
#include "reporters/standing.h"
#include "reporters/verdict_rows.h"

namespace clamor {
namespace {

using html::Badge;
using html::Text;

constexpr std::size_t kMostOpen = 6;

// No script but the report's own runs and nothing is fetched, whatever a server's text should
// smuggle in.
std::string Policy() {
  return fmt::format(
      "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
      html::ReportStyleHash(), html::ReportScriptHash());
}

std::string Head(Standing worst) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
      "<title>{}: load tests</title>\n<style>{}</style>\n</head>\n<body>\n",
      Policy(), ToString(worst), html::ReportStyle());
}

// How each load test came out, with the way to it.
std::string Contents(const std::vector<RunResult>& runs) {
  std::string out = "<nav aria-label=\"Load tests\"><ol>\n";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunData& run = runs[i].data();
    out += fmt::format("<li>{} <a href=\"#{}\">{}</a></li>\n", Badge(StandingOf(run)),
                       html::AnchorOf(i), Text(TitleOf(run)));
  }
  return out + "</ol></nav>\n";
}

std::string NightsLink(const JudgedNights& nights) {
  return fmt::format("<p><a href=\"#{}\">Over nights</a>: {}</p>\n", html::kNightsAnchor,
                     Text(TotalsOf(nights)));
}

// Of many load tests, those that are as they should be stand in the way of the others.
bool IsFolded(const std::vector<RunResult>& runs, std::size_t i) {
  return runs.size() > kMostOpen && StandingOf(runs[i].data()) == Standing::kPassed;
}

}  // namespace

void HtmlReporter::Write(const std::vector<RunResult>& all, std::ostream& out) const {
  const std::vector<RunResult> runs = WorstFirst(all);
  const Standing worst = WorstOf(runs);
  out << Head(worst) << "<header><h1>Load tests: " << Badge(worst) << "</h1></header>\n<main>\n";
  if (runs.empty()) out << html::Element("p", "No load test has left a result.");
  if (runs.size() > 1) out << Contents(runs);
  if (nights_) out << NightsLink(*nights_);
  if (!runs.empty()) out << html::VerdictTable(runs);
  if (nights_) out << html::NightsSection(*nights_);
  const std::string_view back =
      runs.size() > 1 ? "<p><a href=\"#top\">To all load tests</a></p>\n" : "";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    out << fmt::format("<section id=\"{}\">\n{}{}</section>\n", html::AnchorOf(i),
                       html::RunSection(runs[i], IsFolded(runs, i)), back);
  }
  out << "</main>\n<script>" << html::ReportScript() << "</script>\n</body>\n</html>\n";
}

}  // namespace clamor
