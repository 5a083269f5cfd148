// SPDX-License-Identifier: Apache-2.0
// Writes result files. What people ask first stands first; what only programs read (buckets) stands
// within its series.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "metrics/iso_time.h"
#include "metrics/json_writer.h"
#include "metrics/named_measures.h"
#include "metrics/result_defined.h"
#include "metrics/result_exemplars.h"
#include "metrics/result_json.h"
#include "metrics/result_names.h"
#include "metrics/result_parts.h"
#include "metrics/result_series.h"

namespace clamor {
namespace {

double InSeconds(std::chrono::nanoseconds value) {
  return std::chrono::duration<double>(value).count();
}

template <class Value>
void WriteOptional(JsonWriter& out, std::string_view key, const std::optional<Value>& value) {
  if (value) out.Member(key, *value);
}

void WriteHead(JsonWriter& out, const RunData& run) {
  out.Member("clamor_result", RunData::kFormatVersion);
  out.Member("suite", run.suite);
  out.Member("test", run.test);
  out.Member("file", run.file);
  out.Member("line", run.line);
  out.Member("repetition", run.repetition);
  WriteOptional(out, "shard", run.shard);
  out.Member("started", IsoTime(run.started));
  out.Member("counted_s", InSeconds(run.counted));
  out.Member("wall_s", InSeconds(run.wall));
  out.Member("interrupted", run.interrupted);
  out.Member("ended_early", run.ended_early);
  out.Member("purpose", run.purpose);
  out.Key("errors");
  out.Array([&] {
    for (const std::string& error : run.errors) out.Text(error);
  });
}

void WriteSettings(JsonWriter& out, const RunSettings& settings) {
  out.Key("settings");
  out.Object([&] {
    out.Member("target", settings.target);
    out.Member("server", settings.server);
    out.Member("profile", settings.profile);
    if (!settings.conversations.empty()) out.Member("conversations", settings.conversations);
    out.Member("users", settings.users);
    WriteOptional(out, "planned_turns", settings.planned_turns);
    out.Member("seed", settings.seed);
    out.Member("duration_scale", settings.duration_scale);
    out.Member("rate_scale", settings.rate_scale);
    out.Member("reuse", settings.reuse);
    out.Key("options");
    out.Object([&] {
      for (const auto& [name, value] : settings.options) out.Member(name, value);
    });
    out.Member("command", settings.command);
    out.Member("clamor_version", settings.clamor_version);
    out.Member("machine", settings.machine);
    out.Member("commit", settings.commit);
    if (!settings.trace_url.empty()) out.Member("trace_url", settings.trace_url);
  });
}

void WriteScenarios(JsonWriter& out, const RunData& run) {
  WriteList(out, "scenarios", run.scenarios, [&](const ScenarioRun& scenario) {
    out.Member("name", scenario.name);
    out.Member("profile", scenario.profile);
    out.Member("users", scenario.users);
    WriteOptional(out, "planned_turns", scenario.planned_turns);
    out.Member("started_s", InSeconds(scenario.started));
    out.Member("counted_s", InSeconds(scenario.counted));
  });
}

void WriteEvidence(JsonWriter& out, const Evidence& evidence) {
  out.Key("evidence");
  out.Object([&] {
    WriteOptional(out, "value", evidence.value);
    WriteOptional(out, "limit", evidence.limit);
    out.Member("samples", evidence.samples);
    WriteOptional(out, "low", evidence.low);
    WriteOptional(out, "high", evidence.high);
    out.Member("level", evidence.level);
    out.Member("remark", evidence.remark);
  });
}

void WritePromises(JsonWriter& out, const RunData& run) {
  WriteList(out, "promised", run.promised, [&](const PromisedSla& promised) {
    out.Member("sla", promised.sla);
    out.Member("file", promised.file);
    out.Member("line", promised.line);
    out.Member("warns", promised.warns);
  });
  WriteList(out, "verdicts", run.verdicts, [&](const Verdict& verdict) {
    out.Member("sla", verdict.sla);
    out.Member("file", verdict.file);
    out.Member("line", verdict.line);
    out.Member("verdict", NameOf(verdict.kind));
    out.Member("uncertain", verdict.uncertain);
    out.Member("message", verdict.message);
    out.Member("warns", verdict.warns);
    WriteEvidence(out, verdict.evidence);
  });
  WriteList(out, "named", run.named, [&](const NamedMeasure& named) {
    out.Member("name", named.name);
    out.Member("measure", named.measure);
    for (const NamedValue& value : ValuesOf(named, run)) {
      WriteOptional(out, value.function, value.value);
    }
  });
  WriteList(out, "warnings", run.warnings, [&](const Warning& warning) {
    out.Member("name", warning.name);
    out.Member("text", warning.text);
  });
  WriteList(out, "files", run.files, [&](const MadeFile& file) {
    out.Member("path", file.path);
    out.Member("title", file.title);
  });
}

void WriteFindings(JsonWriter& out, const RunData& run) {
  if (const auto& point = run.breaking_point) {
    out.Key("breaking_point");
    out.Object([&] {
      out.Member("window_s", point->window);
      WriteOptional(out, "held_per_s", point->held);
      out.Member("first_broken", point->sla);
      out.Member("second", point->second);
      out.Member("rate_per_s", point->rate);
    });
  }
  if (const auto& health = run.health) {
    out.Key("health");
    out.Object([&] {
      out.Member("grade", NameOf(health->grade));
      out.Key("reasons");
      out.Array([&] {
        for (const std::string& reason : health->reasons) out.Text(reason);
      });
    });
  }
}

void WriteFailures(JsonWriter& out, const RunData& run) {
  WriteList(out, "failures", run.failures, [&](const FailureCount& failure) {
    out.Member("reason", ToString(failure.reason));
    out.Member("count", failure.count);
    WriteList(out, "examples", failure.examples, [&](const FailureExample& example) {
      out.Member("message", example.message);
      out.Member("conversation", example.conversation);
      out.Member("repeat_command", example.repeat_command);
    });
  });
  out.Key("stream_ends");
  out.Object([&] {
    for (std::size_t i = 0; i < run.stream_ends.size(); ++i) {
      out.Member(kStreamEndNames[i], run.stream_ends[i]);
    }
  });
  out.Key("finishes");
  out.Object([&] {
    for (std::size_t i = 0; i < run.finishes.size(); ++i) {
      out.Member(kFinishNames[i], run.finishes[i]);
    }
  });
}

void WriteGenerator(JsonWriter& out, const GeneratorHealth& health) {
  out.Key("generator");
  out.Object([&] {
    out.Member("threads", health.threads);
    out.Member("mean_cpu", health.mean_cpu);
    out.Member("peak_cpu", health.peak_cpu);
    WriteOptional(out, "steal", health.steal);
    WriteOptional(out, "pressure", health.pressure);
    out.Member("memory_peak_bytes", health.memory_peak_bytes);
    out.Member("memory_per_user_bytes", health.memory_per_user_bytes);
    out.Member("kernel_stamps", health.kernel_stamps);
    out.Key("void_because");
    out.Array([&] {
      for (const std::string& why : health.void_because) out.Text(why);
    });
    out.Key("first_token_as_read");
    WriteHistogram(out, health.first_token_as_read);
    out.Key("response_as_read");
    WriteHistogram(out, health.response_as_read);
  });
}

void WriteTrends(JsonWriter& out, const RunData& run) {
  WriteList(out, "trends", run.trends, [&](const TrendSeries& series) {
    out.Member("metric", Info(series.trend).name);
    out.Member("unit", std::string_view("s"));
    out.Key("tags");
    WriteTags(out, series.tags);
    WriteSummary(out, series.histogram, series.timeline, 1);
    out.Key("histogram");
    WriteHistogram(out, series.histogram);
    out.Key("timeline");
    WriteTimeline(out, series.timeline, series.tags.empty());
  });
}

void WriteCounts(JsonWriter& out, const RunData& run) {
  WriteList(out, "counters", run.counters, [&](const CounterSeries& series) {
    out.Member("metric", Info(series.counter).name);
    out.Key("tags");
    WriteTags(out, series.tags);
    out.Member("value", series.value);
    WriteNumbers(out, "per_second", series.per_second);
  });
  WriteList(out, "gauges", run.gauges, [&](const GaugeSeries& series) {
    out.Member("metric", Info(series.gauge).name);
    WriteNumbers(out, "per_second", series.per_second);
  });
  WriteShares(out, "goodputs", run.goodputs);
}

}  // namespace

void WriteResultJson(const RunData& run, const std::function<void(std::string_view)>& sink) {
  JsonWriter out(sink);
  out.Object([&] {
    WriteHead(out, run);
    WriteSettings(out, run.settings);
    WriteScenarios(out, run);
    WritePromises(out, run);
    WriteFindings(out, run);
    WriteFailures(out, run);
    WriteGenerator(out, run.generator);
    out.Key("slices");
    out.Array([&] {
      for (const Tags& tags : run.slices) WriteTags(out, tags);
    });
    WriteCounts(out, run);
    WriteTrends(out, run);
    WriteDefined(out, run);
    WriteExemplars(out, run);
  });
  out.Flush();
}

}  // namespace clamor
