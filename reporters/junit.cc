// SPDX-License-Identifier: Apache-2.0
#include "reporters/junit.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <map>
#include <ostream>
#include <pugixml.hpp>
#include <string_view>

#include "base/escape.h"
#include "metrics/format_value.h"
#include "metrics/result_names.h"
#include "metrics/run_data.h"
#include "reporters/figures.h"
#include "reporters/format.h"
#include "reporters/highlights.h"
#include "reporters/standing.h"
#include "reporters/table.h"
#include "reporters/tables.h"

namespace clamor {
namespace {

constexpr std::size_t kLineBytes = 400;
constexpr std::size_t kCommandBytes = 2000;
constexpr std::size_t kBodyBytes = 20'000;  // test-reporter cuts all bodies together at 65,535

// One line of XML text; ForTerminal also leaves nothing that XML 1.0 cannot hold.
std::string OneLine(std::string_view text) { return ForTerminal(text, kLineBytes); }

void Set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name) = value.c_str();
}

void SetText(pugi::xml_node node, const std::string& text) {
  node.text().set(ForXml(text, kBodyBytes).c_str());
}

// UTC without a zone, as JUnit's schema has it.
std::string Timestamp(const RunData& run) {
  std::string at = FormatInstant(run.started);
  at.pop_back();
  return at;
}

std::string NanosecondsText(std::chrono::nanoseconds value) {
  return fmt::format("{:.6f}", static_cast<double>(value.count()) / 1e9);
}

class Suite {
 public:
  Suite(pugi::xml_node parent, const RunResult& result)
      : result_(result),
        run_(result.data()),
        class_name_(OneLine(TitleOf(run_))),
        node_(parent.append_child("testsuite")) {}

  void Write() {
    Set(node_, "name", class_name_);
    for (const char* count : {"tests", "failures", "errors", "skipped"}) {
      node_.append_attribute(count) = 0;
    }
    Set(node_, "time", FormatSeconds(run_.wall));
    Set(node_, "timestamp", Timestamp(run_));
    WriteProperties();
    WriteRun();
    for (const Verdict& verdict : run_.verdicts) WriteSla(verdict);
  }

 private:
  void Count(const char* name) {
    pugi::xml_attribute attribute = node_.attribute(name);
    attribute = attribute.as_int() + 1;
  }

  pugi::xml_node AddCase(const std::string& name, const std::string& file, int line,
                         std::chrono::nanoseconds time) {
    Count("tests");
    pugi::xml_node node = node_.append_child("testcase");
    Set(node, "classname", class_name_);
    Set(node, "name", Unique(name));
    if (!file.empty()) {
      Set(node, "file", OneLine(file));
      node.append_attribute("line") = line;
    }
    Set(node, "time", FormatSeconds(time));
    return node;
  }

  // GitLab shows only the first of two test cases of one name.
  std::string Unique(const std::string& name) {
    const int times = ++names_[name];
    return times == 1 ? name : fmt::format("{} ({})", name, times);
  }

  void AddFailure(pugi::xml_node node, const char* type, const std::string& message,
                  const std::string& body) {
    Count("failures");
    pugi::xml_node failure = node.append_child("failure");
    Set(failure, "message", OneLine(message));
    Set(failure, "type", type);
    SetText(failure, body);
  }

  void AddSkipped(pugi::xml_node node, const std::string& message) {
    Count("skipped");
    Set(node.append_child("skipped"), "message", OneLine(message));
  }

  void WriteRun() {
    pugi::xml_node node = AddCase("the run", run_.file, run_.line, run_.wall);
    const std::vector<std::string> problems = ProblemsOf(run_);
    if (!run_.errors.empty()) {
      AddFailure(node, "error", problems.front(), RunBody(problems));
    } else if (!run_.generator.void_because.empty()) {
      AddFailure(node, "void", problems.front(), RunBody(problems));
    } else if (WhyNotWhole(run_)) {
      AddFailure(node, "not whole", problems.front(), RunBody(problems));
    } else if (run_.interrupted) {
      AddSkipped(node, problems.front());
    }
    SetText(node.append_child("system-out"), RunOutput(problems));
  }

  void WriteSla(const Verdict& verdict) {
    pugi::xml_node node =
        AddCase(OneLine(verdict.sla), verdict.file, verdict.line, std::chrono::nanoseconds(0));
    if (IsWarning(verdict)) {
      SetText(node.append_child("system-out"), "WARNING: " + OneLine(verdict.message));
      return;
    }
    switch (StandingOf(verdict)) {
      case Standing::kFailed:
        AddFailure(node, verdict.uncertain ? "sla, uncertain" : "sla", verdict.message,
                   SlaBody(verdict));
        break;
      case Standing::kVoid:
        AddSkipped(node, verdict.message);
        break;
      case Standing::kUncertain:
        SetText(node.append_child("system-out"), "UNCERTAIN: " + OneLine(verdict.message));
        break;
      default:
        SetText(node.append_child("system-out"), OneLine(verdict.message));
    }
  }

  std::string SlaBody(const Verdict& verdict) const {
    std::string body =
        fmt::format("{}\n{}:{}\n\n", OneLine(verdict.message), OneLine(verdict.file), verdict.line);
    return body + DrawTable(TrendTable(run_), "") + Failures();
  }

  std::string RunBody(const std::vector<std::string>& problems) const {
    std::string body;
    for (const std::string& problem : problems) body += OneLine(problem) + '\n';
    return body + '\n' + DrawTable(TrendTable(run_), "") + Failures();
  }

  // What consumers that drop properties (most do) still show.
  std::string RunOutput(const std::vector<std::string>& problems) const {
    std::string text = fmt::format("{}\n", ToString(StandingOf(run_)));
    for (const std::string& problem : problems) text += OneLine(problem) + '\n';
    const std::string scale = ScaleOf(run_.settings);
    if (!scale.empty()) text += fmt::format("scaled: {}: not the whole load\n", scale);
    for (const Figure& highlight : HighlightsOf(run_)) {
      text += fmt::format("{}: {}\n", highlight.name, OneLine(highlight.value));
    }
    Table table;
    table.left_columns = 2;
    for (const Figure& figure : FiguresOf(result_)) {
      table.rows.push_back({figure.name, figure.value});
    }
    text += DrawTable(table, "") + DrawTable(TrendTable(run_), "");
    const Table checks = CheckTable(run_);
    if (!checks.rows.empty()) text += DrawTable(checks, "");
    for (const Warning& warning : WarningsOf(run_)) {
      text += fmt::format("warning: {}: {}\n", OneLine(warning.name), OneLine(warning.text));
    }
    return text;
  }

  std::string Failures() const {
    std::string text;
    for (const FailureCount& failure : run_.failures) {
      text += fmt::format("\n{} {}\n", FormatCount(failure.count), ToString(failure.reason));
      for (const FailureExample& example : failure.examples) {
        text += fmt::format("  {}: {}\n", OneLine(example.conversation), OneLine(example.message));
        if (example.repeat_command.empty()) continue;
        text +=
            fmt::format("  repeat it: {}\n", ForTerminal(example.repeat_command, kCommandBytes));
      }
    }
    return text;
  }

  void WriteProperties() {
    properties_ = node_.append_child("properties");
    const RunSettings& settings = run_.settings;
    Property("standing", std::string(ToString(StandingOf(run_))));
    Property("server", settings.server);
    Property("target", settings.target);
    Property("profile", settings.profile);
    Property("users", std::to_string(settings.users));
    Property("seed", std::to_string(settings.seed));
    Property("duration_scale", FormatFactor(settings.duration_scale));
    Property("rate_scale", FormatFactor(settings.rate_scale));
    Property("commit", settings.commit);
    Property("turns", std::to_string(TurnsEnded(run_)));
    Property("turns_failed", std::to_string(run_.Value(Counter::kTurnsFailed)));
    if (run_.health) Property("health", std::string(NameOf(run_.health->grade)));
    if (const std::uint64_t dropped = run_.Value(Counter::kDroppedIterations); dropped > 0) {
      Property("dropped_iterations", std::to_string(dropped));
    }
    WriteTrendProperties();
    WriteCheckProperties();
  }

  // "checks.json": the share of answers that passed it.
  void WriteCheckProperties() {
    for (const ShareSeries& share : run_.check_rates) {
      if (!share.tags.empty() || share.of == 0) continue;
      const double rate = static_cast<double>(share.yes) / static_cast<double>(share.of);
      Property("checks." + share.name, fmt::format("{:.6f}", rate));
    }
  }

  // "response_time.p95_s": a number in seconds, for tools that chart properties.
  void WriteTrendProperties() {
    constexpr std::array<std::pair<const char*, double>, 3> kQuantiles{
        {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}}};
    for (const TrendSeries& series : run_.trends) {
      if (!series.tags.empty() || series.histogram.empty()) continue;
      for (const auto& [name, q] : kQuantiles) {
        Property(fmt::format("{}.{}_s", Info(series.trend).name, name),
                 NanosecondsText(series.histogram.Quantile(q)));
      }
    }
  }

  void Property(const std::string& name, const std::string& value) {
    if (value.empty()) return;
    pugi::xml_node property = properties_.append_child("property");
    Set(property, "name", name);
    Set(property, "value", OneLine(value));
  }

  const RunResult& result_;
  const RunData& run_;
  const std::string class_name_;
  pugi::xml_node node_;
  pugi::xml_node properties_;
  std::map<std::string, int> names_;
};

// The root's counts are the sums of its suites'.
void SumUp(pugi::xml_node root, const std::vector<RunResult>& runs) {
  for (const char* count : {"tests", "failures", "errors", "skipped"}) {
    int sum = 0;
    for (const pugi::xml_node suite : root.children("testsuite")) {
      sum += suite.attribute(count).as_int();
    }
    root.append_attribute(count) = sum;
  }
  std::chrono::nanoseconds time{0};
  for (const RunResult& run : runs) time += run.data().wall;
  Set(root, "time", FormatSeconds(time));
}

}  // namespace

void JUnitReporter::Write(const std::vector<RunResult>& runs, std::ostream& out) const {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  Set(declaration, "version", "1.0");
  Set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  Set(root, "name", "clamor");
  for (const RunResult& run : runs) Suite(root, run).Write();
  SumUp(root, runs);
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
}

}  // namespace clamor
