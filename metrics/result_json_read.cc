// SPDX-License-Identifier: Apache-2.0
// Reads result files, strictly: a result that lacks something is no result.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "metrics/iso_time.h"
#include "metrics/json_reader.h"
#include "metrics/named_measures.h"
#include "metrics/result_defined.h"
#include "metrics/result_exemplars.h"
#include "metrics/result_json.h"
#include "metrics/result_names.h"
#include "metrics/result_parts.h"
#include "metrics/result_series.h"
#include "metrics/trace_url.h"

namespace clamor {
namespace {

std::chrono::nanoseconds ReadSeconds(const JsonReader& in) {
  constexpr double kLongest = 1e8;  // three years: what is longer is no run
  const double seconds = in.Number();
  if (!(seconds >= 0 && seconds <= kLongest)) in.Fail("a duration that no run has");
  return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

std::vector<std::string> ReadTexts(const JsonReader& in) {
  std::vector<std::string> texts;
  in.ForEach([&texts](const JsonReader& text) { texts.push_back(text.Text()); });
  return texts;
}

void ReadHead(const JsonReader& in, RunData& run) {
  run.suite = in["suite"].Text();
  run.test = in["test"].Text();
  run.file = in["file"].Text();
  run.line = in["line"].Int();
  run.repetition = in["repetition"].Int();
  if (const auto shard = in.Find("shard")) run.shard = shard->Int();
  const auto started = ReadIsoTime(in["started"].Text());
  if (!started) in["started"].Fail("expected a time such as 2026-11-21T12:00:43.123456Z");
  run.started = *started;
  run.counted = ReadSeconds(in["counted_s"]);
  run.wall = ReadSeconds(in["wall_s"]);
  run.interrupted = in["interrupted"].Bool();
  run.ended_early = in["ended_early"].Text();
  run.purpose = in["purpose"].Text();
  run.errors = ReadTexts(in["errors"]);
}

RunSettings ReadSettings(const JsonReader& in) {
  RunSettings settings;
  settings.target = in["target"].Text();
  settings.server = in["server"].Text();
  settings.profile = in["profile"].Text();
  if (const auto talks = in.Find("conversations")) settings.conversations = talks->Text();
  settings.users = in["users"].Int();
  if (const auto planned = in.Find("planned_turns")) settings.planned_turns = planned->Uint64();
  settings.seed = in["seed"].Uint64();
  settings.duration_scale = in["duration_scale"].Number();
  settings.rate_scale = in["rate_scale"].Number();
  settings.reuse = in["reuse"].Text();
  in["options"].ForEachMember([&](const std::string& name, const JsonReader& value) {
    settings.options[name] = value.Text();
  });
  if (const auto command = in.Find("command")) settings.command = command->Text();
  settings.clamor_version = in["clamor_version"].Text();
  settings.machine = in["machine"].Text();
  settings.commit = in["commit"].Text();
  if (const auto trace_url = in.Find("trace_url")) {
    settings.trace_url = trace_url->Text();
    if (!IsTraceUrl(settings.trace_url)) trace_url->Fail("no URL with {trace_id} in it");
  }
  return settings;
}

ScenarioRun ReadScenario(const JsonReader& in) {
  ScenarioRun scenario;
  scenario.name = in["name"].Text();
  scenario.profile = in["profile"].Text();
  scenario.users = in["users"].Int();
  if (const auto planned = in.Find("planned_turns")) scenario.planned_turns = planned->Uint64();
  scenario.started = ReadSeconds(in["started_s"]);
  scenario.counted = ReadSeconds(in["counted_s"]);
  return scenario;
}

std::optional<double> ReadNumber(const JsonReader& in, const char* name) {
  const auto number = in.Find(name);
  return number ? std::optional(number->Number()) : std::nullopt;
}

// Files of before there was such a thing have none.
Evidence ReadEvidence(const JsonReader& verdict) {
  const auto found = verdict.Find("evidence");
  if (!found) return {};
  const JsonReader& in = *found;
  return {ReadNumber(in, "value"), ReadNumber(in, "limit"), in["samples"].Uint64(),
          ReadNumber(in, "low"),   ReadNumber(in, "high"),  in["level"].Number(),
          in["remark"].Text()};
}

void ReadPromises(const JsonReader& in, RunData& run) {
  in["promised"].ForEach([&run](const JsonReader& p) {
    run.promised.push_back({p["sla"].Text(), p["file"].Text(), p["line"].Int(), p["warns"].Bool()});
  });
  in["verdicts"].ForEach([&run](const JsonReader& v) {
    run.verdicts.push_back(
        {v["sla"].Text(), v["file"].Text(), v["line"].Int(),
         Known(v["verdict"], EnumNamed<VerdictKind>(kVerdictNames, v["verdict"].Text())),
         v["uncertain"].Bool(), v["message"].Text(), v["warns"].Bool(), ReadEvidence(v)});
  });
  in["warnings"].ForEach([&run](const JsonReader& w) {
    run.warnings.push_back({w["name"].Text(), w["text"].Text()});
  });
  in["files"].ForEach([&run](const JsonReader& f) {
    run.files.push_back({f["path"].Text(), f["title"].Text()});
  });
}

// Behind the suite's own metrics: a name may stand for one.
void ReadNamed(const JsonReader& in, RunData& run) {
  in["named"].ForEach([&run](const JsonReader& n) {
    NamedMeasure named{n["name"].Text(), n["measure"].Text()};
    try {
      ParseNamed(named, run.defined);
    } catch (const SlaError& error) {
      n["measure"].Fail(error.what());
    }
    run.named.push_back(std::move(named));
  });
}

// What was found when the promises were judged.
void ReadFindings(const JsonReader& in, RunData& run) {
  if (const auto point = in.Find("breaking_point")) {
    BreakingPoint found;
    found.window = (*point)["window_s"].Uint32();
    if (const auto held = point->Find("held_per_s")) found.held = held->Number();
    found.sla = (*point)["first_broken"].Text();
    found.second = (*point)["second"].Uint32();
    found.rate = (*point)["rate_per_s"].Number();
    run.breaking_point = std::move(found);
  }
  if (const auto health = in.Find("health")) {
    const JsonReader grade = (*health)["grade"];
    run.health = Health{Known(grade, EnumNamed<Grade>(kGradeNames, grade.Text())),
                        ReadTexts((*health)["reasons"])};
  }
}

void ReadFailures(const JsonReader& in, RunData& run) {
  in["failures"].ForEach([&run](const JsonReader& f) {
    FailureCount failure{
        Known(f["reason"], FailureNamed(f["reason"].Text())), f["count"].Uint64(), {}};
    f["examples"].ForEach([&failure](const JsonReader& e) {
      failure.examples.push_back(
          {e["message"].Text(), e["conversation"].Text(), e["repeat_command"].Text()});
    });
    run.failures.push_back(std::move(failure));
  });
  for (std::size_t i = 0; i < run.stream_ends.size(); ++i) {
    run.stream_ends[i] = in["stream_ends"][kStreamEndNames[i]].Uint64();
  }
  for (std::size_t i = 0; i < run.finishes.size(); ++i) {
    run.finishes[i] = in["finishes"][kFinishNames[i]].Uint64();
  }
}

GeneratorHealth ReadGenerator(const JsonReader& in) {
  GeneratorHealth health;
  health.threads = in["threads"].Int();
  health.mean_cpu = in["mean_cpu"].Number();
  health.peak_cpu = in["peak_cpu"].Number();
  if (const auto steal = in.Find("steal")) health.steal = steal->Number();
  if (const auto pressure = in.Find("pressure")) health.pressure = pressure->Number();
  health.memory_peak_bytes = in["memory_peak_bytes"].Uint64();
  health.memory_per_user_bytes = in["memory_per_user_bytes"].Uint64();
  health.kernel_stamps = in["kernel_stamps"].Bool();
  health.void_because = ReadTexts(in["void_because"]);
  health.first_token_as_read = ReadHistogram(in["first_token_as_read"]);
  health.response_as_read = ReadHistogram(in["response_as_read"]);
  return health;
}

void ReadCounts(const JsonReader& in, RunData& run) {
  in["counters"].ForEach([&run](const JsonReader& c) {
    run.counters.push_back({Known(c["metric"], CounterNamed(c["metric"].Text())),
                            ReadTags(c["tags"]), c["value"].Uint64(), ReadRow(c["per_second"])});
  });
  in["gauges"].ForEach([&run](const JsonReader& g) {
    GaugeSeries gauge{Known(g["metric"], GaugeNamed(g["metric"].Text())), {}};
    g["per_second"].ForEach(
        [&gauge](const JsonReader& level) { gauge.per_second.push_back(level.Number()); });
    run.gauges.push_back(std::move(gauge));
  });
  run.goodputs = ReadShares(in["goodputs"]);
}

void ReadTrends(const JsonReader& in, RunData& run) {
  in["trends"].ForEach([&run](const JsonReader& t) {
    run.trends.push_back({Known(t["metric"], TrendNamed(t["metric"].Text())), ReadTags(t["tags"]),
                          ReadHistogram(t["histogram"]), ReadTimeline(t["timeline"])});
  });
}

void CheckVersion(const JsonReader& in) {
  const auto version = in.Find("clamor_result");
  if (!version) in.Fail("this is no result of a load test, \"clamor_result\" is missing");
  if (version->Int() != RunData::kFormatVersion) {
    in.Fail(fmt::format("a result of format version {}, expected {}", version->Int(),
                        RunData::kFormatVersion));
  }
}

}  // namespace

RunData ReadResultJson(std::string_view text, const std::string& file) {
  const rapidjson::Document document = ParseDocument(text, file);
  const JsonReader in(document, file);
  CheckVersion(in);
  RunData run;
  ReadHead(in, run);
  run.settings = ReadSettings(in["settings"]);
  in["scenarios"].ForEach(
      [&run](const JsonReader& scenario) { run.scenarios.push_back(ReadScenario(scenario)); });
  ReadPromises(in, run);
  ReadFindings(in, run);
  ReadFailures(in, run);
  run.generator = ReadGenerator(in["generator"]);
  run.slices.clear();
  in["slices"].ForEach([&run](const JsonReader& tags) { run.slices.push_back(ReadTags(tags)); });
  ReadCounts(in, run);
  ReadTrends(in, run);
  ReadDefined(in, run);
  ReadExemplars(in, run);
  ReadNamed(in, run);
  return run;
}

}  // namespace clamor
