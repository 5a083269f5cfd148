// SPDX-License-Identifier: Apache-2.0
#include "reporters/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "reporters/golden.h"
#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Written(const std::vector<RunResult>& runs) {
  std::ostringstream out;
  JUnitReporter().Write(runs, out);
  return out.str();
}

pugi::xml_document Parsed(const std::vector<RunResult>& runs) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_string(Written(runs).c_str());
  EXPECT_TRUE(result) << result.description();
  return document;
}

pugi::xml_node FirstSuite(const pugi::xml_document& document) {
  return document.child("testsuites").child("testsuite");
}

TEST(JUnit, IsWhatItWas) { ExpectGolden("junit.golden", Written(SampleRuns())); }

TEST(JUnit, HasATestSuitePerLoadTestAndACaseForTheRunAndEachSla) {
  const auto document = Parsed({ResultOf(PassingRun())});
  const auto suite = FirstSuite(document);
  EXPECT_STREQ(suite.attribute("name").value(), "Assistant.DrainsTheQueueWhileEveryoneTalks");
  EXPECT_EQ(suite.attribute("tests").as_int(), 3);
  EXPECT_EQ(suite.attribute("failures").as_int(), 0);
  EXPECT_STREQ(suite.attribute("time").value(), "131.000");
  EXPECT_STREQ(suite.attribute("timestamp").value(), "2026-03-01T12:00:00");
  EXPECT_STREQ(suite.child("testcase").attribute("name").value(), "the run");
  EXPECT_TRUE(suite.find_child_by_attribute("testcase", "name", "error_rate < 1%"));
}

TEST(JUnit, GivesEachCaseFileLineAndTime) {
  const auto document = Parsed(SampleRuns());
  for (const auto suite : document.child("testsuites").children("testsuite")) {
    for (const auto test : suite.children("testcase")) {
      EXPECT_STREQ(test.attribute("file").value(), "suites/assistant.cc");
      EXPECT_GT(test.attribute("line").as_int(), 0);
      EXPECT_TRUE(test.attribute("time"));
    }
  }
}

TEST(JUnit, NamesNoTwoCasesAlikeAcrossRepetitionsShardsAndEqualSlas) {
  const auto document = Parsed(SampleRuns());
  std::set<std::string> names;
  int cases = 0;
  for (const auto suite : document.child("testsuites").children("testsuite")) {
    for (const auto test : suite.children("testcase")) {
      ++cases;
      names.insert(std::string(test.attribute("classname").value()) + "\n" +
                   test.attribute("name").value());
    }
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(cases));
  EXPECT_EQ(cases, document.child("testsuites").attribute("tests").as_int());
}

TEST(JUnit, HasOneFailurePerCaseWithAOneLineMessageAndATable) {
  const auto document = Parsed({ResultOf(FailingRun())});
  int failed = 0;
  for (const auto test : FirstSuite(document).children("testcase")) {
    const auto failure = test.child("failure");
    if (!failure) continue;
    ++failed;
    EXPECT_FALSE(failure.next_sibling("failure"));
    const std::string message = failure.attribute("message").value();
    EXPECT_EQ(message, "error_rate = 10 %, limit < 1 %, 100 turns");
    EXPECT_THAT(failure.text().get(), HasSubstr("metric"));
    EXPECT_THAT(failure.text().get(), HasSubstr("response_time"));
  }
  EXPECT_EQ(failed, 2);
  EXPECT_EQ(FirstSuite(document).attribute("failures").as_int(), 2);
}

TEST(JUnit, CarriesHostileTextAsText) {
  const std::string text = Written({ResultOf(FailingRun())});
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xff")));
  const auto document = Parsed({ResultOf(FailingRun())});
  const auto failed =
      FirstSuite(document).find_child_by_attribute("testcase", "name", "error_rate < 1%");
  EXPECT_THAT(failed.child("failure").text().get(), HasSubstr("]]></failure>"));
}

TEST(JUnit, FailsTheRunAndSkipsTheSlasOfAVoidOne) {
  const auto document = Parsed({ResultOf(VoidRun())});
  const auto suite = FirstSuite(document);
  const auto run = suite.child("testcase");
  EXPECT_STREQ(run.child("failure").attribute("type").value(), "void");
  EXPECT_THAT(run.child("failure").attribute("message").value(), HasSubstr("busy 99 %"));
  const auto sla = run.next_sibling("testcase");
  EXPECT_THAT(sla.child("skipped").attribute("message").value(), testing::StartsWith("void, "));
  EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
}

TEST(JUnit, FailsTheRunThatWasStoppedByAnError) {
  const auto document = Parsed({ResultOf(RunWithoutTurns())});
  const auto run = FirstSuite(document).child("testcase");
  EXPECT_STREQ(run.child("failure").attribute("type").value(), "error");
  EXPECT_THAT(run.child("failure").attribute("message").value(), HasSubstr("connection refused"));
}

TEST(JUnit, FailsTheRunThatEndedEarly) {
  RunData early = PassingRun();
  early.ended_early = "its time limit was reached";
  const auto document = Parsed({ResultOf(early)});
  const auto run = FirstSuite(document).child("testcase");
  EXPECT_STREQ(run.child("failure").attribute("message").value(),
               "ended early: its time limit was reached");
  EXPECT_EQ(FirstSuite(document).attribute("failures").as_int(), 1);
}

TEST(JUnit, FailsTheRunInWhichNoTurnEnded) {
  RunData empty = PassingRun();
  empty.counters.clear();
  const auto document = Parsed({ResultOf(empty)});
  const auto run = FirstSuite(document).child("testcase");
  EXPECT_STREQ(run.child("failure").attribute("message").value(),
               "no turn ended within the counted part of the run");
}

TEST(JUnit, SaysWhatIsUncertainAndWhatWasInterrupted) {
  const auto document = Parsed({ResultOf(InterruptedRun())});
  const auto run = FirstSuite(document).child("testcase");
  EXPECT_THAT(run.child("skipped").attribute("message").value(), HasSubstr("interrupted"));
  const auto sla = run.next_sibling("testcase");
  EXPECT_FALSE(sla.child("failure"));
  EXPECT_THAT(sla.child("system-out").text().get(), HasSubstr("UNCERTAIN: "));
}

TEST(JUnit, GivesSeedTargetScaleAndMainMetricsAsProperties) {
  const auto document = Parsed({ResultOf(PassingRun())});
  const auto properties = FirstSuite(document).child("properties");
  const auto value = [&properties](const char* name) {
    return std::string(
        properties.find_child_by_attribute("property", "name", name).attribute("value").value());
  };
  EXPECT_EQ(value("seed"), "20260301");
  EXPECT_EQ(value("target"), "http://127.0.0.1:8000");
  EXPECT_EQ(value("duration_scale"), "0.1");
  EXPECT_EQ(value("standing"), "PASSED");
  EXPECT_NEAR(std::stod(value("response_time.p95_s")), 2.325, 0.01);
}

TEST(JUnit, IsAWholeDocumentWithoutAnyRun) {
  const auto document = Parsed({});
  EXPECT_EQ(document.child("testsuites").attribute("tests").as_int(-1), 0);
}

}  // namespace
}  // namespace clamor
