// SPDX-License-Identifier: Apache-2.0
#include "metrics/result_defined.h"

#include <algorithm>

#include "metrics/histogram_scale.h"
#include "metrics/result_names.h"
#include "metrics/result_parts.h"
#include "metrics/result_series.h"

namespace clamor {
namespace {

const DefinedMetric& DefinedNamed(const JsonReader& in, const RunData& run) {
  const std::string name = in.Text();
  const auto found = std::find_if(run.defined.begin(), run.defined.end(),
                                  [&name](const DefinedMetric& m) { return m.name == name; });
  if (found == run.defined.end()) in.Fail("\"" + name + "\" is not defined");
  return *found;
}

void WriteTrend(JsonWriter& out, const RunData& run, const DefinedTrend& series) {
  const auto metric =
      std::find_if(run.defined.begin(), run.defined.end(),
                   [&series](const DefinedMetric& m) { return m.name == series.metric; });
  const Unit unit = metric == run.defined.end() ? Unit::kSeconds : metric->unit;
  out.Member("metric", series.metric);
  out.Member("unit", NameOf(unit));
  out.Key("tags");
  WriteTags(out, series.tags);
  WriteSummary(out, series.histogram, series.timeline, HistogramScale(unit));
  out.Key("histogram");
  WriteHistogram(out, series.histogram);
  out.Key("timeline");
  WriteTimeline(out, series.timeline, series.tags.empty());
}

void WriteLevels(JsonWriter& out, const DefinedLevels& series) {
  out.Member("metric", series.metric);
  out.Key("tags");
  WriteTags(out, series.tags);
  out.Member("sum", series.sum);
  out.Key("per_second");
  out.Array([&] {
    for (const SecondValue& sample : series.per_second) {
      out.Array([&] {
        out.Number(sample.second);
        out.Number(sample.value);
      });
    }
  });
}

DefinedLevels ReadLevels(const JsonReader& in, const RunData& run) {
  DefinedLevels levels{
      DefinedNamed(in["metric"], run).name, ReadTags(in["tags"]), in["sum"].Number(), {}};
  in["per_second"].ForEach([&levels](const JsonReader& sample) {
    std::vector<double> pair;
    sample.ForEach([&pair](const JsonReader& number) { pair.push_back(number.Number()); });
    constexpr double kMostSeconds = 1e9;
    if (pair.size() != 2 || !(pair[0] >= 0 && pair[0] <= kMostSeconds)) {
      sample.Fail("expected a second and its value");
    }
    levels.per_second.push_back({static_cast<std::uint32_t>(pair[0]), pair[1]});
  });
  return levels;
}

}  // namespace

void WriteDefined(JsonWriter& out, const RunData& run) {
  WriteList(out, "checks", run.checks, [&](const NamedCheck& check) {
    out.Member("name", check.name);
    out.Member("on", NameOf(check.on));
  });
  WriteShares(out, "check_rates", run.check_rates);
  WriteList(out, "defined", run.defined, [&](const DefinedMetric& metric) {
    out.Member("name", metric.name);
    out.Member("kind", NameOf(metric.kind));
    out.Member("unit", NameOf(metric.unit));
    out.Member("definition", metric.definition);
  });
  WriteList(out, "defined_trends", run.defined_trends,
            [&](const DefinedTrend& series) { WriteTrend(out, run, series); });
  WriteList(out, "defined_levels", run.defined_levels,
            [&](const DefinedLevels& series) { WriteLevels(out, series); });
  WriteShares(out, "defined_rates", run.defined_rates);
}

void ReadDefined(const JsonReader& in, RunData& run) {
  in["checks"].ForEach([&run](const JsonReader& c) {
    run.checks.push_back(
        {c["name"].Text(), Known(c["on"], EnumNamed<CheckOn>(kCheckOnNames, c["on"].Text()))});
  });
  run.check_rates = ReadShares(in["check_rates"]);
  in["defined"].ForEach([&run](const JsonReader& m) {
    run.defined.push_back(
        {m["name"].Text(),
         Known(m["kind"], EnumNamed<SampleKind>(kSampleKindNames, m["kind"].Text())),
         Known(m["unit"], EnumNamed<Unit>(kUnitNames, m["unit"].Text())), m["definition"].Text()});
  });
  in["defined_trends"].ForEach([&run](const JsonReader& t) {
    run.defined_trends.push_back({DefinedNamed(t["metric"], run).name, ReadTags(t["tags"]),
                                  ReadHistogram(t["histogram"]), ReadTimeline(t["timeline"])});
  });
  in["defined_levels"].ForEach(
      [&run](const JsonReader& levels) { run.defined_levels.push_back(ReadLevels(levels, run)); });
  run.defined_rates = ReadShares(in["defined_rates"]);
}

}  // namespace clamor
