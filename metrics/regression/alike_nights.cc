// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/alike_nights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "metrics/iso_time.h"

namespace clamor {
namespace {

using Runs = std::vector<const NightlyRun*>;

// "2026-11-21"
std::string DateOf(const NightlyRun& run) { return IsoTime(run.started).substr(0, 10); }

// "Linux 6.1.0-18, 4 x CPU, 16 GB" without the kernel's release, which changes often and on the
// same machine.
std::string_view HardwareOf(std::string_view machine) {
  const std::size_t comma = machine.find(", ");
  return comma == std::string_view::npos ? machine : machine.substr(comma);
}

void AddOptionDifferences(const TestSetting& from, const TestSetting& to,
                          std::vector<std::string>& differences) {
  std::set<std::string> names;
  for (const auto& [name, value] : from.options) names.insert(name);
  for (const auto& [name, value] : to.options) names.insert(name);
  for (const std::string& name : names) {
    const auto before = from.options.find(name);
    const auto after = to.options.find(name);
    if (before == from.options.end()) {
      differences.push_back(fmt::format("the option {} = {} is new", name, after->second));
    } else if (after == to.options.end()) {
      differences.push_back(fmt::format("the option {} = {} is gone", name, before->second));
    } else if (before->second != after->second) {
      differences.push_back(
          fmt::format("the option {} changed from {} to {}", name, before->second, after->second));
    }
  }
}

bool AreAlike(const TestSetting& a, const TestSetting& b) {
  return internal::DifferencesOf(a, b).empty();
}

NightlyValue ValueOf(const NightlyRun& run, const NightlyTest& test,
                     const NightlyMeasure& measure) {
  return {run.started,          run.commit,    run.clamor_version,
          test.setting.machine, measure.value, measure.samples};
}

class Nights {
 public:
  Nights(const History& history, const NightlyRun& run, std::size_t most_nights)
      : run_(run), most_nights_(most_nights) {
    for (const HistoryLine& line : history.lines) {
      if (line.run.started <= run.started) {
        (line.run.confirms ? confirmations_ : nights_).push_back(&line.run);
      }
    }
    for (Runs* const runs : {&nights_, &confirmations_}) {
      std::stable_sort(runs->begin(), runs->end(), [](const NightlyRun* a, const NightlyRun* b) {
        return a->started < b->started;
      });
    }
  }

  AlikeNights Together() && {
    if (nights_.empty()) return {};
    for (const NightlyTest& test : nights_.back()->tests) {
      AddSeries(test);
      TellHowItBegan(test);
      if (!test.not_judged.empty()) Note("not judged: " + test.not_judged, test.test);
      if (run_.confirms) TellHowItConfirms(test);
    }
    TellWhatIsMissing();
    return std::move(together_);
  }

 private:
  void AddSeries(const NightlyTest& test) {
    const Runs alike = Judged(nights_, test);
    const std::size_t first = alike.size() - std::min(alike.size(), most_nights_);
    std::vector<NightSeries> series;
    for (std::size_t i = first; i < alike.size(); ++i) {
      const NightlyTest& then = *alike[i]->Find(test.test);
      for (const NightlyMeasure& measure : then.measures) {
        SeriesOf(test.test, measure, series).nights.push_back(ValueOf(*alike[i], then, measure));
      }
    }
    for (const NightlyRun* const confirming : Judged(confirmations_, test)) {
      const NightlyTest& then = *confirming->Find(test.test);
      for (const NightlyMeasure& measure : then.measures) {
        SeriesOf(test.test, measure, series)
            .confirmations.push_back(ValueOf(*confirming, then, measure));
      }
    }
    std::erase_if(series, [](const NightSeries& s) { return s.nights.empty(); });
    std::move(series.begin(), series.end(), std::back_inserter(together_.series));
  }

  static NightSeries& SeriesOf(const std::string& test, const NightlyMeasure& measure,
                               std::vector<NightSeries>& series) {
    const auto found = std::find_if(series.begin(), series.end(), [&measure](const NightSeries& s) {
      return s.measure == measure.name && s.unit == measure.unit;
    });
    if (found != series.end()) return *found;
    return series.emplace_back(NightSeries{test, measure.name, measure.unit, {}, {}});
  }

  // Those in which the load test was played alike and judged.
  static Runs Judged(const Runs& runs, const NightlyTest& test) {
    Runs judged;
    for (const NightlyRun* const run : runs) {
      const NightlyTest* const then = run->Find(test.test);
      if (then == nullptr || !then->not_judged.empty()) continue;
      if (AreAlike(then->setting, test.setting)) judged.push_back(run);
    }
    return judged;
  }

  // As long as fewer nights are alike than could be judged.
  void TellHowItBegan(const NightlyTest& test) {
    const NightlyRun* first = nullptr;
    const NightlyTest* before = nullptr;
    std::size_t alike = 0;
    for (const NightlyRun* const run : nights_) {
      const NightlyTest* const then = run->Find(test.test);
      if (then == nullptr) continue;
      if (AreAlike(then->setting, test.setting)) {
        ++alike;
        if (first == nullptr) first = run;
      } else if (first == nullptr) {
        before = then;
      }
    }
    if (before == nullptr || alike >= most_nights_) return;
    Note(fmt::format("history begins anew on {}: {}", DateOf(*first),
                     fmt::join(internal::DifferencesOf(before->setting, test.setting), ", ")),
         test.test);
  }

  void TellHowItConfirms(const NightlyTest& test) {
    const NightlyTest* const again = run_.Find(test.test);
    if (again == nullptr) return Note("the second run did not play it", test.test);
    if (!again->not_judged.empty()) {
      return Note("the second run confirms nothing: " + again->not_judged, test.test);
    }
    const auto differences = internal::DifferencesOf(test.setting, again->setting);
    if (differences.empty()) return;
    Note(fmt::format("the second run confirms nothing: {}", fmt::join(differences, ", ")),
         test.test);
  }

  void TellWhatIsMissing() {
    if (nights_.size() < 2) return;
    const NightlyRun& before = *nights_[nights_.size() - 2];
    for (const NightlyTest& test : before.tests) {
      if (nights_.back()->Find(test.test) != nullptr) continue;
      Note(fmt::format("not played; it was on {}", DateOf(before)), test.test);
    }
  }

  void Note(const std::string& text, const std::string& test) {
    auto& notes = together_.notes;
    const auto same = std::find_if(notes.begin(), notes.end(),
                                   [&text](const NightNote& note) { return note.text == text; });
    (same == notes.end() ? notes.emplace_back(NightNote{text, {}}) : *same).tests.push_back(test);
  }

  const NightlyRun& run_;
  std::size_t most_nights_;
  Runs nights_;  // up to the run, in order of time
  Runs confirmations_;
  AlikeNights together_;
};

}  // namespace

AlikeNights AlikeNightsOf(const History& history, const NightlyRun& run, std::size_t most_nights) {
  return Nights(history, run, most_nights).Together();
}

namespace internal {

std::vector<std::string> DifferencesOf(const TestSetting& from, const TestSetting& to) {
  std::vector<std::string> differences;
  const auto compare = [&differences](std::string_view what, const auto& before,
                                      const auto& after) {
    if (before == after) return;
    differences.push_back(fmt::format("the {} changed from {} to {}", what, before, after));
  };
  if (HardwareOf(from.machine) != HardwareOf(to.machine)) {
    compare("machine", from.machine, to.machine);
  }
  compare("scale of durations", from.duration_scale, to.duration_scale);
  compare("scale of rates", from.rate_scale, to.rate_scale);
  compare("profile", from.profile, to.profile);
  compare("conversations", from.conversations, to.conversations);
  AddOptionDifferences(from, to, differences);
  return differences;
}

}  // namespace internal

}  // namespace clamor
