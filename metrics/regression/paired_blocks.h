// SPDX-License-Identifier: Apache-2.0
// Blocks of the same load, played in turn against base and head on one machine, taken in pair by
// pair.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "metrics/regression/build_comparison.h"
#include "metrics/regression/judge_pairs.h"
#include "metrics/run_data.h"

namespace clamor {

class PairedBlocks {
 public:
  explicit PairedBlocks(const RegressionRules& rules) : rules_(rules), judge_(rules) {}

  // The load tests of one block of each build.
  void Add(const std::vector<RunData>& base, const std::vector<RunData>& head);

  // A pair that is not believed: counted and told.
  void Lose(int number, std::string why) { lost_.push_back({number, std::move(why)}); }

  // The commits of the builds, which the results of one pipeline cannot know.
  void NameCommits(std::string base, std::string head) {
    commits_ = {std::move(base), std::move(head)};
  }

  // Which server ended while it was played, and how.
  void EndServer(std::string sentence) { server_ended_ = std::move(sentence); }

  // A sentence on the whole.
  void Caution(std::string sentence) { cautions_.push_back(std::move(sentence)); }

  std::size_t pairs() const { return pairs_; }

  // All looks at the pairs that there are (judge_pairs.h). What was measured in less than half of
  // them, or on one side only, is listed as not compared.
  BuildComparison Compare();

 private:
  enum Side : std::size_t { kBase, kHead };

  struct Measure {
    std::string name;
    Unit unit = Unit::kSeconds;
  };
  struct LoadTest {
    std::string name;
    std::vector<Measure> measures;  // in the order in which they came
    std::array<std::vector<std::map<std::string, double>>, 2> values;  // by side, pair and measure
    std::array<std::optional<RunData>, 2> whole;  // by side: all blocks, without tags and seconds
  };

  void AddSide(Side side, const std::vector<RunData>& runs);
  LoadTest& LoadTestNamed(const std::string& name);
  BuildComparison Frame() const;
  void ListMeasures(const LoadTest& test, BuildComparison& comparison,
                    std::vector<PairedSeries>& series, std::vector<MeasureChange>& told) const;
  PairedSeries SeriesOf(const LoadTest& test, const MeasureChange& change) const;
  std::string WhyNotCompared(const LoadTest& test, const std::string& measure) const;

  RegressionRules rules_;
  PairJudge judge_;
  std::vector<LoadTest> tests_;
  std::size_t pairs_ = 0;
  std::array<ComparedBuild, 2> builds_;
  std::array<std::string, 2> commits_;
  std::vector<LostPair> lost_;
  std::vector<std::string> cautions_;
  std::string server_ended_;
};

}  // namespace clamor
