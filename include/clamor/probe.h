// SPDX-License-Identifier: Apache-2.0
// Checks and metrics of a suite's own, taken from each answer.
//
//   class Chat : public ChatTest {
//    protected:
//     Chat() {
//       DefineCheck("names_its_source", [](const Answered& a) { return a.text.find("http") !=
//       a.text.npos; }); const auto words = DefineMetric<Count>("answer_words",
//       SampleKind::kTrend); OnAnswer([=](const Answered& a, Samples& samples) { samples.Add(words,
//       WordsOf(a.text)); }); ExpectSla(CheckRate("names_its_source") > 95_percent);
//       ExpectSla(P95(words) < Count{200});
//     }
//   };
//
// Predicates and hooks are called on the load's threads, several at once: what they share they must
// guard themselves. What they throw fails the turn.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "clamor/check.h"
#include "clamor/conversation.h"
#include "clamor/metric.h"
#include "clamor/units.h"

namespace clamor {

// A whole answer without an error. The views live until the call returns.
struct Answered {
  const Conversation& conversation;
  const Turn& turn;
  int place = 1;                           // of the turn in its conversation, from 1
  int status = 0;                          // HTTP
  std::string_view text = {};              // of the answer, its first MiB
  std::string_view finish_reason = {};     // as the server wrote it; empty: none
  long content_events = 0;                 // 1 for an answer that is no stream
  std::optional<long> prompt_tokens = {};  // by the server's last usage report
  std::optional<long> completion_tokens = {};
  std::optional<Seconds> time_to_first_token = {};
  Seconds response_time{0};
};

// How the samples of a metric are kept.
enum class SampleKind : unsigned char {
  kTrend,    // each sample in a histogram: percentiles, mean, min, max
  kCounter,  // their sum
  kGauge,    // the last one of each second: mean, min, max
  kRate,     // the share of those that are not 0
};

// Where a hook puts what it measured.
class Samples {
 public:
  virtual ~Samples() = default;

  // In the metric's unit; of a trend no less than 0. Another value, or a metric that the test did
  // not define, is an error that fails the turn.
  template <class Unit>
  void Add(Metric<Unit> metric, double value) {
    AddNamed(metric.name, value);
  }

 private:
  virtual void AddNamed(std::string_view metric, double value) = 0;
};

using Predicate = std::function<bool(const Answered&)>;
using AnswerHook = std::function<void(const Answered&, Samples&)>;

}  // namespace clamor
