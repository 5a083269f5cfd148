// SPDX-License-Identifier: Apache-2.0
#include "metrics/result_exemplars.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "metrics/exemplar_table.h"
#include "metrics/result_names.h"
#include "metrics/result_parts.h"
#include "metrics/trace_url.h"

namespace clamor {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

constexpr std::string_view kUnit = "_ns";  // behind the name of a duration

void WriteDurations(JsonWriter& out, const TrendValues& durations) {
  out.Key("durations");
  out.Object([&] {
    for (std::size_t i = 0; i < kTrends; ++i) {
      const auto trend = static_cast<Trend>(i);
      const auto value = durations.Get(trend);
      if (value) out.Member(std::string(Info(trend).name).append(kUnit), value->count());
    }
  });
}

constexpr nanoseconds kLongest = std::chrono::days(100);

TrendValues ReadDurations(const JsonReader& in) {
  TrendValues durations;
  in.ForEachMember([&durations](std::string name, const JsonReader& value) {
    const bool has_unit = name.ends_with(kUnit);
    if (has_unit) name.resize(name.size() - kUnit.size());
    const auto trend = has_unit ? TrendNamed(name) : std::nullopt;
    if (!trend) value.Fail("no duration of that name is known to this version");
    const nanoseconds duration(value.Int64());
    if (duration.count() < 0 || duration > kLongest) value.Fail("a duration that no turn has");
    durations.Set(*trend, duration);
  });
  return durations;
}

std::vector<nanoseconds> ReadGaps(const JsonReader& in) {
  std::vector<nanoseconds> gaps;
  const std::size_t size = std::min(in.Size(), Exemplar::kMostGaps);
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t gap = in.Uint64At(i);
    if (gap > static_cast<std::uint64_t>(kLongest / microseconds(1)))
      in.Fail("a gap that no answer has");
    gaps.push_back(microseconds(gap));
  }
  return gaps;
}

std::string ReadBounded(const JsonReader& in) {
  return std::string(Utf8Prefix(in.Text(), Exemplar::kNameBytes));
}

Exemplar ReadTurn(const JsonReader& in) {
  constexpr std::uint32_t kLastSecond = 100'000'000;  // three years: what is longer is no run
  Exemplar turn;
  turn.second = in["second"].Uint32();
  if (turn.second > kLastSecond) in["second"].Fail("a second that no run has");
  turn.durations = ReadDurations(in["durations"]);
  turn.gaps = ReadGaps(in["gaps_us"]);
  turn.gap_events = in["gap_events"].Uint32();
  turn.content_events = in["content_events"].Uint64();
  if (const auto reason = in.Find("reason")) {
    turn.failure = Known(*reason, FailureNamed(reason->Text()));
  }
  if (const auto scenario = in.Find("scenario")) turn.scenario = ReadBounded(*scenario);
  turn.conversation = ReadBounded(in["conversation"]);
  turn.session = ReadBounded(in["session"]);
  if (const auto trace_id = in.Find("trace_id")) {
    turn.trace_id = trace_id->Text();
    if (!IsTraceId(turn.trace_id)) trace_id->Fail("expected 32 hexadecimal digits");
  }
  turn.place = in["turn"].Int();
  return turn;
}

}  // namespace

void WriteExemplars(JsonWriter& out, const RunData& run) {
  std::vector<const Exemplar*> all;
  for (const Exemplar& exemplar : run.exemplars) all.push_back(&exemplar);
  WriteList(out, "exemplars", EachOnce(all), [&](const SlowTurn& slow) {
    const Exemplar& turn = *slow.turn;
    out.Key("slow_by");
    out.Array([&] {
      for (const Trend trend : slow.slow_by) out.Text(Info(trend).name);
    });
    out.Member("second", turn.second);
    if (!turn.scenario.empty()) out.Member("scenario", turn.scenario);
    out.Member("conversation", turn.conversation);
    out.Member("session", turn.session);
    if (!turn.trace_id.empty()) out.Member("trace_id", turn.trace_id);
    out.Member("turn", turn.place);
    if (turn.failure) out.Member("reason", ToString(*turn.failure));
    WriteDurations(out, turn.durations);
    out.Member("content_events", turn.content_events);
    out.Member("gap_events", turn.gap_events);
    out.Key("gaps_us");
    out.Array([&] {
      for (const nanoseconds gap : turn.gaps) {
        out.Number(std::int64_t{std::chrono::round<microseconds>(gap).count()});
      }
    });
  });
}

void ReadExemplars(const JsonReader& in, RunData& run) {
  const auto turns = in.Find("exemplars");
  if (!turns) return;
  ExemplarTable table;
  turns->ForEach([&table](const JsonReader& in_turn) {
    Exemplar turn = ReadTurn(in_turn);
    in_turn["slow_by"].ForEach([&](const JsonReader& name) {
      turn.trend = Known(name, TrendNamed(name.Text()));
      if (!turn.durations.Get(turn.trend)) name.Fail("the turn has no such duration");
      table.Add(turn);
    });
  });
  run.exemplars = table.Exemplars();
}

}  // namespace clamor
