// SPDX-License-Identifier: Apache-2.0
// Holds the user's guide against the program: a page that says something else than the code is a
// failed test.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "base/atomic_file.h"
#include "clamor/failure.h"
#include "fixtures/options.h"
#include "metrics/catalogue.h"
#include "metrics/sla_grammar.h"
#include "protocols/chat_checks.h"
#include "protocols/voice_judgement.h"
#include "protocols/voice_metrics.h"
#include "tests/docs/string_literals.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Ne;

std::string Page(const std::string& name) {
  return ReadFile(std::string(CLAMOR_SOURCE_DIR) + "/" + name);
}

std::set<std::string> AllMatches(const std::string& text, const std::string& expression) {
  const std::regex pattern(expression);
  std::set<std::string> found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), pattern);
       it != std::sregex_iterator(); ++it) {
    found.insert((*it)[1].str());
  }
  return found;
}

const char* UnitText(Unit unit) {
  switch (unit) {
    case Unit::kSeconds:
      return "s";
    case Unit::kRatio:
      return "%";
    case Unit::kPerSecond:
      return "1/s";
    case Unit::kBytes:
      return "B";
    case Unit::kBytesPerSecond:
      return "B/s";
    case Unit::kCount:
      return "1";
  }
  return "";
}

// Every text that stands in the sources of the rooms that speak to users.
std::string AllThatTheProgramSays() {
  std::string said;
  for (const char* room :
       {"base", "conversations", "engine", "fixtures", "metrics", "net", "protocols", "target"}) {
    const auto folder = std::filesystem::path(CLAMOR_SOURCE_DIR) / room;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".cc") continue;
      const std::string source = ReadFile(entry.path());
      const bool is_test = source.find("\nTEST") != std::string::npos;  // load_test.cc is none
      if (!is_test) said += StringLiterals(source);
    }
  }
  return said;
}

// A message as the page quotes it: what differs each time stands in capitals.
std::regex PatternOf(const std::string& quoted) {
  static const std::regex kSpecial(R"([.^$|()\[\]{}*+?\\])");
  static const std::regex kPlaceholder(R"((--clamor_X|\b(DIR|URL|MARKER|[LMNX])\b))");
  const std::string escaped = std::regex_replace(quoted, kSpecial, R"(\$&)");
  return std::regex(std::regex_replace(escaped, kPlaceholder, R"(\{[^{}]*\})"));
}

TEST(MetricsPage, DefinesEachMetricAsTheCatalogueDoes) {
  const std::string page = Page("docs/metrics.md");
  for (const MetricInfo& metric : Catalogue()) {
    EXPECT_THAT(page, HasSubstr(fmt::format("| `{}` | {} | {} |\n", metric.name,
                                            UnitText(metric.unit), metric.definition)));
  }
}

TEST(MetricsPage, NamesNoMetricAndNoReasonThatThereIsNot) {
  for (const std::string& name : AllMatches(Page("docs/metrics.md"), "\n\\| `([a-z_]+)` \\|")) {
    EXPECT_TRUE(FindMetric(name) != nullptr || FailureNamed(name)) << name;
  }
}

TEST(MetricsPage, ListsEachReason) {
  const std::string page = Page("docs/metrics.md");
  for (std::size_t i = 0; i < kFailureKinds; ++i) {
    EXPECT_THAT(page, HasSubstr(fmt::format("\n| `{}` |", ToString(static_cast<Failure>(i)))));
  }
}

TEST(MetricsPage, ListsEachCheckOfChatCompletions) {
  const auto listed = AllMatches(Page("docs/metrics.md"), "\n(?:- |Both kinds: )`([a-z0-9_]+)`");
  std::set<std::string> made;
  for (const NamedCheck& check : ChatChecks()) made.insert(check.name);
  EXPECT_EQ(listed, made);
}

TEST(VoicePage, DefinesEachMetricAndEachCheck) {
  const std::string page = Page("docs/voice.md");
  for (const DefinedMetric& metric : VoiceMetrics()) {
    EXPECT_THAT(page, HasSubstr(fmt::format("| `{}` | {} |\n", metric.name, metric.definition)));
    EXPECT_NE(metric.definition, "");
  }
  for (const NamedCheck& check : VoiceChecks())
    EXPECT_THAT(page, HasSubstr("`" + check.name + "`"));
}

TEST(Readme, ListsEachOptionAndNoOther) {
  const auto known = AllMatches(OptionsHelp(), "--clamor_([a-z_]+)  \\(");
  const auto listed = AllMatches(Page("README.md"), "\n\\| `--clamor_([a-z_]+)");
  EXPECT_EQ(known, listed);
  EXPECT_FALSE(known.empty());
}

TEST(Guide, NamesNoOptionThatThereIsNot) {
  // In its help an option names what it is called too.
  const auto known = AllMatches(OptionsHelp(), "--clamor_([a-z_]+)");
  for (const char* page : {"docs/metrics.md", "docs/reading-results.md", "docs/writing-suites.md",
                           "docs/troubleshooting.md", "docs/voice.md", "docs/reasoning.md"}) {
    for (const std::string& named : AllMatches(Page(page), "--clamor_([a-z_]*[a-z])")) {
      EXPECT_TRUE(known.contains(named) || named == "add_load_suite") << page << " names " << named;
    }
  }
}

TEST(ReadingResultsPage, WritesSlasAndMeasuresAsTheGrammarReadsThem) {
  const std::string page = Page("docs/reading-results.md");
  const auto slas = AllMatches(page, "`([^`\n]+ [<>] [^`\n]+)`");
  const auto measures = AllMatches(page, "`([a-z][a-z0-9]*\\([a-z_]+\\))`");
  EXPECT_FALSE(slas.empty());
  EXPECT_FALSE(measures.empty());
  for (const std::string& sla : slas) EXPECT_NO_THROW(ParseSla(sla)) << sla;
  for (const std::string& measure : measures) EXPECT_NO_THROW(ParseValue(measure)) << measure;
}

// What the program says is explained: each of these is part of a message of ours.
TEST(TroubleshootingPage, ExplainsEachMessage) {
  const std::string page = Page("docs/troubleshooting.md");
  const std::string said = AllThatTheProgramSays();
  for (const char* message :
       {"no conversation file found", "No invocations configured", "connection refused",
        "not SSE: content type was", "the answer ended without", "error inside the stream",
        "--clamor_server needs --clamor_base_url", "open descriptors, but the hard limit is",
        "nothing was measured", "buffered_stream", "crosstalk",
        "Clamor's listener is not installed", "this test is named by its number"}) {
    EXPECT_THAT(page, HasSubstr(message));
    EXPECT_THAT(said.find(message), Ne(std::string::npos)) << "nothing says " << message;
  }
}

TEST(TroubleshootingPage, QuotesNothingThatTheProgramDoesNotSay) {
  const std::string said = AllThatTheProgramSays();
  const auto quoted = AllMatches(Page("docs/troubleshooting.md"), "\n\\*\\*`([^`]+)`\\*\\*");
  EXPECT_FALSE(quoted.empty());
  for (const std::string& message : quoted) {
    EXPECT_TRUE(std::regex_search(said, PatternOf(message))) << "nothing says " << message;
  }
}

TEST(StringLiterals, AreJoinedWhereTheyAreAdjacent) {
  EXPECT_EQ(StringLiterals("f(\"one \"  // \"no\"\n  \"two\", '\"', \"a \\\"b\\\"\");"),
            "one two\na \"b\"\n");
}

}  // namespace
}  // namespace clamor
