// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/history_line.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <set>
#include <stdexcept>
#include <utility>

#include "base/escape.h"
#include "metrics/iso_time.h"
#include "metrics/json_reader.h"
#include "metrics/json_writer.h"
#include "metrics/result_names.h"
#include "metrics/result_parts.h"

namespace clamor {
namespace {

constexpr std::size_t kMessageBytes = 400;

void WriteSetting(JsonWriter& out, const TestSetting& setting) {
  out.Member("machine", setting.machine);
  out.Member("duration_scale", setting.duration_scale);
  out.Member("rate_scale", setting.rate_scale);
  out.Member("profile", setting.profile);
  out.Member("conversations", setting.conversations);
  out.Key("options");
  out.Object([&] {
    for (const auto& [name, value] : setting.options) out.Member(name, value);
  });
}

void WriteTest(JsonWriter& out, const NightlyTest& test) {
  out.Object([&] {
    out.Member("test", test.test);
    if (!test.not_judged.empty()) out.Member("not_judged", test.not_judged);
    WriteSetting(out, test.setting);
    out.Key("measures");
    out.Object([&] {
      for (const NightlyMeasure& measure : test.measures) {
        out.Key(measure.name);
        out.Object([&] {
          out.Member("value", measure.value);
          out.Member("unit", NameOf(measure.unit));
          out.Member("samples", measure.samples);
        });
      }
    });
  });
}

TestSetting ReadSetting(const JsonReader& in) {
  TestSetting setting;
  setting.machine = in["machine"].Text();
  setting.duration_scale = in["duration_scale"].Number();
  setting.rate_scale = in["rate_scale"].Number();
  setting.profile = in["profile"].Text();
  setting.conversations = in["conversations"].Text();
  in["options"].ForEachMember([&setting](const std::string& name, const JsonReader& value) {
    setting.options[name] = value.Text();
  });
  return setting;
}

NightlyMeasure ReadMeasure(const std::string& name, const JsonReader& in) {
  NightlyMeasure measure;
  measure.name = name;
  measure.value = in["value"].Number();
  measure.unit = Known(in["unit"], EnumNamed<Unit>(kUnitNames, in["unit"].Text()));
  measure.samples = in["samples"].Uint64();
  if (!std::isfinite(measure.value) || measure.value < 0) {
    in["value"].Fail("expected a number from 0 on");
  }
  return measure;
}

NightlyTest ReadTest(const JsonReader& in) {
  NightlyTest test;
  test.test = in["test"].Text();
  test.setting = ReadSetting(in);
  if (const auto why = in.Find("not_judged")) test.not_judged = why->Text();
  std::set<std::string> names;
  in["measures"].ForEachMember([&](const std::string& name, const JsonReader& measure) {
    if (!names.insert(name).second) measure.Fail("it stands there twice");
    test.measures.push_back(ReadMeasure(name, measure));
  });
  return test;
}

void CheckVersion(const JsonReader& in) {
  const auto version = in.Find("clamor_history");
  if (!version) in.Fail("this is no line of a history, \"clamor_history\" is missing");
  if (version->Int() != History::kFormatVersion) {
    in.Fail(
        fmt::format("of format version {}, expected {}", version->Int(), History::kFormatVersion));
  }
}

NightlyRun ReadRun(const JsonReader& in) {
  CheckVersion(in);
  NightlyRun run;
  const auto started = ReadIsoTime(in["time"].Text());
  if (!started) in["time"].Fail("expected a time such as 2026-11-21T12:00:43.123456Z");
  run.started = *started;
  run.commit = in["commit"].Text();
  run.clamor_version = in["clamor"].Text();
  if (const auto confirms = in.Find("confirms")) run.confirms = confirms->Bool();
  in["tests"].ForEach([&run](const JsonReader& entry) {
    NightlyTest test = ReadTest(entry);
    if (run.Find(test.test) != nullptr) entry.Fail("a load test that stands there twice");
    run.tests.push_back(std::move(test));
  });
  return run;
}

rapidjson::Document Parsed(std::string_view line, const std::string& place) {
  try {
    return ParseDocument(line, place);
  } catch (const std::runtime_error& error) {
    throw NotJson(error.what());
  }
}

}  // namespace

std::string HistoryLineOf(const NightlyRun& run) {
  std::string line;
  const std::function<void(std::string_view)> sink = [&line](std::string_view piece) {
    line += piece;
  };
  JsonWriter out(sink);
  out.Object([&] {
    out.Member("clamor_history", History::kFormatVersion);
    out.Member("time", IsoTime(run.started));
    out.Member("commit", run.commit);
    out.Member("clamor", run.clamor_version);
    if (run.confirms) out.Member("confirms", true);
    out.Key("tests");
    out.Array([&] {
      for (const NightlyTest& test : run.tests) WriteTest(out, test);
    });
  });
  out.Flush();
  return line;
}

NightlyRun ReadHistoryLine(std::string_view line, const std::string& place) {
  const rapidjson::Document document = Parsed(line, place);
  try {
    return ReadRun(JsonReader(document, "run"));
  } catch (const std::runtime_error& error) {
    // Names of members are the file's, and stand in the message.
    throw std::runtime_error(place + ": " + ForTerminal(error.what(), kMessageBytes));
  }
}

}  // namespace clamor
