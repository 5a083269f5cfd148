// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/comparison_junit.h"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "base/escape.h"
#include "metrics/format_value.h"
#include "reporters/regression/change_words.h"

namespace clamor {
namespace {

constexpr std::size_t kLineBytes = 400;

void Set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name) = ForTerminal(value, kLineBytes).c_str();
}

void AddOneTo(pugi::xml_node suite, const char* what) {
  for (pugi::xml_node node : {suite, suite.parent()}) {
    pugi::xml_attribute attribute = node.attribute(what);
    attribute = attribute.as_int() + 1;
  }
}

pugi::xml_node AddCounted(pugi::xml_node parent, const char* kind, const std::string& name) {
  pugi::xml_node node = parent.append_child(kind);
  Set(node, "name", name);
  for (const char* count : {"tests", "failures", "errors", "skipped"}) {
    node.append_attribute(count) = 0;
  }
  return node;
}

pugi::xml_node SuiteOf(pugi::xml_node root, const std::string& test) {
  const std::string name = ForTerminal(test, kLineBytes);
  const pugi::xml_node found = root.find_child_by_attribute("testsuite", "name", name.c_str());
  return found ? found : AddCounted(root, "testsuite", test);
}

pugi::xml_node AddCase(pugi::xml_node root, const std::string& test, const std::string& measure) {
  pugi::xml_node suite = SuiteOf(root, test);
  AddOneTo(suite, "tests");
  pugi::xml_node node = suite.append_child("testcase");
  Set(node, "classname", test);
  Set(node, "name", measure);
  node.append_attribute("time") = "0";
  return node;
}

std::string LineOf(const MeasureChange& change) {
  return fmt::format("{}: {}: {} in base, {} in head, {}", change.measure, VerdictOf(change),
                     FormatValue(change.base, change.unit), FormatValue(change.head, change.unit),
                     HowMuch(change));
}

void AddSkipped(pugi::xml_node node, const std::string& message) {
  AddOneTo(node.parent(), "skipped");
  Set(node.append_child("skipped"), "message", message);
}

void AddChange(pugi::xml_node root, const MeasureChange& change) {
  pugi::xml_node node = AddCase(root, change.test, change.measure);
  if (change.change == Change::kWorse) {
    AddOneTo(node.parent(), "failures");
    pugi::xml_node failure = node.append_child("failure");
    Set(failure, "message", LineOf(change));
    Set(failure, "type", VerdictOf(change));
  } else if (change.change == Change::kCannotTell) {
    AddSkipped(node, LineOf(change));
  } else {
    node.append_child("system-out").text().set(ForTerminal(LineOf(change), kLineBytes).c_str());
  }
}

}  // namespace

std::string ComparisonJunit(const BuildComparison& comparison) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  Set(declaration, "version", "1.0");
  Set(declaration, "encoding", "UTF-8");
  const pugi::xml_node root = AddCounted(document, "testsuites", "clamor-compare");
  for (const MeasureChange& change : comparison.changes) AddChange(root, change);
  if (!comparison.server_ended.empty()) {
    pugi::xml_node node = AddCase(root, "the servers", "keep running");
    AddOneTo(node.parent(), "failures");
    Set(node.append_child("failure"), "message", comparison.server_ended);
  }
  for (const NotCompared& entry : comparison.not_compared) {
    const bool is_whole_test = entry.measure.empty();
    AddSkipped(AddCase(root, entry.test, is_whole_test ? "the load test" : entry.measure),
               entry.why);
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace clamor
