// SPDX-License-Identifier: Apache-2.0
// Everything known of one run: what result files hold and every report is a function of.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "clamor/check.h"
#include "clamor/failure.h"
#include "clamor/result.h"
#include "metrics/catalogue.h"
#include "metrics/exemplar.h"
#include "metrics/histogram.h"
#include "metrics/series_plan.h"
#include "metrics/timeline.h"
#include "metrics/turn_record.h"

namespace clamor {

struct TrendSeries {
  Trend trend;
  Tags tags;  // empty: the whole run
  Histogram histogram;
  Timeline timeline;  // per second, coarser
};

struct CounterSeries {
  Counter counter;
  Tags tags;
  std::uint64_t value = 0;
  // Of the whole run; of a tag's only those of turns_succeeded and turns_failed, which error rates
  // are made of.
  std::vector<std::uint32_t> per_second;
};

struct GaugeSeries {
  Gauge gauge;
  std::vector<double> per_second;
};

// Whether that counter is kept by the second of tags too: what error rates are made of.
bool KeptByTheSecondOfTags(Counter counter);

// So many of something that are as they should be, of all of it.
struct ShareSeries {
  std::string name;  // "goodput(response_time < 2s)", of a check, of a defined metric
  Tags tags;
  std::uint64_t yes = 0;
  std::uint64_t of = 0;
  std::vector<std::uint32_t> yes_per_second;  // of the whole run, and of tags that an SLA names
  std::vector<std::uint32_t> of_per_second;
};

// Of a metric that a suite defined as a trend. What a duration stands for is told by
// histogram_scale.h.
struct DefinedTrend {
  std::string metric;
  Tags tags;
  Histogram histogram;
  Timeline timeline;
};

struct SecondValue {
  std::uint32_t second = 0;
  double value = 0;
};

// Of one that it defined as a counter or a gauge.
struct DefinedLevels {
  std::string metric;
  Tags tags;
  double sum = 0;  // of a counter
  // Seconds that have samples: a counter's sums, of the whole run only; a gauge's last samples.
  std::vector<SecondValue> per_second;
};

struct FailureExample {
  std::string message;  // one line, bounded, not yet escaped for any format
  std::string conversation;
  std::string repeat_command;  // of one example of a reason at most
};

struct FailureCount {
  Failure reason;
  std::uint64_t count = 0;
  std::vector<FailureExample> examples;  // at most five
};

// What the load generator itself did: whether its numbers can be believed.
struct GeneratorHealth {
  int threads = 0;
  double mean_cpu = 0;  // busy share of its worker threads, 0 to 1
  double peak_cpu = 0;
  std::optional<double> steal;     // share of the machine's time that its host took
  std::optional<double> pressure;  // PSI: share of time in which some task waited for a CPU
  std::uint64_t memory_peak_bytes = 0;
  std::uint64_t memory_per_user_bytes = 0;
  bool kernel_stamps = true;              // every read carried the kernel's receive stamp
  std::vector<std::string> void_because;  // sentences; not empty: verdicts are void
  Histogram first_token_as_read;          // what user space alone would have measured
  Histogram response_as_read;
};

struct Warning {
  std::string name;  // "buffered_stream"
  std::string text;
};

// What a run left besides its numbers, for people to open.
struct MadeFile {
  std::string path;   // from the output folder
  std::string title;  // what it shows
};

// How the run was made, so that it can be repeated. No secret.
struct RunSettings {
  std::string target;         // base URL; "embedded server"'s too
  std::string server;         // "embedded", "launched: COMMAND", "running"
  std::string profile;        // Profile::ToString, after overrides and scaling
  std::string conversations;  // Conversations::ToString
  int users = 0;
  std::optional<std::uint64_t> planned_turns;
  std::uint64_t seed = 0;
  double duration_scale = 1;
  double rate_scale = 1;
  std::string reuse;
  std::map<std::string, std::string>
      options;          // those that differ from their default, secrets left out
  std::string command;  // that repeats it: a program and its flags, secrets left out
  std::string clamor_version;
  std::string machine;    // "Linux 6.1, 2 x Intel ..., 24 GB"
  std::string commit;     // of the code under test, where CI tells it
  std::string trace_url;  // of a trace, with {trace_id} in it; empty: none was given
};

// One of several scenarios that a run played; its turns carry the tag `scenario`.
struct ScenarioRun {
  std::string name;
  std::string profile;  // Profile::ToString, after overrides and scaling
  int users = 0;
  std::optional<std::uint64_t> planned_turns;
  std::chrono::nanoseconds started{0};  // of its counted part, from the run's second 0
  std::chrono::nanoseconds counted{0};  // its counted part
};

struct PromisedSla {
  std::string sla;
  std::string file;
  int line = 0;
  bool warns = false;  // a broken one is a warning, no failure
};

// What became of the promises while the rate of arrivals varied.
struct BreakingPoint {
  std::uint32_t window = 0;    // seconds, in which the promises were judged
  std::optional<double> held;  // highest rate of a window that kept them all, per second
  std::string sla;             // that broke first; empty: none did
  std::uint32_t second = 0;    // of the run: when it broke
  double rate = 0;             // and at which rate
};

// The lesser the better.
enum class Grade : unsigned char { kHealthy, kWarning, kCritical };

struct Health {
  Grade grade = Grade::kHealthy;
  std::vector<std::string> reasons;  // why it is no better, a clause each
};

// What a suite reports under a name of its own.
struct NamedMeasure {
  std::string name;
  std::string measure;  // as the grammar has it; of a distribution with its function left open:
                        // "*(response_time){stream=true}"

  bool IsDistribution() const { return measure.starts_with('*'); }
};

struct RunData {
  static constexpr int kFormatVersion = 1;

  std::string suite;  // "Assistant", "Each/Assistant"
  std::string test;   // "DrainsTheQueueWhileEveryoneTalks", "HoldsEachConversation/small_talk"
  std::string file;   // of the test
  int line = 0;
  int repetition = 0;  // of --gtest_repeat
  std::optional<int> shard;
  std::chrono::system_clock::time_point
      started{};  // of the counted part: second 0 of every timeline
  std::chrono::nanoseconds counted{
      0};  // the measured part: from the end of the warm-up to the last turn's end
  std::chrono::nanoseconds wall{0};  // everything, launching and warm-up included
  bool interrupted = false;          // Ctrl-C, SIGTERM
  std::string ended_early;           // why, in a sentence; empty: it ran as planned
  RunSettings settings;
  std::vector<ScenarioRun> scenarios;  // empty: one without a name
  std::string purpose;                 // of the test, in the suite's words; may be empty
  std::vector<NamedMeasure> named;

  std::vector<Tags> slices{Tags{}};  // for which series were kept, the whole run first
  std::vector<TrendSeries> trends;
  std::vector<CounterSeries> counters;
  std::vector<GaugeSeries> gauges;
  std::vector<ShareSeries> goodputs;                // of turns that ended
  std::vector<FailureCount> failures;               // only reasons that occurred
  std::array<std::uint64_t, 6> stream_ends{};       // by StreamEnd
  std::array<std::uint64_t, kFinishes> finishes{};  // by Finish, of turns that ended
  std::vector<NamedCheck> checks;
  std::vector<ShareSeries> check_rates;  // of answers that each was made of
  std::vector<DefinedMetric> defined;
  std::vector<DefinedTrend> defined_trends;
  std::vector<DefinedLevels> defined_levels;
  std::vector<ShareSeries> defined_rates;
  std::vector<Exemplar> exemplars;  // by trend, then by second, the slowest first
  GeneratorHealth generator;
  std::vector<Warning> warnings;

  std::vector<MadeFile> files;
  std::vector<PromisedSla> promised;
  std::vector<Verdict> verdicts;
  std::optional<BreakingPoint> breaking_point;  // set with the verdicts
  std::optional<Health> health;                 // the same
  std::vector<std::string> errors;  // what stopped the play or failed in the test's own body

  std::string FullName() const { return suite + "." + test; }

  // The series, or null when nothing was recorded under it.
  const TrendSeries* FindTrend(Trend trend, const Tags& tags) const;
  const CounterSeries* FindCounter(Counter counter, const Tags& tags) const;
  const GaugeSeries* FindGauge(Gauge gauge) const;
  const DefinedTrend* FindDefinedTrend(const std::string& metric, const Tags& tags) const;
  const DefinedLevels* FindDefinedLevels(const std::string& metric, const Tags& tags) const;
  const ScenarioRun* FindScenario(const std::string& name) const;
  std::uint64_t Value(Counter counter, const Tags& tags = {}) const;  // 0 when absent
};

// Of one of a run's lists of shares, or null.
const ShareSeries* FindShare(const std::vector<ShareSeries>& shares, const std::string& name,
                             const Tags& tags);

}  // namespace clamor
