// SPDX-License-Identifier: Apache-2.0
#include "reporters/benchmark_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "metrics/histogram.h"
#include "metrics/run_data.h"
#include "metrics/statistics.h"
#include "metrics/time_blocks.h"
#include "metrics/timeline.h"
#include "metrics/trend_summary.h"
#include "reporters/figures.h"
#include "reporters/standing.h"

namespace clamor {
namespace {

constexpr std::array<ReportedQuantile, 3> kQuantiles{{{0.5, "p50"}, {0.95, "p95"}, {0.99, "p99"}}};
constexpr double kConfidence = 0.95;
// Fewer, and compare.py calls its own test unreliable (UTEST_OPTIMAL_REPETITIONS).
constexpr std::size_t kFewestBlocks = 9;
constexpr std::size_t kTestNameBytes = 700;
constexpr std::size_t kMetricNameBytes = 200;

struct Duration {
  std::string metric;
  const Histogram& histogram;
  const Timeline& timeline;
};

// A stretch of a run: how many samples it has, and their percentiles.
struct Stretch {
  std::uint64_t samples;
  std::function<std::chrono::nanoseconds(double)> quantile;
};

std::vector<Stretch> WholeRun(const Duration& duration) {
  return {{duration.histogram.count(),
           [&duration](double q) { return duration.histogram.Quantile(q); }}};
}

std::vector<Stretch> Blocks(const Duration& duration) {
  std::vector<Stretch> stretches;
  const auto blocks = CutIntoBlocks(duration.timeline);
  if (!blocks) return stretches;
  for (const Timeline::Cell& block : *blocks) {
    stretches.push_back({block.Count(), [block](double q) { return QuantileOf(block, q); }});
  }
  return stretches;
}

struct Arrangement {
  std::vector<Stretch> (*repetitions)(const Duration&);
  std::size_t fewest;        // repetitions of a benchmark
  bool joins_repetitions;    // of a load test
  std::string_view too_few;  // is said of a run without a benchmark
};

constexpr Arrangement kByRun{WholeRun, 1, false, "no metric has samples enough for a percentile"};
constexpr Arrangement kByBlock{
    Blocks, kFewestBlocks, true,
    "no metric has at least nine blocks of time with samples enough for a percentile"};

bool IsKept(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '/' || c == '-';
}

std::string SafeName(std::string name, std::size_t max_bytes) {
  if (name.size() > max_bytes) name.resize(max_bytes);
  std::replace_if(name.begin(), name.end(), std::not_fn(IsKept), '_');
  return name;
}

bool IsOfServer(Trend trend) {
  return trend != Trend::kFailedResponseTime && trend != Trend::kStartLag &&
         trend != Trend::kGeneratorLag;
}

bool IsDuration(const std::string& metric, const RunData& run) {
  return std::any_of(run.defined.begin(), run.defined.end(), [&metric](const DefinedMetric& m) {
    return m.name == metric && m.unit == Unit::kSeconds;
  });
}

// Over the whole run, each metric once, whatever a result file holds.
std::vector<Duration> DurationsOf(const RunData& run) {
  std::vector<Duration> durations;
  std::set<std::string> names;
  const auto add = [&](std::string metric, const auto& series) {
    if (!series.tags.empty() || !names.insert(metric).second) return;
    durations.push_back({std::move(metric), series.histogram, series.timeline});
  };
  for (const TrendSeries& series : run.trends) {
    if (IsOfServer(series.trend)) add(std::string(Info(series.trend).name), series);
  }
  for (const DefinedTrend& series : run.defined_trends) {
    if (IsDuration(series.metric, run)) add(SafeName(series.metric, kMetricNameBytes), series);
  }
  return durations;
}

std::optional<std::string> WhyLeftOut(const RunData& run) {
  if (!run.generator.void_because.empty()) return "void: " + run.generator.void_because.front();
  if (run.interrupted) return "interrupted";
  if (!run.ended_early.empty()) return "ended early: " + run.ended_early;
  if (TurnsEnded(run) == 0) return "no turn ended";
  return std::nullopt;
}

class Collector {
 public:
  Collector(const std::vector<RunResult>& runs, const Arrangement& arrangement)
      : runs_(runs), arrangement_(arrangement) {}

  Benchmarks Collect() {
    for (const RunResult& result : runs_) {
      const RunData& run = result.data();
      if (const auto why = WhyLeftOut(run)) {
        LeaveOut(TitleOf(run), *why);
      } else {
        Add(run, FamilyOf(run));
      }
    }
    for (BenchmarkFamily& family : found_.families) DropPoorSeries(family);
    std::erase_if(found_.families, [](const auto& family) { return family.series.empty(); });
    return std::move(found_);
  }

 private:
  void LeaveOut(const std::string& title, std::string_view why) {
    found_.left_out.push_back(fmt::format("{}: {}", title, why));
  }

  void DropPoorSeries(BenchmarkFamily& family) {
    std::erase_if(family.series, [this](const BenchmarkSeries& series) {
      return series.repetitions.size() < arrangement_.fewest;
    });
    if (family.series.empty()) LeaveOut(family.title, arrangement_.too_few);
  }

  BenchmarkFamily& FamilyOf(const RunData& run) {
    if (arrangement_.joins_repetitions) {
      const auto first = std::find_if(firsts_.begin(), firsts_.end(), [&run](const RunData* other) {
        return other->FullName() == run.FullName() && other->shard == run.shard;
      });
      if (first != firsts_.end()) {
        return found_.families[static_cast<std::size_t>(first - firsts_.begin())];
      }
    }
    firsts_.push_back(&run);
    return found_.families.emplace_back(BenchmarkFamily{
        Unique(NameOf(run)), TitleOf(run), run.settings.users, ScaleOf(run.settings), {}});
  }

  std::string NameOf(const RunData& run) const {
    std::string name = SafeName(run.FullName(), kTestNameBytes);
    if (run.repetition > 0 && !arrangement_.joins_repetitions) {
      name += fmt::format("/repetition:{}", run.repetition + 1);
    }
    if (run.shard && IsOneOfSeveralShards(run)) name += fmt::format("/shard:{}", *run.shard);
    return name;
  }

  bool IsOneOfSeveralShards(const RunData& run) const {
    return std::any_of(runs_.begin(), runs_.end(), [&run](const RunResult& result) {
      const RunData& other = result.data();
      return other.FullName() == run.FullName() && other.repetition == run.repetition &&
             other.shard != run.shard;
    });
  }

  std::string Unique(const std::string& name) {
    const int times = ++names_[name];
    return times == 1 ? name : fmt::format("{}/namesake:{}", name, times);
  }

  void Add(const RunData& run, BenchmarkFamily& family) const {
    for (const Duration& duration : DurationsOf(run)) {
      const std::vector<Stretch> stretches = arrangement_.repetitions(duration);
      for (const auto& [q, name] : kQuantiles) {
        BenchmarkSeries& series = SeriesOf(fmt::format("{}/{}", duration.metric, name), family);
        for (const Stretch& stretch : stretches) {
          if (stretch.samples < SamplesNeeded(q, kConfidence)) continue;
          series.repetitions.push_back({stretch.quantile(q), stretch.samples});
        }
      }
    }
  }

  static BenchmarkSeries& SeriesOf(const std::string& name, BenchmarkFamily& family) {
    for (BenchmarkSeries& series : family.series) {
      if (series.name == name) return series;
    }
    return family.series.emplace_back(BenchmarkSeries{name, {}});
  }

  const std::vector<RunResult>& runs_;
  const Arrangement& arrangement_;
  Benchmarks found_;
  std::vector<const RunData*> firsts_;  // of each family
  std::map<std::string, int> names_;
};

}  // namespace

Benchmarks BenchmarksOfRuns(const std::vector<RunResult>& runs) {
  return Collector(runs, kByRun).Collect();
}

Benchmarks BenchmarksOfBlocks(const std::vector<RunResult>& runs) {
  return Collector(runs, kByBlock).Collect();
}

}  // namespace clamor
