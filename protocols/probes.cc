// SPDX-License-Identifier: Apache-2.0
#include "protocols/probes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "base/escape.h"
#include "protocols/thrown.h"

namespace clamor {
namespace {

constexpr std::size_t kShownName = 60;

auto Find(const std::vector<DefinedMetric>& metrics, std::string_view name) {
  return std::find_if(metrics.begin(), metrics.end(),
                      [name](const auto& known) { return known.name == name; });
}

void Keep(std::ptrdiff_t metric, double value, TurnRecord& record) {
  record.defined.push_back({static_cast<std::uint16_t>(metric), value});
}

// Samples on their way into a record.
class RecordedSamples final : public Samples {
 public:
  RecordedSamples(const std::vector<DefinedMetric>& metrics, TurnRecord& record)
      : metrics_(metrics), record_(record) {}

 private:
  void AddNamed(std::string_view metric, double value) override {
    const auto found = Find(metrics_, metric);
    if (found == metrics_.end()) Refuse(metric, "was not defined by this test");
    if (!std::isfinite(value)) Refuse(metric, "was given a value that is no finite number");
    if (value < 0 && found->kind == SampleKind::kTrend) {
      Refuse(metric, "was given a value below 0, which a trend cannot keep");
    }
    Keep(found - metrics_.begin(), value, record_);
  }

  [[noreturn]] static void Refuse(std::string_view metric, std::string_view why) {
    throw std::invalid_argument(
        fmt::format("the metric \"{}\" {}", ForTerminal(metric, kShownName), why));
  }

  const std::vector<DefinedMetric>& metrics_;
  TurnRecord& record_;
};

}  // namespace

void AddSample(const std::vector<DefinedMetric>& metrics, std::string_view metric, double value,
               TurnRecord& record) {
  const auto found = Find(metrics, metric);
  if (found == metrics.end() || !std::isfinite(value)) return;
  if (value < 0 && found->kind == SampleKind::kTrend) return;
  Keep(found - metrics.begin(), value, record);
}

std::optional<std::string> AskProbes(const Probes& probes, const Answered& answered,
                                     std::size_t first_check, TurnRecord& record) {
  std::optional<std::string> thrown;
  const auto guarded = [&thrown](std::string_view what, std::string_view name, const auto& call) {
    try {
      call();
    } catch (...) {
      if (!thrown) thrown = fmt::format("{}{} threw: {}", what, name, WhatWasThrown());
    }
  };
  std::uint64_t bit = std::uint64_t{1} << first_check;
  for (const OwnCheck& own : probes.checks) {
    record.checks_made |= bit;
    guarded("the check ", own.check.name, [&] {
      if (own.passes(answered)) record.checks_passed |= bit;
    });
    bit <<= 1;
  }
  RecordedSamples samples(probes.metrics, record);
  for (const AnswerHook& hook : probes.hooks) {
    guarded("a hook of OnAnswer", "", [&] { hook(answered, samples); });
  }
  return thrown;
}

}  // namespace clamor
