// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/comparison_json.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>

#include "metrics/json_reader.h"
#include "metrics/json_writer.h"
#include "metrics/result_names.h"
#include "metrics/result_parts.h"

namespace clamor {
namespace {

constexpr std::string_view kMark = "clamor_comparison";
constexpr std::size_t kMostEntries = 10'000;
constexpr double kLargest = 1e18;

// By Change.
constexpr std::array<std::string_view, 4> kChangeNames{"slower", "faster", "same", "cannot_tell"};

std::string_view NameOf(Change change) { return kChangeNames[static_cast<std::size_t>(change)]; }

void Write(JsonWriter& out, std::string_view key, const ComparedBuild& build) {
  out.Key(key);
  out.Object([&] {
    out.Member("commit", build.commit);
    out.Member("machine", build.machine);
    out.Member("target", build.target);
  });
}

void Write(JsonWriter& out, const MeasureChange& change) {
  out.Object([&] {
    out.Member("test", change.test);
    out.Member("measure", change.measure);
    out.Member("unit", NameOf(change.unit));
    out.Member("verdict", NameOf(change.change));
    out.Member("base", change.base);
    out.Member("head", change.head);
    out.Member("base_samples", change.base_samples);
    out.Member("head_samples", change.head_samples);
    out.Member("estimate", change.estimate);
    if (change.has_interval) {
      out.Member("low", change.low);
      out.Member("high", change.high);
    }
    out.Member("p_value", change.p_value);
    out.Member("same_within", change.same_within);
    out.Member("detectable", change.detectable);
    out.Member("pairs", static_cast<std::uint64_t>(change.pairs));
    out.Member("remark", change.remark);
  });
}

template <class Entry, class WriteEntry>
void WriteList(JsonWriter& out, std::string_view key, const std::vector<Entry>& entries,
               WriteEntry&& write) {
  out.Key(key);
  out.Array([&] {
    for (const Entry& entry : entries) write(entry);
  });
}

double Finite(const JsonReader& in) {
  const double number = in.Number();
  if (!(std::abs(number) <= kLargest)) in.Fail("a number that no comparison has");
  return number;
}

template <class Read>
void ReadList(const JsonReader& in, Read&& read) {
  if (in.Size() > kMostEntries) in.Fail(fmt::format("more than {} entries", kMostEntries));
  in.ForEach(read);
}

ComparedBuild ReadBuild(const JsonReader& in) {
  return {in["commit"].Text(), in["machine"].Text(), in["target"].Text()};
}

MeasureChange ReadChange(const JsonReader& in) {
  MeasureChange change;
  change.test = in["test"].Text();
  change.measure = in["measure"].Text();
  change.unit = Known(in["unit"], EnumNamed<Unit>(kUnitNames, in["unit"].Text()));
  change.change = Known(in["verdict"], EnumNamed<Change>(kChangeNames, in["verdict"].Text()));
  change.base = Finite(in["base"]);
  change.head = Finite(in["head"]);
  change.base_samples = in["base_samples"].Uint64();
  change.head_samples = in["head_samples"].Uint64();
  change.estimate = Finite(in["estimate"]);
  const auto low = in.Find("low");
  const auto high = in.Find("high");
  change.has_interval = low && high;
  if (change.has_interval) {
    change.low = Finite(*low);
    change.high = Finite(*high);
  }
  change.p_value = Finite(in["p_value"]);
  change.same_within = Finite(in["same_within"]);
  change.detectable = Finite(in["detectable"]);
  change.pairs = in["pairs"].Uint64();
  change.remark = in["remark"].Text();
  return change;
}

BuildComparison ReadWhole(const JsonReader& in) {
  const int version = in[kMark].Int();
  if (version != BuildComparison::kFormatVersion) {
    in[kMark].Fail(fmt::format("format {}, expected {}", version, BuildComparison::kFormatVersion));
  }
  BuildComparison comparison;
  comparison.base = ReadBuild(in["base"]);
  comparison.head = ReadBuild(in["head"]);
  comparison.pairs = in["pairs"].Uint64();
  comparison.planned_pairs = in["planned_pairs"].Int();
  comparison.alpha = Finite(in["alpha"]);
  comparison.floor = Finite(in["floor"]);
  comparison.server_ended = in["server_ended"].Text();
  ReadList(in["lost"], [&](const JsonReader& lost) {
    comparison.lost.push_back({lost["number"].Int(), lost["why"].Text()});
  });
  ReadList(in["changes"],
           [&](const JsonReader& change) { comparison.changes.push_back(ReadChange(change)); });
  ReadList(in["not_compared"], [&](const JsonReader& entry) {
    comparison.not_compared.push_back(
        {entry["test"].Text(), entry["measure"].Text(), entry["why"].Text()});
  });
  ReadList(in["cautions"],
           [&](const JsonReader& caution) { comparison.cautions.push_back(caution.Text()); });
  return comparison;
}

}  // namespace

std::string ComparisonJson(const BuildComparison& comparison) {
  std::string text;
  const std::function<void(std::string_view)> sink = [&text](std::string_view piece) {
    text += piece;
  };
  JsonWriter out(sink);
  out.Object([&] {
    out.Member(kMark, BuildComparison::kFormatVersion);
    Write(out, "base", comparison.base);
    Write(out, "head", comparison.head);
    out.Member("pairs", static_cast<std::uint64_t>(comparison.pairs));
    out.Member("planned_pairs", comparison.planned_pairs);
    out.Member("alpha", comparison.alpha);
    out.Member("floor", comparison.floor);
    out.Member("server_ended", comparison.server_ended);
    WriteList(out, "lost", comparison.lost, [&](const LostPair& lost) {
      out.Object([&] {
        out.Member("number", lost.number);
        out.Member("why", lost.why);
      });
    });
    WriteList(out, "changes", comparison.changes,
              [&](const MeasureChange& change) { Write(out, change); });
    WriteList(out, "not_compared", comparison.not_compared, [&](const NotCompared& entry) {
      out.Object([&] {
        out.Member("test", entry.test);
        out.Member("measure", entry.measure);
        out.Member("why", entry.why);
      });
    });
    WriteList(out, "cautions", comparison.cautions,
              [&](const std::string& caution) { out.Text(caution); });
  });
  out.Flush();
  return text + '\n';
}

BuildComparison ReadComparisonJson(std::string_view text, const std::string& file) {
  const rapidjson::Document document = ParseDocument(text, file);
  return ReadWhole(JsonReader(document, file));
}

}  // namespace clamor
