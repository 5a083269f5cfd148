// SPDX-License-Identifier: Apache-2.0
#include "reporters/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "clamor/metric.h"
#include "metrics/format_value.h"
#include "metrics/result_names.h"
#include "reporters/format.h"

namespace clamor {
namespace {

// None where nothing was measured.
template <class U>
std::optional<U> ValueOf(const RunResult& run, const Measure<U>& measure) {
  try {
    return run.Value(measure);
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

// "4,800 complete, 12 truncated"; empty when there were no streams.
std::string StreamEndsOf(const RunData& run) {
  constexpr std::array<std::pair<StreamEnd, std::string_view>, 5> kWords{
      {{StreamEnd::kComplete, "complete"},
       {StreamEnd::kErrorInside, "with an error inside"},
       {StreamEnd::kTruncated, "truncated"},
       {StreamEnd::kDropped, "dropped"},
       {StreamEnd::kStalled, "stalled"}}};
  std::string text;
  for (const auto& [end, word] : kWords) {
    const std::uint64_t count = run.stream_ends[static_cast<std::size_t>(end)];
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", FormatCount(count), word);
  }
  return text;
}

// "900 stop, 50 length"; empty where no server said why.
std::string FinishesOf(const RunData& run) {
  std::string text;
  for (std::size_t i = static_cast<std::size_t>(Finish::kStop); i < kFinishes; ++i) {
    if (run.finishes[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", FormatCount(run.finishes[i]),
                        kFinishNames[i]);
  }
  return text;
}

std::string LevelsText(const DefinedMetric& metric, const DefinedLevels& levels) {
  if (metric.kind == SampleKind::kCounter) return FormatValue(levels.sum, metric.unit);
  double sum = 0;
  double most = levels.per_second.front().value;
  for (const SecondValue& sample : levels.per_second) {
    sum += sample.value;
    most = std::max(most, sample.value);
  }
  return fmt::format("{} on average, {} at most",
                     FormatValue(sum / static_cast<double>(levels.per_second.size()), metric.unit),
                     FormatValue(most, metric.unit));
}

class Figures {
 public:
  explicit Figures(const RunResult& run) : run_(run), data_(run.data()) {}

  std::vector<Figure> Take() { return std::move(figures_); }

  void Add(std::string_view name, std::string value) {
    figures_.push_back({std::string(name), std::move(value)});
  }

  void AddTurns() {
    Add("turns", FormatCount(TurnsEnded(data_)));
    if (const auto rate = ValueOf(run_, Throughput())) {
      Add("turns per second", FormatValue(rate->per_second, Unit::kPerSecond));
    }
    const std::uint64_t failed = data_.Value(Counter::kTurnsFailed);
    const auto share = ValueOf(run_, ErrorRate());
    Add("failed turns", share
                            ? fmt::format("{} ({})", FormatCount(failed), FormatShare(share->value))
                            : FormatCount(failed));
    AddCount("unfinished turns", Counter::kTurnsUnfinished);
    AddCount("turns not held", Counter::kTurnsNotHeld);
    AddCount("dropped iterations", Counter::kDroppedIterations);
    const std::uint64_t attempts = data_.Value(Counter::kAttempts);
    const std::uint64_t requests = data_.Value(Counter::kRequests);
    if (attempts > requests) {
      Add("retries", fmt::format("{} ({} attempts for {} turns)", FormatCount(attempts - requests),
                                 FormatCount(attempts), FormatCount(requests)));
    }
  }

  void AddStreamEnds() {
    std::string ends = StreamEndsOf(data_);
    if (!ends.empty()) Add("streams", std::move(ends));
    std::string finishes = FinishesOf(data_);
    if (!finishes.empty()) Add("finish reasons", std::move(finishes));
  }

  void AddConversations() {
    const std::uint64_t begun = data_.Value(Counter::kConversations);
    if (begun == 0) return;
    Add("conversations", fmt::format("{} ({} whole)", FormatCount(begun),
                                     FormatCount(data_.Value(Counter::kConversationsWhole))));
  }

  void AddTokens() {
    AddCount("content events", Counter::kContentEvents);
    const std::uint64_t with_usage = data_.Value(Counter::kTurnsWithUsage);
    if (with_usage == 0) {
      if (data_.Value(Counter::kContentEvents) == 0) return;
      return Add("tokens", "unavailable: no answer reported its usage");
    }
    Add("tokens",
        fmt::format("{} prompt, {} completion (reported by {} turns)",
                    FormatCount(data_.Value(Counter::kPromptTokens)),
                    FormatCount(data_.Value(Counter::kCompletionTokens)), FormatCount(with_usage)));
    if (const auto rate = ValueOf(run_, Measure<Rate>("token_rate"))) {
      Add("completion tokens per second", FormatValue(rate->per_second, Unit::kPerSecond));
    }
  }

  void AddBytes() {
    const std::uint64_t received = data_.Value(Counter::kBytesReceived);
    const std::uint64_t sent = data_.Value(Counter::kBytesSent);
    if (received == 0 && sent == 0) return;
    Add("bytes", fmt::format("{} sent{}, {} received{}",
                             FormatValue(static_cast<double>(sent), Unit::kBytes),
                             InBrackets(ValueOf(run_, SentRate())),
                             FormatValue(static_cast<double>(received), Unit::kBytes),
                             InBrackets(ValueOf(run_, ReceivedRate()))));
  }

  void AddGoodputs() {
    for (const ShareSeries& series : data_.goodputs) {
      if (series.of == 0 || !series.tags.empty()) continue;
      const double share = static_cast<double>(series.yes) / static_cast<double>(series.of);
      Add(series.name, fmt::format("{} of {} turns", FormatShare(share), FormatCount(series.of)));
    }
  }

  // The suite's own but for trends, which have a table.
  void AddDefined() {
    for (const DefinedMetric& metric : data_.defined) {
      const DefinedLevels* levels = data_.FindDefinedLevels(metric.name, {});
      const ShareSeries* share = FindShare(data_.defined_rates, metric.name, {});
      if (levels != nullptr) {
        Add(metric.name, LevelsText(metric, *levels));
      } else if (metric.kind == SampleKind::kCounter) {
        Add(metric.name, FormatValue(0, metric.unit));
      } else if (share != nullptr && share->of > 0) {
        Add(metric.name, fmt::format("{} of {} samples",
                                     FormatShare(static_cast<double>(share->yes) /
                                                 static_cast<double>(share->of)),
                                     FormatCount(share->of)));
      }
    }
  }

  void AddPeak(std::string_view name, Metric<Count> gauge) {
    const auto peak = ValueOf(run_, Peak(gauge));
    if (peak) Add(name, FormatCount(static_cast<std::uint64_t>(peak->value)));
  }

  void AddTimes() {
    Add("measured time", FormatDuration(data_.counted));
    Add("wall time", FormatDuration(data_.wall));
  }

 private:
  static std::string InBrackets(const std::optional<ByteRate>& rate) {
    if (!rate) return "";
    return fmt::format(" ({})", FormatValue(rate->per_second, Unit::kBytesPerSecond));
  }

  void AddCount(std::string_view name, Counter counter) {
    const std::uint64_t value = data_.Value(counter);
    if (value > 0) Add(name, FormatCount(value));
  }

  const RunResult& run_;
  const RunData& data_;
  std::vector<Figure> figures_;
};

}  // namespace

std::uint64_t TurnsEnded(const RunData& run) {
  return run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed);
}

std::string ServerOf(const RunResult& run) {
  if (run.data().settings.server.empty()) return {};
  const auto cores = ValueOf(run, Mean(kServerCores));
  const auto most = ValueOf(run, Peak(kServerCores));
  const auto share = ValueOf(run, Mean(kServerCpu));
  const auto memory = ValueOf(run, Peak(kServerRss));
  if (!cores || !most || !share || !memory) return "not measured";
  std::string text =
      fmt::format("{:.2f} cores busy ({:.2f} at most; {} of those it may use), memory {} at most",
                  cores->value, most->value, FormatShare(share->value),
                  FormatValue(static_cast<double>(memory->value), Unit::kBytes));
  const auto add = [&text, &run](Metric<Count> metric, std::string_view what) {
    if (const auto peak = ValueOf(run, Peak(metric))) {
      text += fmt::format(", {:.0f} {}", peak->value, what);
    }
  };
  add(kServerThreads, "threads");
  add(kServerOpenFiles, "open files");
  if (const auto rate = ValueOf(run, Mean(kServerContextSwitches))) {
    text += fmt::format(", {} context switches", FormatValue(rate->per_second, Unit::kPerSecond));
  }
  const auto add_delay = [&text, &run](Metric<Seconds> metric, std::string_view what) {
    const auto peak = ValueOf(run, Peak(metric));
    if (peak)
      text += fmt::format(", {} {} at most", what, FormatValue(peak->count(), Unit::kSeconds));
  };
  add_delay(kServerRunDelay, "waiting for a CPU");
  add_delay(kServerEventLoopDelay, "event loop delay");
  return text;
}

std::vector<Figure> FiguresOf(const RunResult& run) {
  Figures figures(run);
  figures.AddTurns();
  figures.AddStreamEnds();
  figures.AddConversations();
  figures.AddTokens();
  figures.AddBytes();
  figures.AddGoodputs();
  figures.AddDefined();
  figures.AddPeak("active users at most", kActiveUsers);
  figures.AddPeak("concurrent streams at most", kConcurrentStreams);
  figures.AddTimes();
  return figures.Take();
}

std::string GeneratorOf(const GeneratorHealth& generator) {
  std::string text = fmt::format("{} thread{}, {} busy ({} at most)", generator.threads,
                                 generator.threads == 1 ? "" : "s", FormatShare(generator.mean_cpu),
                                 FormatShare(generator.peak_cpu));
  if (generator.steal) text += ", steal " + FormatShare(*generator.steal);
  if (generator.pressure) text += ", CPU pressure " + FormatShare(*generator.pressure);
  if (generator.memory_peak_bytes > 0) {
    text +=
        ", memory " + FormatValue(static_cast<double>(generator.memory_peak_bytes), Unit::kBytes);
  }
  if (generator.memory_per_user_bytes > 0) {
    text += fmt::format(
        " ({} per user)",
        FormatValue(static_cast<double>(generator.memory_per_user_bytes), Unit::kBytes));
  }
  if (!generator.kernel_stamps) {
    text += ", times taken in user space (no kernel receive stamps on every read)";
  }
  return text;
}

}  // namespace clamor
